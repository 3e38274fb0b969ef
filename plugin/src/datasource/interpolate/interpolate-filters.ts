import type { Filter } from '@callsight/contract/query/request';
import type { Variables } from './variables';

type Value = Filter['values'][number];

const PATTERNS: ReadonlySet<string> = new Set(['=~', '!~']);
/** Operators of one value, and what they are called with several. */
const LISTS: Readonly<Record<string, string>> = { '=': 'in', '!=': 'not in' };

function valuesOf({ op, values }: Filter, variables: Variables): Value[] {
  return values.flatMap((value): readonly Value[] => {
    if (typeof value !== 'string') return [value];
    return PATTERNS.has(op) ? [variables.pattern(value)] : variables.many(value);
  });
}

const isAll = ({ values }: Filter, variables: Variables): boolean =>
  values.some((value) => typeof value === 'string' && variables.isAll(value));

/** Filters with their variables replaced; one that asks for all values is dropped, as it keeps what has no value, too. */
export function interpolateFilters(filters: readonly Filter[], variables: Variables): Filter[] {
  return filters
    .filter((filter) => !isAll(filter, variables))
    .map((filter) => {
      const values = valuesOf(filter, variables);
      const op = values.length > 1 ? (LISTS[filter.op] ?? filter.op) : filter.op;
      return { dimension: variables.one(filter.dimension), op, values };
    });
}
