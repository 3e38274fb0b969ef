import type { EventType, SentData } from '@callsight/contract/events/types';
import type { TestEvent } from '../support/events/event.js';
import { microsOfEvent } from '../support/events/time.js';
import { foldTurns, type ReferenceTurn } from './turn.js';

/** A call without an end whose last event is older than this counts as lost. */
const LOST_AFTER = 240 * 60 * 1_000_000;

interface ReferenceCost {
  readonly currency: string;
  /** Major units by `total` and by component. */
  readonly amounts: Readonly<Record<string, number>>;
}

/** What became of one call. Times are epoch microseconds, spans are microseconds. */
export interface ReferenceCall {
  readonly id: string;
  readonly start: number;
  readonly answer: number | null;
  /** Told by `call.ended`; null while the call goes on and for a lost one. */
  readonly end: number | null;
  /** Where its line on a time axis stops: the end, or the last event of a lost call, or not yet. */
  readonly lineEnd: number;
  readonly endedBy: string | null;
  readonly wait: number | null;
  readonly duration: number | null;
  readonly hold: number | null;
  readonly afterCallWork: number;
  readonly transferred: boolean;
  readonly transferredToHuman: boolean;
  readonly success: boolean | null;
  readonly sentiment: number | null;
  readonly errors: number;
  readonly cost: ReferenceCost | null;
  readonly caller: string | null;
  readonly dimensions: Readonly<Record<string, string | boolean | null>>;
  readonly turns: readonly ReferenceTurn[];
  readonly interruptions: number;
  /** Seconds. */
  readonly silence: number;
  /** By the sound of a recording. */
  readonly talkRatio: number | null;
  /** Seconds. */
  readonly overlap: number | null;
}

type Started = SentData<'call.started'>;
type Ended = SentData<'call.ended'>;

const SENTIMENTS = { positive: 1, neutral: 0, negative: -1 } as const;

const byTimeAndId = (a: TestEvent, b: TestEvent): number =>
  microsOfEvent(a) - microsOfEvent(b) || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

const ofType = <T extends EventType>(events: readonly TestEvent[], type: T): TestEvent<T>[] =>
  events.filter((event): event is TestEvent<T> => event.type === type);

const isProvisional = ({ data }: TestEvent): boolean => 'provisional' in data && data.provisional;

/** The event that tells when something began: the first exact one, else the first. */
const decisive = <T extends EventType>(events: readonly TestEvent<T>[]): TestEvent<T> | undefined =>
  events.find((event) => !isProvisional(event)) ?? events[0];

/** The event that tells when something ended: of the exact ones the last, else the last. */
const latest = <T extends EventType>(events: readonly TestEvent<T>[]): TestEvent<T> | undefined =>
  events.findLast((event) => !isProvisional(event)) ?? events.at(-1);

/** What was announced on the way to an exact end no longer counts. */
function withoutAnnouncements(events: readonly TestEvent[]): TestEvent[] {
  const isEndKnown = events.some((event) => event.type === 'call.ended' && !isProvisional(event));
  return events.filter((event) => !isEndKnown || !isProvisional(event));
}

/** First value that is there, of several tellings of one thing. */
function first<T>(values: readonly T[]): NonNullable<T> | null {
  for (const value of values) if (value !== undefined && value !== null) return value;
  return null;
}

/** Time between held and resumed, within answer and end; a hold left open lasts until the end. */
function holdOf(events: readonly TestEvent[], answer: number, end: number): number {
  const clip = (at: number): number => Math.min(Math.max(at, answer), end);
  let hold = 0;
  let since: number | null = null;
  for (const event of events) {
    if (event.type === 'call.held') since ??= microsOfEvent(event);
    if (event.type === 'call.resumed' && since !== null) {
      hold += clip(microsOfEvent(event)) - clip(since);
      since = null;
    }
  }
  return since === null ? hold : hold + end - clip(since);
}

