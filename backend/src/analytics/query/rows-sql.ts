import {
  aggregateSql,
  NOW,
  quantileOf,
  quantilesSql,
  ROWS_OF_DATASET,
  type Aggregate,
  type Dataset,
} from '../catalogue/language/aggregate.js';
import { filterSql } from './filter-sql.js';
import { bucketSql, localTimeSql } from './local-time.js';
import { Parameters, type Statement } from './parameters.js';
import type { Plan, Range, Shift } from './plan.js';

/** An aggregate, and for money the currency that it is of. */
export interface Wanted {
  readonly aggregate: Aggregate;
  readonly currency: string | undefined;
}

/** Column that says when a row happened. */
export const TIME_COLUMNS: Readonly<Record<Dataset, string>> = {
  calls: 'started_at',
  turns: 'happened_at',
  appointments: 'created_at',
  payments: 'happened_at',
  samples: 'happened_at',
  presence: 'started_at',
  uptime: 'happened_at',
  pipeline: 'happened_at',
};

/** Tables of datasets that are not called as their tables. */
const TABLES: Readonly<Partial<Record<Dataset, string>>> = { presence: 'calls', uptime: 'samples' };

export interface Scope {
  readonly tenant: string;
  readonly dataset: Dataset;
  readonly range: Range;
  readonly shift: Shift;
}

/** Conditions of an aggregate besides its own. */
function furtherOf({ aggregate, currency }: Wanted, local: string, parameters: Parameters): string[] {
  const { dataset, filters } = aggregate;
  const conditions: string[] = [];
  if (currency !== undefined) conditions.push(`currency = ${parameters.bind(currency)}`);
  for (const filter of filters ?? []) conditions.push(filterSql(filter, dataset, local, parameters));
  return conditions;
}

/** What percentiles have in common that can be taken from one list. */
const listOf = ({ aggregate: { value, where, filters }, currency }: Wanted): string =>
  JSON.stringify([value, where, currency, filters?.map(({ dimension, op, values }) => [dimension.id, op, values])]);

/** Columns of a statement, and where each aggregate stands in them. */
interface Selected {
  readonly columns: string[];
  /** SQL over the columns: `a0 …`. */
  readonly read: string[];
}

/** Percentiles of the same values come from one list, so that they are put in order once. */
function select(wanted: readonly Wanted[], local: string, parameters: Parameters): Selected {
  const lists = new Map<string, number[]>();
  for (const one of wanted) {
    const quantile = quantileOf(one.aggregate);
    if (quantile === undefined) continue;
    const key = listOf(one);
    lists.set(key, [...new Set([...(lists.get(key) ?? []), quantile])]);
  }
  const names = new Map([...lists.keys()].map((key, index) => [key, `q${index}`]));
  const columns = new Map<string, string>();
  const read = wanted.map((one, index) => {
    const quantile = quantileOf(one.aggregate);
    const key = listOf(one);
    const [name, quantiles] = [names.get(key), lists.get(key)];
    if (quantile === undefined || name === undefined || quantiles === undefined) {
      columns.set(`a${index}`, aggregateSql(one.aggregate, furtherOf(one, local, parameters)));
      return `a${index}`;
    }
    if (!columns.has(name))
      columns.set(name, quantilesSql(one.aggregate, quantiles, furtherOf(one, local, parameters)));
    return `${name}[${quantiles.indexOf(quantile) + 1}] AS a${index}`;
  });
  return { columns: [...columns].map(([name, sql]) => `${sql} AS ${name}`), read };
}

/** Conditions that choose the rows of a query: whose they are, when they happened, and the filters. */
export function conditionsSql(plan: Pick<Plan, 'filters' | 'timezone'>, scope: Scope, parameters: Parameters): string {
  const { tenant, dataset, range } = scope;
  const time = TIME_COLUMNS[dataset];
  const local = localTimeSql(time, plan.timezone, range);
  return [
    `tenant = ${parameters.bind(tenant)}`,
    `${time} >= ${range.from} AND ${time} < ${range.to}`,
    ROWS_OF_DATASET[dataset] ?? 'true',
    ...plan.filters.map((filter) => filterSql(filter, dataset, local, parameters)),
  ].join(' AND ');
}

/**
 * One pass over one dataset: `b` the number of the bucket, `g0 …` the groups, `a0 …` the aggregates.
 * A group or bucket without rows has no row.
 * Example: docs/sql-examples/rows-sql.sql.
 */
export function rowsStatement(plan: Plan, scope: Scope, wanted: readonly Wanted[]): Statement {
  const parameters = new Parameters();
  const { dataset, range, shift } = scope;
  const time = TIME_COLUMNS[dataset];
  const local = localTimeSql(time, plan.timezone, range);
  const keys = [
    plan.bucket === undefined ? '0 AS b' : `${bucketSql(time, plan.bucket, plan.timezone, range, shift)} AS b`,
    ...plan.groups.map((group, index) => `${group.sql[dataset]?.(local) ?? 'NULL'} AS g${index}`),
  ];
  const { columns, read } = select(wanted, local, parameters);
  const where = conditionsSql(plan, scope, parameters);
  const counted = `SELECT ${[...keys, ...columns].join(', ')} FROM ${dataset} WHERE ${where} GROUP BY ALL`;
  const names = ['b', ...plan.groups.map((_, index) => `g${index}`), ...read];
  const sql = `SELECT ${names.join(', ')} FROM (${counted})`;
  return { sql: sql.replaceAll(NOW, String(plan.now)), values: parameters.values };
}

/** When each group had its first row in a range: `g0 …` the groups, `first` in epoch microseconds. */
export function firstRowsStatement(plan: Plan, scope: Scope): Statement {
  const parameters = new Parameters();
  const { dataset, range } = scope;
  const time = TIME_COLUMNS[dataset];
  const local = localTimeSql(time, plan.timezone, range);
  const groups = plan.groups.map((group, index) => `${group.sql[dataset]?.(local) ?? 'NULL'} AS g${index}`);
  const where = conditionsSql(plan, scope, parameters);
  const sql = `SELECT ${[...groups, `min(${time}) AS first`].join(', ')} FROM ${TABLES[dataset] ?? dataset} WHERE ${where} GROUP BY ALL`;
  return { sql, values: parameters.values };
}

/** Currencies that occur among the rows of a query. */
export function currenciesStatement(plan: Plan, scope: Scope): Statement {
  const parameters = new Parameters();
  const where = conditionsSql(plan, scope, parameters);
  return {
    sql: `SELECT DISTINCT currency FROM ${scope.dataset} WHERE ${where} AND currency IS NOT NULL ORDER BY currency`,
    values: parameters.values,
  };
}
