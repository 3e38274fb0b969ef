import type { CallAnalyzed, CallEnded, CallStarted, CallTransferred } from '@callsight/contract/events/call';
import { compareEvents, type Event } from '../../storage/ledger/event.js';
import type { CallerIdentity } from '../../ingest/callers/caller.js';
import { anchorOf } from './anchor.js';
import type { Attribute, CallRow, FoldedCall, TurnRow } from './call-row.js';
import { readCost, type Cost } from './cost.js';
import { holdTime } from './hold.js';
import { deriveOutcome } from './outcome.js';
import { byStatement } from './statements.js';
import { foldSteps } from './steps.js';
import { foldTurns } from './turns.js';

export interface FoldRules {
  /** A call that has not been heard of for so long is lost; microseconds. */
  readonly lostAfter: number;
  /** Custom attributes that become columns. */
  readonly attributes: readonly string[];
}

type Data = Readonly<Record<string, unknown>>;

/** Facts of one kind, in order. */
const dataOf = (events: readonly Event[], ...types: readonly string[]): Data[] =>
  events.filter(({ type }) => types.includes(type)).map(({ data }) => data);

const isProvisional = ({ data }: Event): boolean => data['provisional'] === true;

/** Once a source has told the end exactly, what it had announced on the way there no longer counts. */
function withoutAnnouncements(events: readonly Event[]): readonly Event[] {
  if (!events.some(isProvisional)) return events;
  const told = new Set(
    events.filter((event) => event.type === 'call.ended' && !isProvisional(event)).map(({ source }) => source),
  );
  return events.filter((event) => !isProvisional(event) || !told.has(event.source));
}

const isDerived = ({ data }: Event): boolean => data['derived'] === true;

/** Whether an event was told under another id of the same call, by the telephony provider that carries it. */
const isLinked = ({ subject }: Event, callId: string): boolean => subject !== undefined && subject !== callId;

/** What the platform that handles a call tells counts before what its carrier tells, and what is exact before the rest. */
function rankOf(event: Event, callId: string): number {
  const certainty = isProvisional(event) ? 2 : Number(isDerived(event));
  return (isLinked(event, callId) ? 3 : 0) + certainty;
}

/** The event of a type that counts where several tell the same: of the best rank the first in the given order. */
function bestOf(events: readonly Event[], type: string, callId: string): Event | undefined {
  let best: Event | undefined;
  for (const event of events) {
    if (event.type !== type) continue;
    if (best === undefined || rankOf(event, callId) < rankOf(best, callId)) best = event;
  }
  return best;
}

/** A call begins when somebody first says that it did: the carrier hears it ring before the platform takes it. */
function startOf(events: readonly Event[], callId: string): Event | undefined {
  const isExact = (event: Event): boolean =>
    event.type === 'call.started' && !isProvisional(event) && !isDerived(event);
  return events.find(isExact) ?? bestOf(events, 'call.started', callId);
}

/** Own events first, each kind in the order in which statements count: the first value that is there holds. */
const ranked = (events: readonly Event[], callId: string): readonly Event[] =>
  events.some((event) => isLinked(event, callId))
    ? [
        ...byStatement(events.filter((event) => !isLinked(event, callId))),
        ...byStatement(events.filter((event) => isLinked(event, callId))),
      ]
    : byStatement(events);

/** The carrier's id of a call is a name of it, which does not change: where several are told, the first is in the row. */
const providerCallSid = (events: readonly Event[], callId: string): string | null =>
  first(
    dataOf(ownLast(events.toReversed(), callId).toReversed(), 'call.started'),
    (data) => (data as CallStarted).provider_call_sid,
  );

/** Events in order of time, those of the carrier before one's own: the last value that is there holds. */
const ownLast = (events: readonly Event[], callId: string): readonly Event[] => [
  ...events.filter((event) => isLinked(event, callId)),
  ...events.filter((event) => !isLinked(event, callId)),
];

/** First value that is there. */
function first<T>(all: readonly Data[], read: (data: Data) => T): NonNullable<T> | null {
  for (const data of all) {
    const value = read(data);
    if (value !== undefined && value !== null) return value;
  }
  return null;
}

/** Last value that is there. */
const last = <T>(all: readonly Data[], read: (data: Data) => T): NonNullable<T> | null => first(all.toReversed(), read);

const SENTIMENT: Readonly<Record<string, number>> = { positive: 1, neutral: 0, negative: -1 };

const NO_CALLER: Partial<CallerIdentity> = {};

function callerFacts(starts: readonly Data[]) {
  const known = first(starts, (data) => data['caller'] as CallerIdentity | undefined) ?? NO_CALLER;
  const fact = (key: keyof CallerIdentity): string | null => known[key] ?? null;
  return {
    caller: fact('caller'),
    caller_masked: fact('masked'),
    country: fact('country'),
    region: fact('region'),
    line_type: fact('line_type'),
    caller_timezone: fact('timezone'),
  };
}

