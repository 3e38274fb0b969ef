import type { KnownCall } from './callers.js';
import { largest, mean, percentile, ratio, sum } from './statistics.js';
import type { ReferenceTurn } from './turn.js';

const SECOND = 1_000_000;
const HOUR = 3_600 * SECOND;

export interface ReferenceSettings {
  readonly shortAbandonSeconds: number;
  readonly serviceLevelSeconds: number;
  readonly fcrHours: number;
  /** The present, epoch microseconds. */
  readonly now: number;
}

/** What one value is computed from. */
export interface Cell {
  /** Calls that start in the bucket. */
  readonly calls: readonly KnownCall[];
  /** Turns whose own time lies in the bucket. */
  readonly turns: readonly ReferenceTurn[];
  /** All calls that the filters keep, whenever they start. */
  readonly everyCall: readonly KnownCall[];
  readonly from: number;
  readonly to: number;
  readonly settings: ReferenceSettings;
}

type Formula = (cell: Cell) => number | null;

const isInbound = (call: KnownCall): boolean => call.dimensions['direction'] === 'inbound';
const isAnswered = (call: KnownCall): boolean => call.answer !== null;
const gaveUp = (call: KnownCall): boolean => isInbound(call) && !isAnswered(call) && call.endedBy === 'caller';

const count = (cell: Cell, test: (call: KnownCall) => boolean): number => cell.calls.filter(test).length;
const offered: (cell: Cell) => number = (cell) => count(cell, isInbound);
const answered: (cell: Cell) => number = (cell) => count(cell, isAnswered);
const offeredAnswered: (cell: Cell) => number = (cell) => count(cell, (call) => isInbound(call) && isAnswered(call));

function isShort(call: KnownCall, { settings }: Cell): boolean {
  return call.wait !== null && call.wait < settings.shortAbandonSeconds * SECOND;
}
const shortAbandoned = (cell: Cell): number => count(cell, (call) => gaveUp(call) && isShort(call, cell));
const abandoned = (cell: Cell): number => count(cell, (call) => gaveUp(call) && !isShort(call, cell));

const isWithin = (call: KnownCall, { settings }: Cell): boolean =>
  call.wait !== null && call.wait <= settings.serviceLevelSeconds * SECOND;
const answeredInTime = (cell: Cell): number =>
  count(cell, (call) => isInbound(call) && isAnswered(call) && isWithin(call, cell));
const abandonedInTime = (cell: Cell): number =>
  count(cell, (call) => gaveUp(call) && !isShort(call, cell) && isWithin(call, cell));

const abandonsInTimeIgnored: Formula = (cell) =>
  ratio(answeredInTime(cell), offeredAnswered(cell) + abandoned(cell) - abandonedInTime(cell));

function calledAgain(call: KnownCall, hours: number): boolean {
  const end = Number.isFinite(call.lineEnd) ? call.lineEnd : call.start;
  return call.laterInbound.some((start) => start <= end + hours * HOUR);
}

const isContained = (call: KnownCall): boolean => isAnswered(call) && !call.transferred && !calledAgain(call, 24);
const isRepeat = (call: KnownCall): boolean =>
  call.previousStart !== null && call.previousStart >= call.start - 7 * 24 * HOUR;

const uniqueCallers = (cell: Cell): number => new Set(cell.calls.flatMap(({ caller }) => caller ?? [])).size;
const newCallers = (cell: Cell): number => count(cell, (call) => call.isFirstOfCaller);

/** Values in seconds of the calls that have one. */
const spans = (cell: Cell, span: 'duration' | 'wait' | 'hold' | 'talk'): number[] =>
  cell.calls.flatMap((call) => {
    const value = span === 'talk' ? talkOf(call) : call[span];
    return value === null ? [] : value / SECOND;
  });

const talkOf = ({ duration, hold }: KnownCall): number | null =>
  duration === null || hold === null ? null : duration - hold;

const handled = (cell: Cell): number =>
  sum(
    cell.calls.filter(isAnswered).map((call) => ((talkOf(call) ?? 0) + (call.hold ?? 0) + call.afterCallWork) / SECOND),
  );

const ofAnswered = (cell: Cell, valueOf: (call: KnownCall) => number): number[] =>
  cell.calls.filter(isAnswered).map(valueOf);

/** Statistics of a list of values, under the names that metrics end with. */
const STATISTICS = {
  mean,
  p50: (values: readonly number[]) => percentile(values, 0.5),
  p90: (values: readonly number[]) => percentile(values, 0.9),
  p95: (values: readonly number[]) => percentile(values, 0.95),
  p99: (values: readonly number[]) => percentile(values, 0.99),
  max: largest,
  sum,
} as const;

