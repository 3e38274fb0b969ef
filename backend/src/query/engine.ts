import type { Frame, QueryAnswer, QueryResult } from '@callsight/contract/query/answer';
import { CallsQuery, MetricQuery, type QueryRequest } from '@callsight/contract/query/request';
import type { Catalogue } from '../catalogue/catalogue.js';
import { QueryError } from '../catalogue/query-error.js';
import { dimensionIn } from '../catalogue/filter.js';
import type { DataVersions } from '../duckdb/data-versions.js';
import { QueryStopped, type ReaderPool } from '../duckdb/reader.js';
import { compileCheck } from '../events/schema-check.js';
import { parseInstant } from '../time/instant.js';
import { DAY_MICROS, isTimeZone } from '../time/zone.js';
import { AnswerCache } from './answer-cache.js';
import { answerPlan } from './answer-plan.js';
import { listCalls } from './calls-list.js';
import { toGroupValue } from './cell.js';
import { localTimeSql } from './local-time.js';
import type { RunStatement } from './measure.js';
import { Parameters } from './parameters.js';
import type { Plan } from './plan.js';
import { datasetsOf, planQuery, type QueryContext } from './planner.js';
import { TIME_COLUMNS } from './rows-sql.js';

interface Parts {
  readonly readers: ReaderPool;
  readonly versions: DataVersions;
  /** The catalogue of a tenant, custom metrics included. */
  readonly catalogueOf: (tenant: string) => Catalogue;
  /** Epoch milliseconds. */
  readonly clock: () => number;
  readonly mostBuckets: number;
  readonly mostRows: number;
  /** Told of errors that no query should be able to cause. */
  readonly onFault: (error: unknown) => void;
}

const checkMetricQuery = compileCheck(MetricQuery, '', 'invalid_query');
const checkCallsQuery = compileCheck(CallsQuery, '', 'invalid_query');

const NOT_YET = ['funnel', 'paths', 'attribution'];

const EARLIEST = Date.UTC(1990, 0, 1) * 1_000;
const LATEST = Date.UTC(2100, 0, 1) * 1_000;

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A query that names itself badly is answered under its place in the request. */
function refIdOf(query: unknown, index: number): string {
  const refId = isRecord(query) ? query['refId'] : undefined;
  return typeof refId === 'string' && refId !== '' ? refId : String(index);
}

