import type { Dataset } from '../catalogue/aggregate.js';
import type { ResolvedFilter } from '../catalogue/filter.js';
import type { Parameters } from './parameters.js';

type Value = ResolvedFilter['values'][number];

const CAST = { string: '', number: '::DOUBLE', boolean: '' } as const;

function listed(sql: string, { values, dimension }: ResolvedFilter, parameters: Parameters): string {
  const known = values.filter((value) => value !== null);
  const placeholders = known.map((value) => parameters.bind(value) + CAST[dimension.type]);
  const conditions = known.length === 0 ? [] : [`coalesce(${sql} IN (${placeholders.join(', ')}), false)`];
  if (values.includes(null)) conditions.push(`${sql} IS NULL`);
  return `(${conditions.join(' OR ')})`;
}

const matched = (sql: string, values: readonly Value[], parameters: Parameters): string =>
  `(${values.map((pattern) => `coalesce(regexp_matches(${sql}, ${parameters.bind(String(pattern))}), false)`).join(' OR ')})`;

/** A filter as SQL. A row without a value satisfies no condition but those that exclude, or name null. */
export function filterSql(filter: ResolvedFilter, dataset: Dataset, local: string, parameters: Parameters): string {
  const sql = `(${filter.dimension.sql[dataset]?.(local) ?? 'NULL'})`;
  switch (filter.op) {
    case 'in':
    case '=':
      return listed(sql, filter, parameters);
    case 'not in':
    case '!=':
      return `NOT ${listed(sql, filter, parameters)}`;
    case '=~':
      return matched(sql, filter.values, parameters);
    case '!~':
      return `NOT ${matched(sql, filter.values, parameters)}`;
    default:
      return `coalesce(${sql} ${filter.op} ${parameters.bind(Number(filter.values[0]))}::DOUBLE, false)`;
  }
}
