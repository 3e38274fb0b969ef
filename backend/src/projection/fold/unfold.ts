import type { CallerIdentity } from '../../storage/ledger/caller-identity.js';
import type { Event, EventData } from '../../storage/ledger/event.js';
import { amountToText } from '../../lib/money/amount.js';
import type { CallRow, TurnRow } from './call-row.js';
import { eventsOf, known, type Statement } from './row-facts.js';

function costOf(call: CallRow): EventData<'call.ended'>['cost'] | null {
  if (call.cost === null || call.currency === null) return null;
  const component = (amount: bigint | null): string | null => (amount === null ? null : amountToText(amount));
  return {
    total: amountToText(call.cost),
    currency: call.currency,
    components: known({
      telephony: component(call.cost_telephony),
      asr: component(call.cost_asr),
      llm: component(call.cost_llm),
      tts: component(call.cost_tts),
      platform: component(call.cost_platform),
    }),
  };
}

/** A call that was closed because nothing was heard of it any more has no end of its own. */
const hasEnded = (call: CallRow): boolean => call.ended_at !== null && call.end_reason !== 'lost';

function callerOf(call: CallRow): CallerIdentity | null {
  if (call.caller === null) return null;
  const { caller, caller_masked: masked, country, region, line_type, caller_timezone: timezone } = call;
  return { caller, masked: masked ?? '', ...known({ country, region, line_type, timezone }) };
}

function startedData(call: CallRow): EventData<'call.started'> {
  const { direction, channel, queue, language, provider, attributes } = call;
  const { source, medium, campaign, term, content, tracking_number, landing_page } = call;
  return known({
    direction,
    channel,
    queue,
    language,
    provider,
    attributes,
    provider_call_sid: call.provider_call_sid,
    agent: known({ id: call.agent, name: call.agent_name, version: call.agent_version }),
    caller: callerOf(call),
    attribution: known({ source, medium, campaign, term, content, tracking_number, landing_page }),
    errors: hasEnded(call) ? null : call.errors,
  });
}

/** Turns report interruptions themselves, unless the end reported another number. */
const reportedInterruptions = (call: CallRow, turns: readonly TurnRow[]): number | null =>
  turns.filter(({ interrupted }) => interrupted).length === call.interruptions ? null : call.interruptions;

function endedData(call: CallRow, turns: readonly TurnRow[]): EventData<'call.ended'> {
  return known({
    ended_by: call.ended_by,
    reason: call.end_reason,
    outcome: call.outcome === 'in_progress' ? null : call.outcome,
    cost: costOf(call),
    errors: call.errors,
    interruptions: reportedInterruptions(call, turns),
    after_call_work_ms: call.after_call_work === null ? null : call.after_call_work / 1_000,
  });
}

function analysisData({ success, sentiment, summary, topics }: CallRow): EventData<'call.analyzed'> {
  return known({ success, sentiment, summary, topics: topics.length === 0 ? null : topics });
}

function turnData(turn: TurnRow): EventData<'call.turn'> {
  const { index, e2e, asr, llm, tts, endpointing, interrupted, silence } = turn;
  return known({
    index,
    interrupted,
    latency_ms: known({ e2e, asr, llm, tts, endpointing }),
    silence_ms: silence === null ? null : silence / 1_000,
  });
}

/**
 * What a recording must have said: what stands in the row, and neither turns nor the end report. Where a row has no
 * interruptions, nobody may have counted them.
 */
function soundData(call: CallRow, turns: readonly TurnRow[]): NonNullable<EventData<'call.recording'>['analysis']> {
  const { talk_ratio: ratio, overlap, silence, interruptions } = call;
  const isSilenceHeard = silence > 0 && turns.every((turn) => turn.silence === null);
  const areInterruptionsHeard = interruptions > 0 && turns.length === 0 && !hasEnded(call);
  return known({
    talk_s: ratio === null ? null : { agent: ratio, caller: 1 - ratio },
    overlap_s: overlap === null ? null : overlap / 1_000_000,
    silence_s: isSilenceHeard ? silence / 1_000_000 : null,
    interruptions: areInterruptionsHeard ? interruptions : null,
  });
}

/** What happened while the call went on. */
function courseOf(call: CallRow): Statement[] {
  const { answered_at, hold, started_at } = call;
  const events: Statement[] = [];
  if (answered_at !== null) events.push(['call.answered', answered_at, {}]);
  if (answered_at !== null && hold !== null && hold > 0) {
    events.push(['call.held', answered_at, {}], ['call.resumed', answered_at + hold, {}]);
  }
  const kind = call.transferred_to_human ? 'human' : 'agent';
  if (call.transferred) events.push(['call.transferred', answered_at ?? started_at, { kind }]);
  return events;
}

/**
 * Events that fold into a given row and its turns: the inverse of `foldCall`. A row whose events are not here, because it
 * came from the record or because they were too old to keep, is turned back into events before a late one is added, so
 * that a call never is folded from half of what is known of it.
 */
export function unfoldCall(call: CallRow, turns: readonly TurnRow[]): Event[] {
  const analysis = analysisData(call);
  const sound = soundData(call, turns);
  const statements: Statement[] = [
    ['call.started', call.started_at, startedData(call)],
    ...courseOf(call),
    ...turns.map((turn): Statement => ['call.turn', turn.happened_at, turnData(turn)]),
  ];
  for (const [step, times] of Object.entries(call.steps))
    for (const at of times) statements.push(['funnel.step', at, { step }]);
  if (hasEnded(call)) statements.push(['call.ended', call.ended_at ?? call.started_at, endedData(call, turns)]);
  if (Object.keys(analysis).length > 0) statements.push(['call.analyzed', call.last_event_at, analysis]);
  if (Object.keys(sound).length > 0) statements.push(['call.recording', call.last_event_at, { analysis: sound }]);
  // Says nothing but that something was heard of the call.
  statements.push(['call.resumed', call.last_event_at, {}]);
  return eventsOf(call.call_id, call.call_id, statements);
}
