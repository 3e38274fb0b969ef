import { FILTER_OPERATORS, type Filter, type FilterOperator } from '@callsight/contract/query/request';
import type { Dataset } from './aggregate.js';
import type { Dimension } from '../dimensions/dimension.js';
import { QueryError, unknownId } from './query-error.js';

type FilterValue = string | number | boolean | null;

/** A filter whose dimension, operator and values have been checked. */
export interface ResolvedFilter {
  readonly dimension: Dimension;
  readonly op: FilterOperator;
  readonly values: readonly FilterValue[];
}

const COMPARISONS: ReadonlySet<string> = new Set(['<', '<=', '>', '>=']);
const PATTERNS: ReadonlySet<string> = new Set(['=~', '!~']);

const isOperator = (op: string): op is FilterOperator => FILTER_OPERATORS.some((known) => known === op);

function toNumber(value: FilterValue, path: string): number {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  if (typeof number === 'number' && Number.isFinite(number)) return number;
  throw new QueryError('invalid_filter', `expected a number, not ${JSON.stringify(value)}`, path);
}

function toBoolean(value: FilterValue, path: string): boolean {
  if (value === true || value === 'true') return true;
  if (value === false || value === 'false') return false;
  throw new QueryError('invalid_filter', `expected true or false, not ${JSON.stringify(value)}`, path);
}

function toText(value: FilterValue, path: string): string {
  const text = String(value);
  if (text.includes('\u0000') || !text.isWellFormed()) {
    throw new QueryError('invalid_filter', 'text contains a NUL character or an unpaired surrogate', path);
  }
  return text;
}

function convert(value: FilterValue, { type }: Dimension, path: string): FilterValue {
  if (value === null) return null;
  if (type === 'number') return toNumber(value, path);
  return type === 'boolean' ? toBoolean(value, path) : toText(value, path);
}

function checkType(op: FilterOperator, { id, type }: Dimension, path: string): void {
  if (COMPARISONS.has(op) && type !== 'number') {
    throw new QueryError(
      'invalid_filter',
      `${op} compares numbers, and ${id} is none; use in, not in or =~`,
      `${path}/op`,
    );
  }
  if (PATTERNS.has(op) && type !== 'string') {
    throw new QueryError('invalid_filter', `${op} matches text, and ${id} is not text`, `${path}/op`);
  }
}

const LISTS: ReadonlySet<string> = new Set(['in', 'not in']);

function checkCount(op: FilterOperator, count: number, path: string): void {
  const takesMany = LISTS.has(op) || PATTERNS.has(op);
  if (count === 0 || (count > 1 && !takesMany)) {
    throw new QueryError(
      'invalid_filter',
      `${op} needs ${takesMany ? 'at least one value' : 'one value'}`,
      `${path}/values`,
    );
  }
}

function checkOperator(op: FilterOperator, dimension: Dimension, values: readonly FilterValue[], path: string): void {
  checkType(op, dimension, path);
  checkCount(op, values.length, path);
  if (values.includes(null) && (COMPARISONS.has(op) || PATTERNS.has(op))) {
    throw new QueryError('invalid_filter', `${op} does not take null`, `${path}/values`);
  }
}

/** Checks one filter against the dimensions that all the asked datasets have. */
export function resolveFilter(
  { dimension: id, op, values }: Filter,
  dimensions: ReadonlyMap<string, Dimension>,
  datasets: readonly Dataset[],
  path: string,
): ResolvedFilter {
  const dimension = dimensionIn(id, dimensions, datasets, `${path}/dimension`);
  if (!isOperator(op)) throw unknownId('unknown_operator', 'operator', op, FILTER_OPERATORS, `${path}/op`);
  const converted = values.map((value, index) => convert(value, dimension, `${path}/values/${index}`));
  checkOperator(op, dimension, converted, path);
  return { dimension, op, values: converted };
}

/** Finds a dimension that every asked dataset has. */
export function dimensionIn(
  id: string,
  dimensions: ReadonlyMap<string, Dimension>,
  datasets: readonly Dataset[],
  path: string,
): Dimension {
  const dimension = dimensions.get(id);
  const isShared = (candidate: Dimension): boolean => datasets.every((dataset) => candidate.sql[dataset] !== undefined);
  const valid = [...dimensions.values()].filter(isShared).map((candidate) => candidate.id);
  if (dimension === undefined) throw unknownId('unknown_dimension', 'dimension', id, valid, path);
  if (isShared(dimension)) return dimension;
  throw new QueryError(
    'unknown_dimension',
    `${datasets.join(' and ')} have no dimension ${id}; valid are ${valid.join(', ')}`,
    path,
    valid,
  );
}