/** Everything that a query can be asked through. It knows tenants only by name; who may ask is settled before. */
export class QueryEngine {
  readonly #parts: Parts;
  readonly #cache = new AnswerCache(5_000_000);

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /**
   * Answers all queries of a request; one that fails leaves the others alone.
   * @throws QueryError when the range or the time zone, which all share, cannot be read
   */
  async answer(request: QueryRequest, tenant: string, signal?: AbortSignal): Promise<QueryAnswer> {
    const context = this.#context(request);
    const settled = await Promise.all(request.queries.map((query) => this.#settle(query, context, tenant, signal)));
    const entries = request.queries.map((query, index): [string, QueryResult | undefined] => [
      refIdOf(query, index),
      settled[index],
    ]);
    return {
      results: Object.fromEntries(entries.filter((entry): entry is [string, QueryResult] => entry[1] !== undefined)),
    };
  }

  /** Values that a dimension has in a range, the most frequent first. */
  async dimensionValues(
    id: string,
    {
      from,
      to,
      timezone,
      search,
      limit,
    }: { from: string; to: string; timezone: string; search: string | undefined; limit: number },
    tenant: string,
    signal?: AbortSignal,
  ): Promise<{ value: string | number | boolean; count: number }[]> {
    const { range } = this.#context({ from, to, timezone, queries: [] });
    const { dimensions } = this.#parts.catalogueOf(tenant);
    const known = dimensions.get(id);
    const dataset = known?.sql.calls === undefined && known?.sql.samples !== undefined ? 'samples' : 'calls';
    const dimension = dimensionIn(id, dimensions, [dataset], '/name');
    if (!dimension.isGroupable)
      throw new QueryError('not_groupable', `${id} is a number without end; it has no list of values`, '/name');
    const parameters = new Parameters();
    const time = TIME_COLUMNS[dataset];
    const sql = dimension.sql[dataset]?.(localTimeSql(time, timezone, range)) ?? 'NULL';
    const conditions = [`tenant = ${parameters.bind(tenant)}`, `${time} >= ${range.from} AND ${time} < ${range.to}`];
    if (search !== undefined) conditions.push(`contains(lower(value::VARCHAR), lower(${parameters.bind(search)}))`);
    const statement = `SELECT ${sql} AS value, count(*) AS count FROM ${dataset}
      WHERE ${conditions.join(' AND ')} AND value IS NOT NULL GROUP BY ALL ORDER BY count DESC, value LIMIT ${limit}`;
    const rows = await this.#run(signal)({ sql: statement, values: parameters.values });
    return rows.map(({ value, count }) => ({ value: toGroupValue(value) ?? '', count: Number(count) }));
  }

  #context({ from, to, timezone = 'UTC' }: Pick<QueryRequest, 'from' | 'to' | 'timezone' | 'queries'>): QueryContext {
    if (!isTimeZone(timezone)) {
      throw new QueryError(
        'invalid_timezone',
        `"${timezone.slice(0, 60)}" is no IANA time zone, such as Europe/Berlin`,
        '/timezone',
      );
    }
    const now = this.#parts.clock() * 1_000;
    const [start, end] = (
      [
        ['from', from, false],
        ['to', to, true],
      ] as const
    ).map(([name, value, isEnd]) => {
      const instant = readInstant(value, now, timezone, isEnd);
      if (instant !== undefined && instant >= EARLIEST && instant <= LATEST) return instant;
      throw new QueryError(
        'invalid_range',
        `${name}: "${String(value).slice(0, 60)}" is no time from 1990 to 2100; valid are RFC 3339, epoch milliseconds, or now-7d, now/d`,
        `/${name}`,
      );
    }) as [number, number];
    if (start >= end) throw new QueryError('invalid_range', 'from must lie before to', '/from');
    return { range: { from: start, to: end }, timezone, now, mostBuckets: this.#parts.mostBuckets };
  }

  async #settle(
    query: unknown,
    context: QueryContext,
    tenant: string,
    signal: AbortSignal | undefined,
  ): Promise<QueryResult> {
    try {
      return { frames: [await this.#one(query, context, tenant, signal)] };
    } catch (error) {
      const { code, message, path, suggestions } = toQueryError(error) ?? this.#unexpected(error);
      return {
        error: {
          code,
          message,
          ...(path === undefined ? {} : { path }),
          ...(suggestions === undefined ? {} : { suggestions: [...suggestions] }),
        },
      };
    }
  }

  /** A fault of ours is told under its refId like any other, so that the other queries keep their answers. */
  #unexpected(error: unknown): QueryError {
    this.#parts.onFault(error);
    return new QueryError('internal_error', 'something went wrong in this service; its log has the details');
  }

  async #one(query: unknown, context: QueryContext, tenant: string, signal: AbortSignal | undefined): Promise<Frame> {
    if (!isRecord(query))
      throw new QueryError('invalid_query', 'a query is an object with refId and metrics, or calls', '');
    const later = NOT_YET.find((kind) => kind in query);
    if (later !== undefined)
      throw new QueryError('unsupported_query', `${later} queries cannot be answered by this version`, `/${later}`);
    const isCalls = 'calls' in query;
    const wrong = (isCalls ? checkCallsQuery : checkMetricQuery)(query);
    if (wrong !== undefined) throw new QueryError(wrong.code, wrong.message, wrong.path);
    const catalogue = this.#parts.catalogueOf(tenant);
    const run = this.#run(signal);
    if (isCalls) return listCalls(query as CallsQuery, catalogue, context, tenant, run);
    return this.#cached(planQuery(query as MetricQuery, catalogue, context), tenant, run);
  }

  async #cached(plan: Plan, tenant: string, run: RunStatement): Promise<Frame> {
    const datasets = datasetsOf(plan.metrics);
    const usesPresence = datasets.includes('presence');
    // Observations of this service are no data of a day, and come all the time.
    if (datasets.includes('pipeline')) return answerPlan(plan, tenant, run);
    // Who is on the phone right now is another question with every moment.
    if (usesPresence && plan.range.to > plan.now) return answerPlan(plan, tenant, run);
    const from = Math.min(plan.range.from, plan.comparison?.range.from ?? Infinity);
    // A call that began long before the range may reach into it.
    const firstDay = usesPresence ? -Infinity : Math.floor(from / DAY_MICROS);
    const version = this.#parts.versions.of(tenant, firstDay, Math.floor(plan.range.to / DAY_MICROS));
    const { now: _now, refId: _refId, ...key } = plan;
    const cacheKey = JSON.stringify([tenant, key]);
    const cached = this.#cache.get(cacheKey, version);
    if (cached !== undefined) return { ...cached, schema: { ...cached.schema, refId: plan.refId, name: plan.refId } };
    const frame = await answerPlan(plan, tenant, run);
    this.#cache.set(cacheKey, version, frame);
    return frame;
  }

  #run(signal: AbortSignal | undefined): RunStatement {
    return async ({ sql, values }) => {
      const rows = await this.#parts.readers.rows(
        `${sql}${LIMITED.test(sql) ? '' : ` LIMIT ${this.#parts.mostRows + 1}`}`,
        values,
        signal,
      );
      if (rows.length > this.#parts.mostRows) {
        throw new QueryError(
          'too_many_rows',
          `the answer has more than ${this.#parts.mostRows} rows; group by less, or ask for a wider interval`,
          '/groupBy',
        );
      }
      return rows;
    };
  }
}

const LIMITED = /\sLIMIT \d+$/;

/** Relative times can lead beyond what a calendar holds. */
function readInstant(value: string | number, now: number, zone: string, isEnd: boolean): number | undefined {
  try {
    return parseInstant(value, now, zone, isEnd);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function toQueryError(error: unknown): QueryError | undefined {
  if (error instanceof QueryError) return error;
  if (error instanceof QueryStopped)
    return new QueryError(error.why === 'timeout' ? 'query_timeout' : 'query_cancelled', error.message);
  const message = typeof error === 'object' && error !== null && 'message' in error ? String(error.message) : '';
  const pattern = /^Invalid Input Error: (.*)$/s.exec(message);
  return pattern === null
    ? undefined
    : new QueryError('invalid_filter', `not a regular expression (RE2): ${pattern[1] ?? ''}`, '/filters');
}
