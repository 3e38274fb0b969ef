/* eslint-disable max-lines -- a call is folded in one place: each section is one group of columns */
import type { EventType } from '@callsight/contract/events/types';
import type { CallerIdentity } from '../../storage/ledger/caller-identity.js';
import {
  compareEvents,
  isOfType,
  ofType,
  type Event,
  type EventData,
  type EventOf,
} from '../../storage/ledger/event.js';
import { anchorOf } from './anchor.js';
import type { Attribute, CallRow, FoldedCall, TurnRow } from './call-row.js';
import { readCost, type Cost } from './cost.js';
import { holdTime } from './hold.js';
import { deriveOutcome } from './outcome.js';
import { soundFacts } from './recordings.js';
import { byStatement } from './statements.js';
import { foldSteps } from './steps.js';
import { foldTurns } from './turns.js';
import type { Micros } from '../../lib/time/units.js';

export interface FoldRules {
  /** A call that has not been heard of for so long is lost; microseconds. */
  readonly lostAfter: Micros;
  /** Custom attributes that become columns. */
  readonly attributes: readonly string[];
}

type Started = EventData<'call.started'>;
type Ended = EventData<'call.ended'>;
type Analyzed = EventData<'call.analyzed'>;

/** Facts of some types, in order. */
const dataOf = <T extends EventType>(events: readonly Event[], ...types: readonly T[]): EventData<T>[] =>
  ofType(events, ...types).map(({ data }) => data);

const isProvisional = ({ data }: Event): boolean => 'provisional' in data && data.provisional;

/** Once a source has reported the exact end, its earlier provisional facts no longer count. */
function withoutProvisional(events: readonly Event[]): readonly Event[] {
  if (!events.some(isProvisional)) return events;
  const exact = new Set(
    ofType(events, 'call.ended')
      .filter((event) => !isProvisional(event))
      .map(({ source }) => source),
  );
  return events.filter((event) => !isProvisional(event) || !exact.has(event.source));
}

const isDerived = ({ data }: Event): boolean => 'derived' in data && data.derived;

/** Whether an event was reported under another id of the same call, by the telephony provider that carries it. */
const isLinked = ({ subject }: Event, callId: string): boolean => subject !== undefined && subject !== callId;

/** What the platform of a call reports counts before what its carrier reports, and exact facts before other ones. */
function rankOf(event: Event, callId: string): number {
  const certainty = isProvisional(event) ? 2 : Number(isDerived(event));
  return (isLinked(event, callId) ? 3 : 0) + certainty;
}

/** The event of a type that counts where several report the same fact: of the best rank the first in the given order. */
function bestOf<T extends EventType>(events: readonly Event[], type: T, callId: string): EventOf<T> | undefined {
  let best: (EventOf<T> & Event) | undefined;
  for (const event of events) {
    if (!isOfType(event, type)) continue;
    if (best === undefined || rankOf(event, callId) < rankOf(best, callId)) best = event;
  }
  return best;
}

/** A call begins when somebody first says that it did: the carrier hears it ring before the platform takes it. */
function startOf(events: readonly Event[], callId: string): EventOf<'call.started'> | undefined {
  const exact = events.find((event) => !isProvisional(event) && !isDerived(event) && event.type === 'call.started');
  return (exact as EventOf<'call.started'> | undefined) ?? bestOf(events, 'call.started', callId);
}

/** Own events first, each kind in the order in which statements count: the first value that is there holds. */
const ranked = (events: readonly Event[], callId: string): readonly Event[] =>
  events.some((event) => isLinked(event, callId))
    ? [
        ...byStatement(events.filter((event) => !isLinked(event, callId))),
        ...byStatement(events.filter((event) => isLinked(event, callId))),
      ]
    : byStatement(events);

/** The carrier's id of a call does not change: where several are reported, the first is in the row. */
const providerCallSid = (events: readonly Event[], callId: string): string | null =>
  first(dataOf(ownLast(events.toReversed(), callId).toReversed(), 'call.started'), ({ provider_call_sid: sid }) => sid);

/** Events in order of time, those of the carrier before one's own: the last value that is there holds. */
const ownLast = (events: readonly Event[], callId: string): readonly Event[] => [
  ...events.filter((event) => isLinked(event, callId)),
  ...events.filter((event) => !isLinked(event, callId)),
];

/** First value that is there. */
function first<Data, T>(all: readonly Data[], read: (data: Data) => T): NonNullable<T> | null {
  for (const data of all) {
    const value = read(data);
    if (value !== undefined && value !== null) return value;
  }
  return null;
}

/** Last value that is there. */
const last = <Data, T>(all: readonly Data[], read: (data: Data) => T): NonNullable<T> | null =>
  first(all.toReversed(), read);

const SENTIMENT: Readonly<Record<string, number>> = { positive: 1, neutral: 0, negative: -1 };

const NO_CALLER: Partial<CallerIdentity> = {};

