import { DAY_MICROS, HOUR_MICROS } from '../../lib/time/durations.js';
import { filterSql } from './filter-sql.js';
import { Parameters, type Statement } from './parameters.js';
import type { Plan } from './plan.js';
import { bucketsSql, type Span } from './presence-sql.js';
import type { Scope, Wanted } from './rows-sql.js';

/** A component that was silent for longer is not missed any more. */
const LOOK_BACK = 30 * DAY_MICROS;

/** Samples of components, from so long before the buckets that they say how things were at their begin. */
function samplesSql(plan: Plan, scope: Scope, spans: readonly Span[], before: number, parameters: Parameters): string {
  const from = (spans[0]?.from ?? 0) - before;
  const to = spans.at(-1)?.to ?? 0;
  // The only dimension is the component: none of these needs the local time of a row.
  const filters = plan.filters.map((filter) => ` AND ${filterSql(filter, 'uptime', '', parameters)}`).join('');
  const groups = plan.groups.map((group, index) => `${group.sql.uptime?.('') ?? 'NULL'} AS g${index}, `).join('');
  return `SELECT ${groups}component, kind, status, happened_at, sample_id FROM samples
    WHERE tenant = ${parameters.bind(scope.tenant)} AND component IS NOT NULL
      AND happened_at >= ${from} AND happened_at < ${to}${filters}`;
}

const groupNames = (plan: Plan): string => plan.groups.map((_, index) => `g${index}, `).join('');

/**
 * How long components were up and observed in each bucket, in microseconds. What a check finds holds until the next check
 * of the same component, but not for longer than `value` of the aggregates says, and not beyond now.
 * Example: docs/sql-examples/health-sql.sql.
 */
export function uptimeStatement(
  plan: Plan,
  scope: Scope,
  spans: readonly Span[],
  wanted: readonly Wanted[],
): Statement {
  const parameters = new Parameters();
  const hold = Number(wanted[0]?.aggregate.value ?? 0);
  const names = groupNames(plan);
  const shared = 'least(until, buckets.to_at) - greatest(since, buckets.from_at)';
  const columns = wanted.map(({ aggregate }, index) =>
    aggregate.name === 'up'
      ? `sum(CASE WHEN status = 'up' THEN ${shared} ELSE 0 END) AS a${index}`
      : `sum(${shared}) AS a${index}`,
  );
  const samples = samplesSql(plan, scope, spans, hold, parameters);
  const sql = `
    WITH buckets AS (${bucketsSql(spans, parameters)}),
    checks AS (
      SELECT ${names} status, happened_at AS since,
        least(lead(happened_at) OVER (PARTITION BY component ORDER BY happened_at, sample_id), happened_at + ${hold}) AS until
      FROM (${samples}) WHERE kind = 'check'
    )
    SELECT b, ${names} ${columns.join(', ')} FROM checks JOIN buckets ON since < buckets.to_at AND until > buckets.from_at
    GROUP BY ALL`;
  return { sql, values: parameters.values };
}

/** Checks of so long before a range count in a row; a component that was not checked for `CHECKED_WITHIN` has no number. */
const ROW_LOOK_BACK = 7 * DAY_MICROS;

/** The longest interval of a check, and an hour for one that is late. */
const CHECKED_WITHIN = 25 * HOUR_MICROS;

/**
 * How many of the latest checks of a component, up to the end of each bucket, found it down one after the other; of several
 * components the largest number.
 * Example: docs/sql-examples/failed-in-a-row-sql.sql.
 */
export function failedInARowStatement(
  plan: Plan,
  scope: Scope,
  spans: readonly Span[],
  wanted: readonly Wanted[],
): Statement {
  const parameters = new Parameters();
  const names = groupNames(plan);
  const samples = samplesSql(plan, scope, spans, ROW_LOOK_BACK, parameters);
  const columns = wanted.map((_, index) => `max(failed) AS a${index}`);
  const order = 'PARTITION BY component ORDER BY happened_at, sample_id';
  const sql = `
    WITH buckets AS (${bucketsSql(spans, parameters)}),
    checks AS (
      SELECT *, count(*) FILTER (WHERE status <> 'down') OVER (${order} ROWS UNBOUNDED PRECEDING) AS series
      FROM (${samples}) WHERE kind = 'check'
    ),
    counted AS MATERIALIZED (
      SELECT *, count(*) FILTER (WHERE status = 'down') OVER (
        PARTITION BY component, series ORDER BY happened_at, sample_id ROWS UNBOUNDED PRECEDING
      ) AS failed
      FROM checks
      QUALIFY row_number() OVER (PARTITION BY component, happened_at ORDER BY sample_id DESC) = 1
    ),
    components AS (SELECT DISTINCT ${names} component, b, to_at FROM counted, buckets)
    SELECT b, ${plan.groups.map((_, index) => `components.g${index}, `).join('')} ${columns.join(', ')}
    FROM components ASOF JOIN counted ON components.component = counted.component AND components.to_at > counted.happened_at
    WHERE to_at - happened_at <= ${CHECKED_WITHIN}
    GROUP BY ALL`;
  return { sql, values: parameters.values };
}

/** How long components had been silent at the end of each bucket, in microseconds; of several the longest. */
export function silenceStatement(
  plan: Plan,
  scope: Scope,
  spans: readonly Span[],
  wanted: readonly Wanted[],
): Statement {
  const parameters = new Parameters();
  const names = groupNames(plan);
  const samples = samplesSql(plan, scope, spans, LOOK_BACK, parameters);
  const columns = wanted.map((_, index) => `max(to_at - happened_at) AS a${index}`);
  const sql = `
    WITH buckets AS (${bucketsSql(spans, parameters)}),
    heard AS MATERIALIZED (${samples}),
    asked AS (SELECT DISTINCT ${names} component, b, to_at FROM heard, buckets)
    SELECT b, ${plan.groups.map((_, index) => `asked.g${index}, `).join('')} ${columns.join(', ')}
    FROM asked ASOF JOIN heard ON asked.component = heard.component AND asked.to_at > heard.happened_at
    GROUP BY ALL`;
  return { sql, values: parameters.values };
}
