import type { EventType } from '@callsight/contract/events/types';
import type { Event } from '../../storage/ledger/event.js';
import { amountToText } from '../../lib/money/amount.js';
import type { CallRow, TurnRow } from './call-row.js';
import { known, ROW_SOURCE } from './row-facts.js';

type Data = Record<string, unknown>;

function costOf(call: CallRow): Data | undefined {
  if (call.cost === null) return undefined;
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

function callerOf(call: CallRow): Data | undefined {
  if (call.caller === null) return undefined;
  const { caller, caller_masked: masked, country, region, line_type, caller_timezone: timezone } = call;
  return known({ caller, masked, country, region, line_type, timezone });
}

function startedData(call: CallRow): Data {
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

/** Turns tell interruptions themselves, unless the end told another number. */
const toldInterruptions = (call: CallRow, turns: readonly TurnRow[]): number | null =>
  turns.filter(({ interrupted }) => interrupted).length === call.interruptions ? null : call.interruptions;

function endedData(call: CallRow, turns: readonly TurnRow[]): Data {
  return known({
    ended_by: call.ended_by,
    reason: call.end_reason,
    outcome: call.outcome,
    cost: costOf(call),
    errors: call.errors,
    interruptions: toldInterruptions(call, turns),
    after_call_work_ms: call.after_call_work === null ? null : call.after_call_work / 1_000,
  });
}

function analysisData({ success, sentiment, summary, topics }: CallRow): Data {
  return known({ success, sentiment, summary, topics: topics.length === 0 ? null : topics });
}

function turnData(turn: TurnRow): Data {
  const { index, e2e, asr, llm, tts, endpointing, interrupted, silence } = turn;
  return known({
    index,
    interrupted,
    latency_ms: known({ e2e, asr, llm, tts, endpointing }),
    silence_ms: silence === null ? null : silence / 1_000,
  });
}

/** What happened while the call went on. */
function courseOf(call: CallRow): [EventType, number, Data][] {
  const { answered_at, hold, started_at } = call;
  const events: [EventType, number, Data][] = [];
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
  const told: [EventType, number, Data][] = [
    ['call.started', call.started_at, startedData(call)],
    ...courseOf(call),
    ...turns.map((turn): [EventType, number, Data] => ['call.turn', turn.happened_at, turnData(turn)]),
  ];
  for (const [step, times] of Object.entries(call.steps))
    for (const at of times) told.push(['funnel.step', at, { step }]);
  if (hasEnded(call)) told.push(['call.ended', call.ended_at ?? call.started_at, endedData(call, turns)]);
  if (Object.keys(analysis).length > 0) told.push(['call.analyzed', call.last_event_at, analysis]);
  // Says nothing but that something was heard of the call.
  told.push(['call.resumed', call.last_event_at, {}]);
  return told.map(([type, at, data], index) => ({
    id: `${call.call_id}/${String(index).padStart(4, '0')}`,
    source: ROW_SOURCE,
    type,
    subject: call.call_id,
    at,
    data,
  }));
}
