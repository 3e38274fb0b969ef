import type { Dataset } from '../catalogue/language/aggregate.js';
import type { ResolvedFilter } from '../catalogue/language/filter.js';
import type { Parameters } from './parameters.js';

type Value = ResolvedFilter['values'][number];

const CAST = { string: '', number: '::DOUBLE', boolean: '' } as const;

/** Up to so many values stand in the statement one by one; more are bound as one list, whatever their number. */
const MAX_SINGLE = 16;

const LIST_TYPE = { string: 'VARCHAR', number: 'DOUBLE', boolean: 'BOOLEAN' } as const;

function valuesSql(values: readonly Exclude<Value, null>[], type: keyof typeof CAST, parameters: Parameters): string {
  return values.length <= MAX_SINGLE
    ? values.map((value) => parameters.bind(value) + CAST[type]).join(', ')
    : parameters.bindList(values, LIST_TYPE[type]);
}

function listed(sql: string, { values, dimension }: ResolvedFilter, parameters: Parameters): string {
  const known = values.filter((value) => value !== null);
  const conditions =
    known.length === 0 ? [] : [`coalesce(${sql} IN (${valuesSql(known, dimension.type, parameters)}), false)`];
  if (values.includes(null)) conditions.push(`${sql} IS NULL`);
  return `(${conditions.join(' OR ')})`;
}

/** A row without a value is matched as empty text, so that a pattern for everything keeps it, as in Prometheus and Grafana. */
const matched = (sql: string, values: readonly Value[], parameters: Parameters): string =>
  `(${values.map((pattern) => `regexp_matches(coalesce(${sql}, ''), ${parameters.bind(String(pattern))})`).join(' OR ')})`;

/** A filter as SQL. A row without a value is empty text to a pattern; besides that only `!=`, `not in` and null keep it. */
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