type Statistic = keyof typeof STATISTICS;

const family = (
  id: string,
  statistics: readonly Statistic[],
  valuesOf: (cell: Cell) => number[],
): Record<string, Formula> =>
  Object.fromEntries(statistics.map((name) => [`${id}.${name}`, (cell: Cell) => STATISTICS[name](valuesOf(cell))]));

/** Microseconds that a call's line lies inside the bucket; what is still to come does not count. */
const overlap = (call: KnownCall, { from, to, settings }: Cell): number =>
  Math.max(0, Math.min(call.lineEnd, to, settings.now) - Math.max(call.start, from));

const linesAt = (cell: Cell, at: number): number =>
  cell.everyCall.filter((call) => call.start <= at && at < call.lineEnd).length;

const active: Formula = (cell) => linesAt(cell, Math.min(cell.to, cell.settings.now));

/** The number of lines changes upwards only where one begins, so these instants and the bucket's own begin suffice. */
const mostLines: Formula = (cell) => {
  const begins = cell.everyCall.map(({ start }) => start).filter((start) => start >= cell.from && start < cell.to);
  return Math.max(...[cell.from, ...begins].map((at) => linesAt(cell, at)));
};

const LATENCY: readonly Statistic[] = ['sum', 'p50', 'p90', 'p95', 'p99', 'mean', 'max'];
const SPAN: readonly Statistic[] = ['mean', 'p50', 'p90', 'p95', 'max', 'sum'];

const latencies = (cell: Cell, stage: string): number[] => cell.turns.flatMap(({ latency }) => latency[stage] ?? []);

export const CALL_FORMULAS: Readonly<Record<string, Formula>> = {
  'calls.count': (cell) => cell.calls.length,
  'calls.offered': offered,
  'calls.answered': answered,
  'calls.offered_answered': offeredAnswered,
  'calls.answered_in_time': answeredInTime,
  'calls.abandoned_in_time': abandonedInTime,
  'calls.answered_wait.sum': (cell) => sum(spans({ ...cell, calls: cell.calls.filter(isAnswered) }, 'wait')),
  'calls.transferred': (cell) => count(cell, (call) => isAnswered(call) && call.transferredToHuman),
  'calls.contained': (cell) => count(cell, isContained),
  'calls.successful': (cell) => count(cell, ({ success }) => success === true),
  'calls.analyzed': (cell) => count(cell, ({ success }) => success !== null),
  'calls.resolved_first': (cell) =>
    count(cell, (call) => call.success === true && !calledAgain(call, cell.settings.fcrHours)),
  'calls.repeated': (cell) => count(cell, isRepeat),
  'calls.sentiment.sum': (cell) => sum(cell.calls.flatMap(({ sentiment }) => sentiment ?? [])),
  'calls.with_sentiment': (cell) => count(cell, ({ sentiment }) => sentiment !== null),
  'calls.with_errors': (cell) => count(cell, ({ errors }) => errors > 0),
  'calls.interruptions.sum': (cell) => sum(ofAnswered(cell, ({ interruptions }) => interruptions)),
  'calls.silence.sum': (cell) => sum(ofAnswered(cell, ({ silence }) => silence)),
  'calls.answer_rate': (cell) => ratio(offeredAnswered(cell), offered(cell)),
  'calls.abandoned': abandoned,
  'calls.short_abandoned': shortAbandoned,
  'calls.abandonment_rate': (cell) => ratio(abandoned(cell), offered(cell) - shortAbandoned(cell)),
  'calls.service_level': abandonsInTimeIgnored,
  'calls.service_level.ignore_abandons': (cell) => ratio(answeredInTime(cell), offeredAnswered(cell)),
  'calls.service_level.abandons_negative': (cell) =>
    ratio(answeredInTime(cell), offeredAnswered(cell) + abandoned(cell)),
  'calls.service_level.abandons_positive': (cell) =>
    ratio(answeredInTime(cell) + abandonedInTime(cell), offeredAnswered(cell) + abandoned(cell)),
  'calls.service_level.abandons_in_X_ignored': abandonsInTimeIgnored,
  'calls.asa': (cell) => mean(spans({ ...cell, calls: cell.calls.filter(isAnswered) }, 'wait')),
  ...family('calls.duration', SPAN, (cell) => spans(cell, 'duration')),
  ...family('calls.wait', SPAN, (cell) => spans(cell, 'wait')),
  ...family('calls.hold', SPAN, (cell) => spans(cell, 'hold')),
  ...family('calls.talk', SPAN, (cell) => spans(cell, 'talk')),
  'calls.aht': (cell) => ratio(handled(cell), answered(cell)),
  'calls.transfer_rate': (cell) =>
    ratio(
      count(cell, (call) => isAnswered(call) && call.transferredToHuman),
      answered(cell),
    ),
  'calls.containment_rate': (cell) => ratio(count(cell, isContained), answered(cell)),
  'calls.fcr_rate': (cell) => {
    const resolved = cell.calls.filter(({ success }) => success === true);
    return ratio(resolved.filter((call) => !calledAgain(call, cell.settings.fcrHours)).length, resolved.length);
  },
  'calls.repeat_rate': (cell) => ratio(count(cell, isRepeat), cell.calls.length),
  'callers.unique': uniqueCallers,
  'callers.new': newCallers,
  'callers.returning': (cell) => uniqueCallers(cell) - newCallers(cell),
  'calls.success_rate': (cell) =>
    ratio(
      count(cell, ({ success }) => success === true),
      count(cell, ({ success }) => success !== null),
    ),
  'calls.sentiment.mean': (cell) => mean(cell.calls.flatMap(({ sentiment }) => sentiment ?? [])),
  'calls.error_rate': (cell) =>
    ratio(
      count(cell, ({ errors }) => errors > 0),
      cell.calls.length,
    ),
  'calls.interruptions.mean': (cell) => mean(ofAnswered(cell, ({ interruptions }) => interruptions)),
  'calls.silence.mean': (cell) => mean(ofAnswered(cell, ({ silence }) => silence)),
  'calls.talk_ratio.mean': (cell) => mean(cell.calls.flatMap(({ talkRatio }) => talkRatio ?? [])),
  'calls.overlap.mean': (cell) => mean(cell.calls.flatMap(({ overlap: both }) => both ?? [])),
};