/** Whether a statement has an id of the agent: where a platform gives none, a mapping writes the name or "unknown". */
const isNamed = ({ id, name }: CallStarted['agent']): boolean => id !== 'unknown' && id !== name;

function startFacts(starts: readonly Data[]) {
  const started = <K extends keyof CallStarted>(key: K) => first(starts, (data) => (data as CallStarted)[key]);
  const agent = <K extends keyof CallStarted['agent']>(key: K) =>
    first(starts, (data) => (data as CallStarted).agent[key]);
  const agentId = first(starts, ({ agent: one }) => (isNamed(one as CallStarted['agent']) ? one : undefined));
  const touch = (key: keyof NonNullable<CallStarted['attribution']>): string | null =>
    first(starts, (data) => (data as CallStarted).attribution?.[key]);
  const version = agent('version');
  return {
    direction: started('direction') ?? ('inbound' as const),
    channel: started('channel'),
    queue: started('queue'),
    agent: (agentId as CallStarted['agent'] | null)?.id ?? agent('id') ?? '',
    agent_name: agent('name'),
    agent_version: version === null ? null : String(version),
    provider: started('provider'),
    ...callerFacts(starts),
    source: touch('source'),
    medium: touch('medium'),
    campaign: touch('campaign'),
    term: touch('term'),
    content: touch('content'),
    tracking_number: touch('tracking_number'),
    landing_page: touch('landing_page'),
  };
}

function analysisFacts(analyses: readonly Data[]) {
  const sentiment = last(analyses, (data) => (data as CallAnalyzed).sentiment);
  return {
    success: last(analyses, (data) => (data as CallAnalyzed).success),
    sentiment: typeof sentiment === 'string' ? (SENTIMENT[sentiment] ?? null) : sentiment,
    summary: last(analyses, (data) => (data as CallAnalyzed).summary),
    topics: last(analyses, (data) => (data as CallAnalyzed).topics) ?? [],
  };
}

/** The total is as it was told last; a component that this does not name is as another bill in the same currency has it. */
function costFacts(ends: readonly Data[]) {
  const bills = ends.flatMap((data) => {
    const { cost } = data as CallEnded;
    return cost === undefined ? [] : [readCost(cost)];
  });
  const [bill] = bills;
  const component = (name: keyof Cost['components']): bigint | null =>
    bills.find(({ currency, components }) => currency === bill?.currency && components[name] !== undefined)?.components[
      name
    ] ?? null;
  return {
    currency: bill?.currency ?? null,
    cost: bill?.total ?? null,
    cost_telephony: component('telephony'),
    cost_asr: component('asr'),
    cost_llm: component('llm'),
    cost_tts: component('tts'),
    cost_platform: component('platform'),
  };
}

/** An open call that was made from its row brings its errors with its start. */
function errorCount(events: readonly Event[], starts: readonly Data[], ends: readonly Data[]): number {
  const reported =
    first(ends, (data) => (data as CallEnded).errors) ?? first(starts, (data) => data['errors'] as number) ?? 0;
  return (Array.isArray(reported) ? reported.length : reported) + dataOf(events, 'system.error').length;
}

function turnFacts(turns: readonly TurnRow[], ends: readonly Data[]) {
  const told = first(ends, (data) => (data as CallEnded).interruptions);
  return {
    turns: turns.length,
    interruptions: told ?? turns.filter(({ interrupted }) => interrupted).length,
    silence: turns.reduce((sum, { silence }) => sum + (silence ?? 0), 0),
  };
}

function attributesOf(events: readonly Event[], names: readonly string[]): Record<string, Attribute> {
  const kept: Record<string, Attribute> = {};
  const sources = dataOf(events, 'call.started', 'call.analyzed', 'funnel.step');
  for (const name of names) {
    const value = last(sources, (data) => {
      const attributes = data['attributes'] as Record<string, Attribute> | undefined;
      return attributes !== undefined && Object.hasOwn(attributes, name) ? attributes[name] : undefined;
    });
    if (value !== null) kept[name] = value;
  }
  return kept;
}

interface Times {
  readonly startedAt: number;
  readonly answeredAt: number | null;
  readonly endedAt: number | null;
  readonly isLost: boolean;
  readonly lastEventAt: number;
}