/** The total of the latest bill; a part that it lacks is that of an earlier one in the same currency. */
function costOf(ends: readonly Ended[]): ReferenceCost | null {
  const bills = ends.flatMap(({ cost }) => cost ?? []);
  const [latestBill] = bills;
  if (latestBill === undefined) return null;
  const amounts: Record<string, number> = {};
  for (const { currency, components = {} } of bills.toReversed())
    if (currency === latestBill.currency)
      for (const [name, amount] of Object.entries(components)) amounts[name] = Number(amount);
  return { currency: latestBill.currency, amounts: { ...amounts, total: Number(latestBill.total) } };
}

/** The latest finding of each kind. */
function findingsOf(analyses: readonly SentData<'call.analyzed'>[]) {
  const latest = [...analyses].reverse();
  const sentiment = first(latest.map((data) => data.sentiment));
  return {
    success: first(latest.map((data) => data.success)),
    sentiment: sentiment === null || typeof sentiment === 'number' ? sentiment : SENTIMENTS[sentiment],
  };
}

const ANONYMOUS = ['anonymous', 'Restricted', ''];

function callerOf(starts: readonly Started[]): string | null {
  const numbers = starts.map((data) => (data.direction === 'inbound' ? data.from : data.to));
  return first(numbers.map((number) => (number !== undefined && ANONYMOUS.includes(number) ? undefined : number)));
}

interface Course {
  readonly isInbound: boolean;
  readonly isAnswered: boolean;
  readonly ends: readonly Ended[];
  readonly isLost: boolean;
  readonly transferKinds: readonly string[];
  readonly analyses: readonly SentData<'call.analyzed'>[];
}

function outcomeOf({ isInbound, isAnswered, ends, isLost, transferKinds, analyses }: Course): string {
  if (isLost) return 'failed';
  if (ends.length === 0) return 'in_progress';
  const told = [...analyses].reverse().map(({ outcome }) => outcome);
  const stated = ends.map(({ outcome }) => outcome);
  const explicit = first([...told, ...stated]);
  if (explicit !== null) return explicit;
  if (!isAnswered)
    return isInbound && first(ends.map(({ ended_by }) => ended_by)) === 'caller' ? 'abandoned' : 'no_answer';
  return transferKinds.includes('human') || transferKinds.includes('external') ? 'transferred' : 'other';
}

/** Dimensions that the start of a call tells. */
function startDimensions(starts: readonly Started[]): Record<string, string | null> {
  const version = first(starts.map(({ agent }) => agent.version));
  return {
    direction: first(starts.map(({ direction }) => direction)),
    agent: first(starts.map(({ agent }) => agent.id)),
    agent_name: first(starts.map(({ agent }) => agent.name)),
    agent_version: version === null ? null : String(version),
    channel: first(starts.map(({ channel }) => channel)),
    queue: first(starts.map(({ queue }) => queue)),
    provider: first(starts.map(({ provider }) => provider)),
    language: first(starts.map(({ language }) => language)),
    source: first(starts.map(({ attribution }) => attribution?.source)),
    medium: first(starts.map(({ attribution }) => attribution?.medium)),
    campaign: first(starts.map(({ attribution }) => attribution?.campaign)),
  };
}

type Analysis = NonNullable<SentData<'call.recording'>['analysis']>;

/** The analysis that counts: the last one of those with two channels, or else the last one. */
function analysisOf(recordings: readonly SentData<'call.recording'>[]): Analysis | undefined {
  let [best, isBestStereo]: [Analysis | undefined, boolean] = [undefined, false];
  for (const { channels = 0, analysis } of recordings) {
    const isStereo = channels >= 2 || analysis?.talk_s !== undefined;
    if (analysis === undefined || (isBestStereo && !isStereo)) continue;
    [best, isBestStereo] = [analysis, isStereo];
  }
  return best;
}

const shareOf = ({ agent, caller }: NonNullable<Analysis['talk_s']>): number | null =>
  agent + caller === 0 ? null : agent / (agent + caller);

/** How both talked: what turns and ends tell, and where they tell nothing, what is heard. */
function talkOf(turns: readonly ReferenceTurn[], ends: readonly Ended[], heard: Analysis = {}) {
  const counted = turns.length > 0 ? turns.filter(({ isInterrupted }) => isInterrupted).length : heard.interruptions;
  const silences = turns.flatMap(({ silence }) => silence ?? []);
  return {
    interruptions: first([...ends.map(({ interruptions }) => interruptions), counted, 0]) ?? 0,
    silence: silences.length > 0 ? silences.reduce((sum, silence) => sum + silence, 0) : (heard.silence_s ?? 0),
    talkRatio: heard.talk_s === undefined ? null : shareOf(heard.talk_s),
    overlap: heard.overlap_s ?? null,
  };
}

