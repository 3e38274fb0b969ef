import { bucketIndex, bucketStart } from '../../lib/time/bucket.js';
import { localDay, startOfLocalDay, toMicros, zoned } from '../../lib/time/zone.js';
import { DAY_MICROS } from '../../lib/time/durations.js';
import { filterSql } from './filter-sql.js';
import { anyTime, localTimeSql } from './local-time.js';
import { Parameters, type Statement } from './parameters.js';
import type { Plan } from './plan.js';
import type { Scope } from './rows-sql.js';

/** One bucket as a span of time, cut to the range and to what has happened. */
export interface Span {
  readonly index: number;
  readonly from: number;
  readonly to: number;
}

/** Where an instant of the asked range lies in the range that it is compared with. */
function movedBack(micros: number, { timezone, bucket }: Plan, { shift }: Scope): number {
  if (shift.months !== 0 && bucket?.unit === 'month')
    return toMicros(zoned(micros, timezone).subtract({ months: shift.months }));
  if (shift.days === 0) return micros - shift.micros;
  const day = localDay(micros, timezone);
  const earlier = startOfLocalDay(day - shift.days, timezone);
  return earlier + Math.min(micros - startOfLocalDay(day, timezone), DAY_MICROS);
}

/** The buckets of a query's range that have begun; one for the whole range when no interval is asked for. */
export function spansOf(plan: Plan, scope: Scope): Span[] {
  const { bucket, timezone, range: asked, now } = plan;
  const { range } = scope;
  const end = Math.min(range.to, now);
  if (bucket === undefined) return range.from < end ? [{ index: 0, from: range.from, to: end }] : [];
  const spans: Span[] = [];
  const last = bucketIndex(asked.to - 1, bucket, timezone);
  for (let index = bucketIndex(asked.from, bucket, timezone); index <= last; index += 1) {
    const from = Math.max(movedBack(bucketStart(index, bucket, timezone), plan, scope), range.from);
    const to = Math.min(movedBack(bucketStart(index + 1, bucket, timezone), plan, scope), end);
    if (from < to) spans.push({ index, from, to });
  }
  return spans;
}

/** SQL of buckets: `b` the number, `from_at`, `to_at`. */
export function bucketsSql(spans: readonly Span[], parameters: Parameters): string {
  const list = (values: readonly number[]): string =>
    `unnest(from_json(${parameters.bind(JSON.stringify(values))}, '["BIGINT"]'))`;
  return `SELECT ${list(spans.map(({ index }) => index))} AS b, ${list(spans.map((span) => span.from))} AS from_at, ${list(spans.map((span) => span.to))} AS to_at`;
}

function prepared(plan: Plan, scope: Scope, spans: readonly Span[]) {
  const parameters = new Parameters();
  const from = spans[0]?.from ?? 0;
  const to = spans.at(-1)?.to ?? 0;
  const local = localTimeSql('started_at', plan.timezone, anyTime(plan.now));
  const filters = plan.filters.map((filter) => `AND ${filterSql(filter, 'presence', local, parameters)}`);
  const groups = plan.groups.map((group, index) => `${group.sql.presence?.(local) ?? 'NULL'} AS g${index},`).join(' ');
  const tenant = parameters.bind(scope.tenant);
  const names = plan.groups.map((_, index) => `g${index}`);
  return {
    parameters,
    names: names.map((name) => `${name}, `).join(''),
    by: names.length === 0 ? '' : `PARTITION BY ${names.join(', ')}`,
    rows: `SELECT ${groups} started_at, ended_at FROM calls
      WHERE tenant = ${tenant} AND started_at <= ${to} AND (ended_at IS NULL OR ended_at > ${from}) ${filters.join(' ')}`,
    spans: bucketsSql(spans, parameters),
    from,
    to,
  };
}

/**
 * Simultaneous calls, exact from their spans: every start adds one, every end takes one away, and each level holds until
 * the next change. A level of 0 is put at each bucket's begin, so that no level reaches across two buckets. A call that
 * ends as another begins is not simultaneous with it: the sum over a moment covers all its changes, and only the last of
 * its rows has a length.
 */
export function concurrencyStatement(plan: Plan, scope: Scope, spans: readonly Span[]): Statement {
  const { parameters, names, by, rows, spans: buckets, from, to } = prepared(plan, scope, spans);
  const sql = `
    WITH calls_in_range AS (${rows}), buckets AS (${buckets}),
    spans AS (SELECT ${names} greatest(started_at, ${from}) AS from_at, least(coalesce(ended_at, ${to}), ${to}) AS to_at FROM calls_in_range),
    changes AS (
      SELECT ${names} from_at AS t, 1 AS change FROM spans WHERE to_at > from_at
      UNION ALL SELECT ${names} to_at, -1 FROM spans WHERE to_at > from_at
      UNION ALL SELECT ${names} buckets.from_at, 0 FROM (SELECT DISTINCT ${names} true AS present FROM spans) AS groups, buckets
    ),
    levels AS (
      SELECT ${names} t, sum(change) OVER in_time AS level, lead(t, 1, ${to}) OVER in_time AS until
      FROM changes WINDOW in_time AS (${by} ORDER BY t)
    )
    SELECT b, ${names} max(level) AS a_max, sum(level * (until - t)) / any_value(to_at - buckets.from_at) AS a_mean
    FROM levels ASOF JOIN buckets ON levels.t >= buckets.from_at
    WHERE until > t GROUP BY ALL`;
  return { sql, values: parameters.values };
}

/**
 * Calls that are going on at the end of each bucket: started by then and not ended; 0 for groups whose calls are over.
 * Example: docs/sql-examples/presence-sql.sql.
 */
export function activeStatement(plan: Plan, scope: Scope, spans: readonly Span[]): Statement {
  const { parameters, names, rows, spans: buckets } = prepared(plan, scope, spans);
  const sql = `
    WITH calls_in_range AS (${rows}), buckets AS (${buckets}),
    present AS (
      SELECT b, ${names} 1 AS present FROM buckets JOIN calls_in_range AS call
        ON call.started_at <= buckets.to_at AND (call.ended_at IS NULL OR call.ended_at > buckets.to_at)
      UNION ALL SELECT b, ${names} 0 FROM (SELECT DISTINCT ${names} true AS any_call FROM calls_in_range) AS groups, buckets
    )
    SELECT b, ${names} sum(present) AS a FROM present GROUP BY ALL`;
  return { sql, values: parameters.values };
}