export const PRESENCE_FORMULAS: Readonly<Record<string, Formula>> = {
  'calls.active': active,
  'calls.concurrency.mean': (cell) =>
    ratio(sum(cell.everyCall.map((call) => overlap(call, cell))), Math.min(cell.to, cell.settings.now) - cell.from),
  'calls.concurrency.max': mostLines,
};

export const TURN_FORMULAS: Readonly<Record<string, Formula>> = {
  'turns.count': (cell) => cell.turns.length,
  'turns.interrupted': (cell) => cell.turns.filter(({ isInterrupted }) => isInterrupted).length,
  'turns.with_latency': (cell) => latencies(cell, 'e2e').length,
  'turns.interrupted_rate': (cell) =>
    ratio(cell.turns.filter(({ isInterrupted }) => isInterrupted).length, cell.turns.length),
  ...family('turns.latency', LATENCY, (cell) => latencies(cell, 'e2e')),
  ...family('turns.latency.asr', LATENCY, (cell) => latencies(cell, 'asr')),
  ...family('turns.latency.llm', LATENCY, (cell) => latencies(cell, 'llm')),
  ...family('turns.latency.tts', LATENCY, (cell) => latencies(cell, 'tts')),
  ...family('turns.latency.endpointing', LATENCY, (cell) => latencies(cell, 'endpointing')),
  ...family('turns.latency.unexplained', LATENCY, (cell) => latencies(cell, 'unexplained')),
};

const amounts = (cell: Cell, component: string, currency: string): number[] =>
  cell.calls.flatMap(({ cost }) => (cost?.currency === currency ? (cost.amounts[component] ?? []) : []));

type MoneyFormula = (cell: Cell, currency: string) => number | null;

const money = (id: string, component: string): Record<string, MoneyFormula> => ({
  [`${id}.sum`]: (cell, currency) => sum(amounts(cell, component, currency)),
  [`${id}.mean`]: (cell, currency) => mean(amounts(cell, component, currency)),
});

/** Amounts in major units; two currencies are never added together. */
export const MONEY_FORMULAS: Readonly<Record<string, MoneyFormula>> = {
  ...money('calls.cost', 'total'),
  ...money('calls.cost.telephony', 'telephony'),
  ...money('calls.cost.asr', 'asr'),
  ...money('calls.cost.llm', 'llm'),
  ...money('calls.cost.tts', 'tts'),
  ...money('calls.cost.platform', 'platform'),
};