/** When a call began, was answered and ended; no span between them is negative, whatever the clocks of the senders say. */
function timesOf(events: readonly TestEvent[], began: TestEvent, now: number) {
  const start = microsOfEvent(began);
  const answered = decisive(ofType(events, 'call.answered'));
  const ended = latest(ofType(events, 'call.ended'));
  const answer = answered === undefined ? null : Math.max(microsOfEvent(answered), start);
  const last = Math.max(...events.map(microsOfEvent));
  const isLost = ended === undefined && last < now - LOST_AFTER;
  const notBefore = answer ?? start;
  const end = ended === undefined ? null : Math.max(microsOfEvent(ended), notBefore);
  const open = isLost ? Math.max(last, notBefore) : Number.POSITIVE_INFINITY;
  return { start, answer, end, isLost, lineEnd: end ?? open };
}

/** Wait ends with the answer, or with the end of an unanswered call; the rest lies between answer and end. */
function spansOf(events: readonly TestEvent[], start: number, answer: number | null, end: number | null) {
  const until = answer ?? end;
  const wait = until === null ? null : until - start;
  if (answer === null || end === null) return { wait, duration: null, hold: null };
  return { wait, duration: end - answer, hold: holdOf(events, answer, end) };
}

const errorsIn = (errors: number | readonly unknown[]): number => (typeof errors === 'number' ? errors : errors.length);

function endFacts(ends: readonly Ended[], isLost: boolean) {
  return {
    endedBy: isLost ? 'system' : first(ends.map(({ ended_by }) => ended_by)),
    endReason: isLost ? 'lost' : first(ends.map(({ reason }) => reason)),
    errors: errorsIn(first(ends.map(({ errors }) => errors)) ?? 0),
    afterCallWork: (first(ends.map(({ after_call_work_ms }) => after_call_work_ms)) ?? 0) * 1_000,
    cost: costOf(ends),
  };
}

/** The call that a set of events tells, whatever their order and repetitions; none while nothing tells of its start. */
export function foldCall(id: string, unordered: readonly TestEvent[], now: number): ReferenceCall | undefined {
  const unique = new Map(unordered.map((event) => [`${event.source}\n${event.id}`, event]));
  const events = withoutAnnouncements([...unique.values()].sort(byTimeAndId));
  const began = decisive(ofType(events, 'call.started'));
  if (began === undefined) return undefined;
  const { start, answer, end, isLost, lineEnd } = timesOf(events, began, now);
  // All events have one teller: a field is what it said last.
  const starts = ofType(events, 'call.started')
    .map(({ data }) => data)
    .reverse();
  const ends = ofType(events, 'call.ended')
    .map(({ data }) => data)
    .reverse();
  const analyses = ofType(events, 'call.analyzed').map(({ data }) => data);
  const transferKinds = ofType(events, 'call.transferred').map(({ data }) => data.kind);
  const dimensions = startDimensions(starts);
  const isInbound = dimensions['direction'] === 'inbound';
  const { endReason, ...facts } = endFacts(ends, isLost);
  const turns = foldTurns(ofType(events, 'call.turn'));
  const language = first([...analyses].reverse().map((data) => data.language));
  return {
    id,
    start,
    answer,
    end,
    lineEnd,
    ...spansOf(events, start, answer, end),
    ...facts,
    ...findingsOf(analyses),
    transferred: transferKinds.length > 0,
    transferredToHuman: transferKinds.includes('human'),
    caller: callerOf(starts),
    dimensions: {
      ...dimensions,
      language: dimensions['language'] ?? language,
      outcome: outcomeOf({ isInbound, isAnswered: answer !== null, ends, isLost, transferKinds, analyses }),
      end_reason: endReason,
    },
    turns,
    ...talkOf(turns, ends, analysisOf(ofType(events, 'call.recording').map(({ data }) => data))),
  };
}
