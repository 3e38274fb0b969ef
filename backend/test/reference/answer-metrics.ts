import type { Filter } from '@callsight/contract/query/request';
import type { CallEvent } from '../support/events/event.js';
import { bucketsOf, hourOfDay, weekdayOf } from './calendar.js';
import { foldCall } from './call.js';
import { withCallers, type KnownCall } from './callers.js';
import { keeps } from './filter.js';
import {
  CALL_FORMULAS,
  MONEY_FORMULAS,
  PRESENCE_FORMULAS,
  TURN_FORMULAS,
  type Cell,
  type ReferenceSettings,
} from './metric-formulas.js';
import type { ReferenceTurn } from './turn.js';

/** A metric query, its range in epoch microseconds. */
export interface Question {
  readonly from: number;
  readonly to: number;
  readonly zone: string;
  readonly metrics: readonly string[];
  readonly groupBy?: readonly string[];
  readonly interval?: string;
  readonly filters?: readonly Filter[];
}

type GroupValue = string | number | boolean | null;

export interface ReferenceRow {
  /** Epoch milliseconds of the bucket's begin; null without an interval. */
  readonly time: number | null;
  readonly group: readonly GroupValue[];
  /** By metric id; by metric id and currency, with a blank between, where there are several currencies. */
  readonly values: Readonly<Record<string, number | null>>;
}

interface PlacedTurn extends ReferenceTurn {
  readonly call: KnownCall;
}

/** Value of a dimension for a row that happened at a time: the start of a call, or a turn's own time. */
function dimensionOf(call: KnownCall, at: number, dimension: string, zone: string): GroupValue {
  const computed: Record<string, () => GroupValue> = {
    hour_of_day: () => hourOfDay(at, zone),
    weekday: () => weekdayOf(at, zone),
    caller_type: () => (call.caller === null ? null : call.isFirstOfCaller ? 'new' : 'returning'),
    currency: () => call.cost?.currency ?? null,
    ended_by: () => call.endedBy,
    transferred: () => call.transferred,
    success: () => call.success,
  };
  return (computed[dimension] ?? (() => call.dimensions[dimension] ?? null))();
}

/** The calls of one tenant, folded from all its events. */
export function historyOf(events: readonly CallEvent[], now: number): KnownCall[] {
  const ids = [...new Set(events.map(({ subject }) => subject))];
  const calls = ids.flatMap(
    (id) =>
      foldCall(
        id,
        events.filter(({ subject }) => subject === id),
        now,
      ) ?? [],
  );
  return withCallers(calls);
}

const asksFor = (question: Question, formulas: object): boolean => question.metrics.some((id) => id in formulas);

/** Every metric of a question, bucket by bucket and group by group, with nothing shared between two values. */
export function answerOf(calls: readonly KnownCall[], question: Question, settings: ReferenceSettings): ReferenceRow[] {
  const { from, to, zone, groupBy = [], filters = [], interval } = question;
  const isIn = (at: number, begin: number, end: number): boolean => at >= begin && at < end;
  const valueAt = (call: KnownCall, at: number) => (dimension: string) => dimensionOf(call, at, dimension, zone);
  const groupAt = (call: KnownCall, at: number): GroupValue[] => groupBy.map(valueAt(call, at));

  const kept = calls.filter((call) => filters.every((filter) => keeps(filter, call, valueAt(call, call.start))));
  const turns: PlacedTurn[] = calls.flatMap((call) => call.turns.map((turn) => ({ ...turn, call })));
  const keptTurns = turns.filter(({ at, call }) => filters.every((filter) => keeps(filter, call, valueAt(call, at))));

  const begun = kept.filter(({ start }) => isIn(start, from, to));
  const spoken = keptTurns.filter(({ at }) => isIn(at, from, to));
  const present = kept.filter(({ start, lineEnd }) => isPresent(start, lineEnd, from, Math.min(to, settings.now)));
  const groups = [
    ...(asksFor(question, CALL_FORMULAS) || asksFor(question, MONEY_FORMULAS)
      ? begun.map((call) => groupAt(call, call.start))
      : []),
    ...(asksFor(question, PRESENCE_FORMULAS) ? present.map((call) => groupAt(call, call.start)) : []),
    ...(asksFor(question, TURN_FORMULAS) ? spoken.map(({ at, call }) => groupAt(call, at)) : []),
  ];
  const keys = groupBy.length === 0 ? ['[]'] : [...new Set(groups.map((group) => JSON.stringify(group)))];
  const buckets = interval === undefined ? [[from, to] as const] : bucketsOf(from, to, interval, zone);
  const currencies = [...new Set(begun.flatMap(({ cost }) => cost?.currency ?? []))];

  return buckets.flatMap(([begin, end]) => {
    const [first, last] = [Math.max(begin, from), Math.min(end, to)];
    return keys.map((key) => {
      const isOfGroup = (call: KnownCall, at: number): boolean => JSON.stringify(groupAt(call, at)) === key;
      const cell: Cell = {
        calls: begun.filter((call) => isIn(call.start, first, last) && isOfGroup(call, call.start)),
        turns: spoken.filter(({ at, call }) => isIn(at, first, last) && isOfGroup(call, at)),
        everyCall: kept.filter((call) => isOfGroup(call, call.start)),
        from: first,
        to: last,
        settings,
      };
      return {
        time: interval === undefined ? null : begin / 1_000,
        group: JSON.parse(key) as GroupValue[],
        values: Object.fromEntries(question.metrics.flatMap((id) => valuesOf(id, cell, currencies))),
      };
    });
  });
}

/** Whether a call takes part in a range: its line lies in it, or it is active at its end. */
const isPresent = (start: number, lineEnd: number, from: number, to: number): boolean => start <= to && lineEnd > from;

function valuesOf(id: string, cell: Cell, currencies: readonly string[]): [string, number | null][] {
  const money = MONEY_FORMULAS[id];
  if (money !== undefined) {
    const name = (currency: string): string => (currencies.length > 1 ? `${id} ${currency}` : id);
    const listed = currencies.length > 0 ? currencies : ['none'];
    return listed.map((currency) => [name(currency), money(cell, currency)]);
  }
  const formula = CALL_FORMULAS[id] ?? PRESENCE_FORMULAS[id] ?? TURN_FORMULAS[id];
  if (formula === undefined) throw new Error(`the reference does not know the metric ${id}`);
  return [[id, formula(cell)]];
}