/** Start and answer are when somebody first tells them, the end is when the same teller told it last. */
function timesOf(events: readonly Event[], callId: string, startedAt: number, now: number, rules: FoldRules): Times {
  const answered = bestOf(events, 'call.answered', callId)?.at ?? null;
  const ended = bestOf(byStatement(events), 'call.ended', callId)?.at;
  const lastEventAt = events.reduce((latest, { at }) => Math.max(latest, at), startedAt);
  const isLost = ended === undefined && lastEventAt + rules.lostAfter <= now;
  // Clocks of two senders may disagree: no span of a call is negative.
  const answeredAt = answered === null ? null : Math.max(answered, startedAt);
  const endedAt = ended ?? (isLost ? lastEventAt : null);
  return {
    startedAt,
    answeredAt,
    endedAt: endedAt === null ? null : Math.max(endedAt, answeredAt ?? startedAt),
    isLost,
    lastEventAt,
  };
}

function spansOf(events: readonly Event[], { startedAt, answeredAt, endedAt, isLost }: Times) {
  const none = { wait: null, duration: null, hold: null, talk: null };
  // Nobody knows when a lost call really ended.
  const end = isLost ? null : endedAt;
  if (answeredAt === null) return { ...none, wait: end === null ? null : end - startedAt };
  const wait = answeredAt - startedAt;
  if (end === null) return { ...none, wait };
  const duration = end - answeredAt;
  const hold = holdTime(events, answeredAt, end);
  return { wait, duration, hold, talk: duration - hold };
}

function endFacts(
  analysed: CallAnalyzed['outcome'] | null,
  ends: readonly Data[],
  times: Times,
  inbound: boolean,
  kinds: readonly string[],
) {
  if (times.endedAt === null) return { outcome: 'in_progress' as const, ended_by: null, end_reason: null };
  if (times.isLost) return { outcome: 'failed' as const, ended_by: 'system', end_reason: 'lost' };
  const endedBy =
    first(ends, (data) => ((data as CallEnded).ended_by_assumed === true ? undefined : (data as CallEnded).ended_by)) ??
    first(ends, (data) => (data as CallEnded).ended_by);
  const stated = analysed ?? first(ends, (data) => (data as CallEnded).outcome);
  const handedOver = kinds.includes('human') || kinds.includes('external');
  const facts = { answered: times.answeredAt !== null, inbound, endedBy, handedOver };
  return {
    outcome: stated ?? deriveOutcome(facts),
    ended_by: endedBy,
    end_reason: first(ends, (data) => (data as CallEnded).reason),
  };
}

/**
 * Folds the set of a call's events into its row and its turns. Any order, any repetition of the same events gives the
 * same result; what depends on the clock is only whether a call without an end counts as lost.
 * @param unordered all events of the call, the first of them the one that was accepted first; those that were told under
 *   another id of the same call have that id as their subject
 * @param now epoch microseconds
 * @returns undefined as long as the start of the call is not known: a call counts where it started
 */
export function foldCall(
  tenant: string,
  callId: string,
  unordered: readonly Event[],
  now: number,
  rules: FoldRules,
): FoldedCall | undefined {
  const events = withoutAnnouncements(unordered.toSorted(compareEvents));
  const start = startOf(events, callId);
  if (start === undefined) return undefined;
  const times = timesOf(events, callId, start.at, now, rules);
  const statements = ranked(events, callId);
  const starts = dataOf(statements, 'call.started');
  const ends = dataOf(statements, 'call.ended');
  const analyses = dataOf(ownLast(events, callId), 'call.analyzed');
  const analysed = last(analyses, (data) => (data as CallAnalyzed).outcome);
  const kinds = dataOf(events, 'call.transferred').map((data) => (data as CallTransferred).kind);
  const turns = foldTurns(events);
  const facts = startFacts(starts);
  const call: CallRow = {
    tenant,
    call_id: callId,
    started_at: times.startedAt,
    answered_at: times.answeredAt,
    ended_at: times.endedAt,
    last_event_at: times.lastEventAt,
    ...spansOf(events, times),
    after_call_work: milliseconds(first(ends, (data) => (data as CallEnded).after_call_work_ms)),
    ...facts,
    provider_call_sid: providerCallSid(events, callId),
    ...endFacts(analysed, ends, times, facts.direction === 'inbound', kinds),
    language:
      first(starts, (data) => (data as CallStarted).language) ??
      last(analyses, (data) => (data as CallAnalyzed).language),
    transferred: kinds.length > 0,
    transferred_to_human: kinds.includes('human'),
    ...analysisFacts(analyses),
    errors: errorCount(events, starts, ends),
    ...turnFacts(turns, ends),
    ...costFacts(ends),
    attributes: attributesOf(events, rules.attributes),
    steps: foldSteps(events),
  };
  const firstEventAt = events[0]?.at ?? start.at;
  return { call, turns, firstEventAt, anchor: anchorOf(callId, unordered[0]?.at ?? firstEventAt) };
}

const milliseconds = (value: number | null): number | null => (value === null ? null : Math.round(value * 1_000));
