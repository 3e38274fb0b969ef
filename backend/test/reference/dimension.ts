import type { Filter, FilterOperator } from '@callsight/contract/query/request';
import { hourOfDay, weekdayOf } from './calendar.js';
import type { KnownCall } from './callers.js';
import { keeps } from './filter.js';

type Value = string | number | boolean | null;

/** Value of a dimension for what happened in a call at a time; of what has no call it is null. */
export function dimensionOf(call: KnownCall | null, at: number, dimension: string, zone: string): Value {
  if (call === null) return null;
  const computed: Readonly<Record<string, () => Value>> = {
    hour_of_day: () => hourOfDay(at, zone),
    weekday: () => weekdayOf(at, zone),
    caller_type: () => (call.caller === null ? null : call.isFirstOfCaller ? 'new' : 'returning'),
    ended_by: () => call.endedBy,
  };
  return (computed[dimension] ?? (() => call.dimensions[dimension] ?? null))();
}

const isNegated = (op: FilterOperator): boolean => op.startsWith('!') || op.startsWith('not');

/** Whether filters keep what happened in a call; what has no call has no value that they could ask for. */
export function passes(filters: readonly Filter[], call: KnownCall | null, at: number, zone: string): boolean {
  return filters.every((filter) => {
    if (call !== null) return keeps(filter, call, (dimension) => dimensionOf(call, at, dimension, zone));
    return filter.values.includes(null) !== isNegated(filter.op as FilterOperator);
  });
}
