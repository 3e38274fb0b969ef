import { MINUTE_MICROS } from '../../lib/time/durations.js';
import type { EpochMinute } from '../../analytics/baselines/local-clock.js';
import { BIN_WIDTH } from '../../analytics/baselines/usual-latency.js';
import type { Aggregate, Dataset } from '../../analytics/catalogue/language/aggregate.js';
import type { ResolvedFilter } from '../../analytics/catalogue/language/filter.js';
import type { Dimension } from '../../analytics/catalogue/dimensions/dimension.js';
import { bucketSql, localTimeSql, NO_SHIFT } from '../../analytics/query/local-time.js';
import { filterSql } from '../../analytics/query/filter-sql.js';
import { Parameters, type Statement } from '../../analytics/query/parameters.js';
import type { Plan } from '../../analytics/query/plan.js';
import { conditionsSql, rowsStatement, TIME_COLUMNS, type Wanted } from '../../analytics/query/rows-sql.js';
import type { Micros } from '../../lib/time/units.js';

/** A stretch of time, cut into steps of so many minutes. */
export interface Stretch {
  readonly from: EpochMinute;
  readonly to: EpochMinute;
  readonly stepMinutes: number;
}

/** Whose rows are read, and how they are told apart. */
export interface Source {
  readonly tenant: string;
  readonly timezone: string;
  readonly dataset: Dataset;
  readonly groups: readonly Dimension[];
  /** Present time. */
  readonly now: Micros;
}

/** Groups of one series; a threshold with more watches the largest. */
const MAX_GROUPS = 200;

const planOf = ({ timezone, groups, now }: Source, { from, to, stepMinutes }: Stretch): Plan => ({
  refId: '',
  range: { from: from * MINUTE_MICROS, to: to * MINUTE_MICROS },
  timezone,
  now,
  bucket: { unit: 'micros', count: stepMinutes * MINUTE_MICROS },
  interval: undefined,
  metrics: [],
  groups,
  filters: [],
  comparison: undefined,
  order: undefined,
  limit: undefined,
});

const scopeOf = ({ tenant, dataset }: Source, { range }: Plan) => ({ tenant, dataset, range, shift: NO_SHIFT });

const groupNames = ({ groups }: Source): string => groups.map((_, index) => `g${index}, `).join('');

const firstStep = ({ from, stepMinutes }: Stretch): number => Math.floor(from / stepMinutes);

/**
 * One row for each group, with one text for each aggregate: `step:value` of every step that has one, steps counted from the
 * first. As text, so that the thread that reads results of the database has one value to read for each series.
 * Example: docs/sql-examples/series-sql.sql.
 */
export function seriesStatement(source: Source, stretch: Stretch, wanted: readonly Wanted[]): Statement {
  const plan = planOf(source, stretch);
  const { sql, values } = rowsStatement(plan, scopeOf(source, plan), wanted);
  const texts = wanted.map(
    (_, index) =>
      `string_agg(concat(b - ${firstStep(stretch)}, ':', a${index}), ' ') FILTER (WHERE a${index} <> 0) AS s${index}`,
  );
  const total = wanted.map((_, index) => `coalesce(sum(a${index}), 0)`).join(' + ');
  return {
    sql: `SELECT ${groupNames(source)}${texts.join(', ')}, min(b) - ${firstStep(stretch)} AS first, ${total} AS size FROM (${sql}) GROUP BY ALL ORDER BY size DESC LIMIT ${MAX_GROUPS}`,
    values,
  };
}

/** Milliseconds of a value, whatever the metric divides it by. */
const millisOf = ({ value = '', divisor }: Aggregate): string =>
  divisor === 1 ? `(${value})` : `(${value}) / ${divisor / 1_000}`;

/**
 * One row for each group: `step:bin:count` of every step and bin of two per cent that has a value.
 * Example: docs/sql-examples/series-sql.sql.
 */
export function binsStatement(
  source: Source,
  stretch: Stretch,
  aggregate: Aggregate,
  filters: readonly ResolvedFilter[],
): Statement {
  const parameters = new Parameters();
  const plan = planOf(source, stretch);
  const { dataset, groups, timezone } = source;
  const time = TIME_COLUMNS[dataset];
  const local = localTimeSql(time, timezone, plan.range);
  const keys = groups.map((group, index) => `${group.sql[dataset]?.(local) ?? 'NULL'} AS g${index}, `).join('');
  const conditions = [
    conditionsSql(plan, scopeOf(source, plan), parameters),
    `(${aggregate.value ?? ''}) IS NOT NULL`,
    ...(aggregate.where === undefined ? [] : [aggregate.where]),
    ...[...(aggregate.filters ?? []), ...filters].map((filter) => filterSql(filter, dataset, local, parameters)),
  ];
  const bucket = bucketSql(
    time,
    { unit: 'micros', count: stretch.stepMinutes * MINUTE_MICROS },
    timezone,
    plan.range,
    NO_SHIFT,
  );
  const names = groupNames(source);
  const sql = `
    SELECT ${names}string_agg(concat(b - ${firstStep(stretch)}, ':', bin, ':', n), ' ') AS s0, sum(n) AS size
    FROM (
      SELECT ${keys}${bucket} AS b, floor(ln(greatest(${millisOf(aggregate)}, 1)) / ${BIN_WIDTH})::INTEGER AS bin, count(*) AS n
      FROM ${dataset} WHERE ${conditions.join(' AND ')} GROUP BY ALL
    ) GROUP BY ALL ORDER BY size DESC LIMIT ${MAX_GROUPS}`;
  return { sql, values: parameters.values };
}
