import type { Filter } from '@callsight/contract/query/request';
import { interpolateFilters } from './interpolate-filters';
import type { Variables } from './variables';

/** Fields that take one text or a list of them. */
const ONE_OR_MANY: ReadonlySet<string> = new Set(['breakdown', 'model']);

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function interpolateText(key: string, text: string, variables: Variables): unknown {
  if (!ONE_OR_MANY.has(key)) return variables.one(text);
  const values = variables.many(text);
  return values.length === 1 ? values[0] : values;
}

function interpolateValue(key: string, value: unknown, variables: Variables): unknown {
  if (typeof value === 'string') return interpolateText(key, value, variables);
  if (key === 'filters' && Array.isArray(value)) return interpolateFilters(value as Filter[], variables);
  if (Array.isArray(value)) {
    return value.flatMap((item: unknown): readonly unknown[] =>
      typeof item === 'string' ? variables.many(item) : [interpolateValue(key, item, variables)],
    );
  }
  return isRecord(value) ? interpolatePart(value, variables) : value;
}

/** Replaces variables in all texts of a part of a query; in a list, a variable with several values becomes several. */
export function interpolatePart<T extends object>(part: T, variables: Variables): T {
  const entries = Object.entries(part).map(([key, value]) => [key, interpolateValue(key, value, variables)]);
  return Object.fromEntries(entries) as T;
}