function callerFacts(starts: readonly Started[]) {
  const known = first(starts, ({ caller }) => caller) ?? NO_CALLER;
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
const isNamed = ({ id, name }: Started['agent']): boolean => id !== 'unknown' && id !== name;

function startFacts(starts: readonly Started[]) {
  const started = <K extends keyof Started>(key: K) => first(starts, (data) => data[key]);
  const agent = <K extends keyof Started['agent']>(key: K) => first(starts, (data) => data.agent[key]);
  const agentId = first(starts, ({ agent: one }) => (isNamed(one) ? one.id : undefined));
  const touch = (key: keyof NonNullable<Started['attribution']>): string | null =>
    first(starts, ({ attribution }) => attribution?.[key]);
  const version = agent('version');
  return {
    direction: started('direction') ?? ('inbound' as const),
    channel: started('channel'),
    queue: started('queue'),
    agent: agentId ?? agent('id') ?? '',
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

function analysisFacts(analyses: readonly Analyzed[]) {
  const sentiment = last(analyses, (data) => data.sentiment);
  return {
    success: last(analyses, (data) => data.success),
    sentiment: typeof sentiment === 'string' ? (SENTIMENT[sentiment] ?? null) : sentiment,
    summary: last(analyses, (data) => data.summary),
    topics: last(analyses, (data) => data.topics) ?? [],
  };
}

/** The total is the latest reported one; a component that it lacks is taken from another bill in the same currency. */
function costFacts(ends: readonly Ended[]) {
  const bills = ends.flatMap(({ cost }) => (cost === undefined ? [] : [readCost(cost)]));
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
function errorCount(events: readonly Event[], starts: readonly Started[], ends: readonly Ended[]): number {
  const reported = first(ends, ({ errors }) => errors) ?? first(starts, ({ errors }) => errors) ?? 0;
  return (Array.isArray(reported) ? reported.length : reported) + dataOf(events, 'system.error').length;
}

/** What turns and ends report counts before what recordings sound like. */
function conversationFacts(turns: readonly TurnRow[], ends: readonly Ended[], events: readonly Event[]) {
  const { talk_ratio, overlap, ...heard } = soundFacts(events);
  const reported = first(ends, (data) => data.interruptions) ?? (turns.length === 0 ? heard.interruptions : null);
  const silences = turns.flatMap(({ silence }) => silence ?? []);
  return {
    turns: turns.length,
    interruptions: reported ?? turns.filter(({ interrupted }) => interrupted).length,
    silence: silences.length === 0 ? (heard.silence ?? 0) : silences.reduce((sum, silence) => sum + silence, 0),
    talk_ratio,
    overlap,
  };
}

function attributesOf(events: readonly Event[], names: readonly string[]): Record<string, Attribute> {
  const kept: Record<string, Attribute> = {};
  const sources = dataOf(events, 'call.started', 'call.analyzed', 'funnel.step');
  for (const name of names) {
    const value = last(sources, ({ attributes }) =>
      attributes !== undefined && Object.hasOwn(attributes, name) ? attributes[name] : undefined,
    );
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

/** Start and answer are at their first report, the end is at the last report of the same source. */
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
  analysed: Analyzed['outcome'] | null,
  ends: readonly Ended[],
  times: Times,
  inbound: boolean,
  kinds: readonly string[],
) {
  if (times.endedAt === null) return { outcome: 'in_progress' as const, ended_by: null, end_reason: null };
  if (times.isLost) return { outcome: 'failed' as const, ended_by: 'system' as const, end_reason: 'lost' };
  const endedBy =
    first(ends, (data) => (data.ended_by_assumed === true ? undefined : data.ended_by)) ??
    first(ends, (data) => data.ended_by);
  const stated = analysed ?? first(ends, (data) => data.outcome);
  const handedOver = kinds.includes('human') || kinds.includes('external');
  const facts = { answered: times.answeredAt !== null, inbound, endedBy, handedOver };
  return {
    outcome: stated ?? deriveOutcome(facts),
    ended_by: endedBy,
    end_reason: first(ends, (data) => data.reason),
  };
}

/**
 * Folds the set of a call's events into its row and its turns. Any order, any repetition of the same events gives the
 * same result; what depends on the clock is only whether a call without an end counts as lost.
 * @param unordered all events of the call, the first of them the one that was accepted first; those that were reported
 *   under another id of the same call have that id as their subject
 * @param now epoch microseconds
 * @returns undefined as long as the start of the call is not known: a call counts where it started
 */
export function foldCall(
  tenant: string,
  callId: string,
  unordered: readonly Event[],
  now: Micros,
  rules: FoldRules,
): FoldedCall | undefined {
  const events = withoutProvisional(unordered.toSorted(compareEvents));
  const start = startOf(events, callId);
  if (start === undefined) return undefined;
  const times = timesOf(events, callId, start.at, now, rules);
  const statements = ranked(events, callId);
  const starts = dataOf(statements, 'call.started');
  const ends = dataOf(statements, 'call.ended');
  const analyses = dataOf(ownLast(events, callId), 'call.analyzed');
  const analysed = last(analyses, (data) => data.outcome);
  const kinds = dataOf(events, 'call.transferred').map(({ kind }) => kind);
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
    after_call_work: milliseconds(first(ends, (data) => data.after_call_work_ms)),
    ...facts,
    provider_call_sid: providerCallSid(events, callId),
    ...endFacts(analysed, ends, times, facts.direction === 'inbound', kinds),
    language: first(starts, (data) => data.language) ?? last(analyses, (data) => data.language),
    transferred: kinds.length > 0,
    transferred_to_human: kinds.includes('human'),
    ...analysisFacts(analyses),
    errors: errorCount(events, starts, ends),
    ...conversationFacts(turns, ends, events),
    ...costFacts(ends),
    attributes: attributesOf(events, rules.attributes),
    steps: foldSteps(events),
  };
  const firstEventAt = events[0]?.at ?? start.at;
  return { call, turns, firstEventAt, anchor: anchorOf(callId, unordered[0]?.at ?? firstEventAt) };
}

const milliseconds = (value: number | null): number | null => (value === null ? null : Math.round(value * 1_000));
