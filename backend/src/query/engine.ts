import type { Frame, QueryAnswer, QueryResult } from '@callsight/contract/query/answer';
import type { QueryRequest } from '@callsight/contract/query/request';
import type { Catalogue } from '../catalogue/catalogue.js';
import { ROWS_OF_DATASET } from '../catalogue/aggregate.js';
import { QueryError } from '../catalogue/query-error.js';
import { dimensionIn } from '../catalogue/filter.js';
import type { DataVersions } from '../duckdb/data-versions.js';
import { QueryStopped, type ReaderPool } from '../duckdb/reader.js';
import { isTimeZone } from '../time/zone.js';
import { AnswerCache } from './answer-cache.js';
import { answerQuery, type Days } from './answer-query.js';
import { toGroupValue } from './cell.js';
import { localTimeSql } from './local-time.js';
import type { RunStatement } from './measure.js';
import { Parameters } from './parameters.js';
import type { SavedFunnels } from './funnel/resolve-funnel.js';
import type { QueryContext } from './planner.js';
import { readInstant } from './read-instant.js';
import { TIME_COLUMNS } from './rows-sql.js';

interface Parts {
  readonly readers: ReaderPool;
  readonly versions: DataVersions;
  /** The catalogue of a tenant, custom metrics included. */
  readonly catalogueOf: (tenant: string) => Catalogue;
  /** Funnels that a tenant can ask for by id. */
  readonly funnelsOf: (tenant: string) => SavedFunnels;
  /** Epoch milliseconds. */
  readonly clock: () => number;
  readonly mostBuckets: number;
  readonly mostRows: number;
  /** Told of errors that no query should be able to cause. */
  readonly onFault: (error: unknown) => void;
}

/** Datasets whose rows are looked through for the values of a dimension: the first that has it. */
const LISTED = ['calls', 'samples', 'appointments', 'payments'] as const;

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
    const dataset = LISTED.find((one) => known?.sql[one] !== undefined) ?? 'calls';
    const dimension = dimensionIn(id, dimensions, [dataset], '/name');
    if (!dimension.isGroupable)
      throw new QueryError('not_groupable', `${id} is a number without end; it has no list of values`, '/name');
    const parameters = new Parameters();
    const time = TIME_COLUMNS[dataset];
    const sql = dimension.sql[dataset]?.(localTimeSql(time, timezone, range)) ?? 'NULL';
    const conditions = [
      `tenant = ${parameters.bind(tenant)}`,
      `${time} >= ${range.from} AND ${time} < ${range.to}`,
      ROWS_OF_DATASET[dataset] ?? 'true',
    ];
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
    const start = readInstant(from, '/from', false, { now, timezone });
    const end = readInstant(to, '/to', true, { now, timezone });
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
      return { frames: [...(await this.#one(query, context, tenant, signal))] };
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

  async #one(
    query: unknown,
    context: QueryContext,
    tenant: string,
    signal: AbortSignal | undefined,
  ): Promise<readonly Frame[]> {
    if (!isRecord(query))
      throw new QueryError(
        'invalid_query',
        'a query is an object with refId and metrics, or another kind of question',
        '',
      );
    return answerQuery(query, {
      catalogue: this.#parts.catalogueOf(tenant),
      funnels: this.#parts.funnelsOf(tenant),
      context,
      tenant,
      run: this.#run(signal),
      kept: (key, days, compute) => this.#kept(tenant, key, days, compute),
      readInstant: (value, path, isEnd) => readInstant(value, path, isEnd, context),
    });
  }

  /** An answer that was kept and still holds, else a new one. */
  async #kept(
    tenant: string,
    key: unknown,
    days: Days | undefined,
    compute: () => Promise<readonly Frame[]>,
  ): Promise<readonly Frame[]> {
    if (days === undefined) return compute();
    const version = this.#parts.versions.of(tenant, days.first, days.last);
    const cacheKey = JSON.stringify([tenant, key]);
    const kept = this.#cache.get(cacheKey, version);
    if (kept !== undefined) return kept;
    const frames = await compute();
    this.#cache.set(cacheKey, version, frames);
    return frames;
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
