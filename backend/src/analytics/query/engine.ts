/* eslint-disable max-lines -- the one entrance of all kinds of questions: limits, places and faults are the same for each */
import { DuckDbError } from '../../storage/duckdb/duckdb-error.js';
import { setMaxListeners } from 'node:events';
import type { Frame, QueryAnswer, QueryResult } from '@callsight/contract/query/answer';
import type { QueryRequest } from '@callsight/contract/query/request';
import type { Catalogue } from '../catalogue/catalogue.js';
import { ROWS_OF_DATASET } from '../catalogue/language/aggregate.js';
import { QueryError } from '../catalogue/language/query-error.js';
import { dimensionIn } from '../catalogue/language/filter.js';
import type { DataVersions } from '../../projection/rows/data-versions.js';
import { QueryStopped, rowsOf, type Row, type RowsPart, type StatementRunner } from '../../storage/duckdb/statement.js';
import { FairQueue, QueueFull } from '../../lib/scheduling/fair-queue.js';
import { Pace } from '../../lib/scheduling/pace.js';
import { within, type Span, type Tracer } from '../../lib/telemetry/tracer.js';
import { unknownZone } from '../../lib/time/unknown-zone.js';
import { isTimeZone } from '../../lib/time/zone.js';
import type { MeasuredStretch } from './answer-baseline.js';
import { AnswerCache, cellsOfFrames } from './answer-cache.js';
import { AnswerBudget, type AnswerWork } from './answer-limits.js';
import { answerQuery, kindName, type Asking, type Days, type ThresholdSource } from './answer-query.js';
import { QueryCounts } from './query-counts.js';
import { localTimeSql } from './local-time.js';
import { toGroupValue } from './group-value.js';
import type { RunStatement } from './measure.js';
import { Parameters } from './parameters.js';
import type { SavedFunnels } from './funnel/resolve-funnel.js';
import type { QueryContext } from './planner.js';
import { readInstant } from './read-instant.js';
import { checkFilters } from './request-limits.js';
import { TIME_COLUMNS } from './rows-sql.js';
import { toMicros, type Millis } from '../../lib/time/units.js';

interface Dependencies {
  readonly statements: StatementRunner;
  readonly versions: DataVersions;
  /** The catalogue of a tenant, custom metrics included. */
  readonly catalogueOf: (tenant: string) => Catalogue;
  /** Funnels that a tenant can ask for by id. */
  readonly funnelsOf: (tenant: string) => SavedFunnels;
  readonly thresholds: ThresholdSource;
  /** Local days of a tenant that say nothing of what is usual, in days from 1970-01-01. */
  readonly holidaysOf: (tenant: string) => ReadonlySet<number>;
  readonly maxBuckets: number;
  readonly maxRows: number;
  /** Values that the answers of one request may have together. */
  readonly maxCells: number;
  /** For the whole answer: planning, statements, and the making of the frames. */
  readonly timeoutMs: number;
  /** Told of errors that no query should be able to cause. */
  readonly onFault: (error: unknown) => void;
  readonly tracer?: Tracer | undefined;
}

/** Requests that are answered at once; of one tenant fewer, so that there always is a place for another. */
const MAX_REQUESTS = 8;
const MAX_REQUESTS_OF_TENANT = 6;

/** Requests that wait for their turn. */
const MAX_WAITING = 1_000;

/** Datasets whose rows are looked through for the values of a dimension: the first that has it. */
const LISTED = ['calls', 'samples', 'appointments', 'payments'] as const;

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A query that names itself badly is answered under its place in the request. */
function refIdOf(query: unknown, index: number): string {
  const refId = isRecord(query) ? query['refId'] : undefined;
  return typeof refId === 'string' && refId !== '' ? refId : String(index);
}

/** How a question is asked. */
export interface AskOptions {
  /** The present time, epoch milliseconds. */
  readonly now: Millis;
  /** Aborts when nobody waits for the answer any more. */
  readonly signal?: AbortSignal | undefined;
  /** `traceparent` of the request, if it is traced. */
  readonly trace?: string | undefined;
  /** Shared by what belongs to one request; a new one if absent. */
  readonly budget?: AnswerBudget;
}

/** What the statements and the making of one answer share. */
interface Asker {
  readonly tenant: string;
  /** Among whom connections are shared fairly. */
  readonly owner: string;
  readonly signal: AbortSignal;
  readonly work: AnswerWork;
  /** Of the query, or of the request. */
  readonly trace: string | undefined;
}

/** Everything that a query can be asked through. It knows tenants only by name; who may ask is settled before. */
export class QueryEngine {
  readonly counts = new QueryCounts();
  readonly #dependencies: Dependencies;
  readonly #cache = new AnswerCache(5_000_000, cellsOfFrames);
  readonly #stretches = new AnswerCache<MeasuredStretch>(
    2_000_000,
    ({ measured, firstOf }) => measured.table.size + firstOf.size,
  );
  readonly #places = new FairQueue({ total: MAX_REQUESTS, perOwner: MAX_REQUESTS_OF_TENANT, maxWaiting: MAX_WAITING });

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
  }

  /** A budget for all that one request asks. */
  budget(): AnswerBudget {
    return new AnswerBudget(this.#dependencies.maxCells);
  }

  /**
   * Answers all queries of a request; one that fails leaves the others alone.
   * @throws QueryError when the range or the time zone, which all share, cannot be read, or the request is too large
   */
  async answer(request: QueryRequest, tenant: string, options: AskOptions): Promise<QueryAnswer> {
    checkFilters(request.queries);
    const holidays = this.#dependencies.holidaysOf(tenant);
    const context = { ...this.#context(request, options), holidays };
    const results = await this.#within(tenant, options, (asker) =>
      Promise.all(request.queries.map((query) => this.#traced(query, context, asker))),
    );
    const entries = request.queries.map((query, index): [string, QueryResult | undefined] => [
      refIdOf(query, index),
      results[index],
    ]);
    return {
      results: Object.fromEntries(entries.filter((entry): entry is [string, QueryResult] => entry[1] !== undefined)),
    };
  }

  /**
   * Runs statements of a tenant that answer no request, within the time limit of one; they wait for no place among the
   * requests, some of which may wait for them, and take no more connections from the tenant's requests than another tenant.
   */
  beside<T>(
    tenant: string,
    options: AskOptions,
    work: (parts: { readonly run: RunStatement; readonly work: AnswerWork }) => Promise<T>,
  ): Promise<T> {
    return this.#limited(tenant, options, (asker) =>
      work({ run: this.#run({ ...asker, owner: `${tenant}\u0000beside` }), work: asker.work }),
    );
  }

  /**
   * Plans something else than an answer over a range, as a request of its tenant.
   * @throws QueryError when the range or the time zone cannot be read, or what `plan` throws
   */
  planned<T>(
    request: Pick<QueryRequest, 'from' | 'to' | 'timezone'>,
    tenant: string,
    options: AskOptions,
    plan: (asking: Asking) => Promise<T>,
  ): Promise<T> {
    const context = this.#context(request, options);
    return this.#within(tenant, options, (asker) => plan(this.#asking(context, asker)));
  }

  /** Does the work of one request when its turn has come. */
  #within<T>(tenant: string, options: AskOptions, work: (asker: Asker) => Promise<T>): Promise<T> {
    return this.#limited(tenant, options, (asker) => this.#places.run(tenant, () => work(asker), asker.signal));
  }

  /** Does some work within the time limit of a request, and until nobody waits for it any more. */
  async #limited<T>(
    tenant: string,
    { signal, trace, budget = this.budget() }: AskOptions,
    work: (asker: Asker) => Promise<T>,
  ): Promise<T> {
    const ended = new AbortController();
    // Each statement of a request listens.
    setMaxListeners(0, ended.signal);
    const cancel = (): void => ended.abort(new QueryStopped('cancelled'));
    const timer = setTimeout(() => ended.abort(new QueryStopped('timeout')), this.#dependencies.timeoutMs);
    signal?.addEventListener('abort', cancel, { once: true });
    if (signal?.aborted) cancel();
    try {
      return await work({
        tenant,
        owner: tenant,
        trace,
        signal: ended.signal,
        work: { budget, pace: new Pace(ended.signal) },
      });
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener('abort', cancel);
    }
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
    options: AskOptions,
  ): Promise<{ value: string | number | boolean; count: number }[]> {
    const { range } = this.#context({ from, to, timezone }, options);
    const { dimensions } = this.#dependencies.catalogueOf(tenant);
    const known = dimensions.get(id);
    const dataset = LISTED.find((one) => known?.sql[one] !== undefined) ?? 'calls';
    const dimension = dimensionIn(id, dimensions, [dataset], '/name');
    if (!dimension.isGroupable)
      throw new QueryError('not_groupable', `${id} is continuous and has no list of values`, '/name');
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
    const rows = await this.#within(tenant, options, (asker) =>
      this.#run(asker)({ sql: statement, values: parameters.values }),
    ).catch((error: unknown) => {
      throw toQueryError(error) ?? error;
    });
    return rows.map(({ value, count }) => ({ value: toGroupValue(value) ?? '', count: Number(count) }));
  }

  #context(
    { from, to, timezone = 'UTC' }: Pick<QueryRequest, 'from' | 'to' | 'timezone'>,
    options: AskOptions,
  ): QueryContext {
    if (!isTimeZone(timezone)) throw new QueryError('invalid_timezone', unknownZone(timezone), '/timezone');
    const now = toMicros(options.now);
    const start = readInstant(from, '/from', false, { now, timezone });
    const end = readInstant(to, '/to', true, { now, timezone });
    if (start >= end) throw new QueryError('invalid_range', 'from must lie before to', '/from');
    return { range: { from: start, to: end }, timezone, now, maxBuckets: this.#dependencies.maxBuckets };
  }

  /** A span of the query with its kind and what became of it, if there is a tracer. */
  #traced(query: unknown, context: QueryContext, asker: Asker): Promise<QueryResult> {
    const { tracer } = this.#dependencies;
    if (tracer === undefined) return this.#settle(query, context, asker);
    const kind = isRecord(query) ? kindName(query) : 'none';
    const options = { parent: asker.trace, attributes: { 'callsight.query.kind': kind } };
    return within(tracer, `query ${kind}`, options, async (span) => {
      const result = await this.#settle(query, context, { ...asker, trace: span?.traceParent }, span);
      if ('error' in result) span?.fail(result.error.code);
      else span?.set({ 'callsight.values': result.frames.reduce((sum, frame) => sum + valuesOf(frame), 0) });
      return result;
    });
  }

  async #settle(query: unknown, context: QueryContext, asker: Asker, span?: Span): Promise<QueryResult> {
    try {
      return { frames: [...(await this.#one(query, context, asker, span))] };
    } catch (error) {
      const { code, message, path, suggestions } = toQueryError(reasonOf(error, asker)) ?? this.#unexpected(error);
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

  /** A fault of ours is answered under its refId like any other, so that the other queries keep their answers. */
  #unexpected(error: unknown): QueryError {
    this.#dependencies.onFault(error);
    return new QueryError('internal_error', 'something went wrong in this service; its log has the details');
  }

  async #one(query: unknown, context: QueryContext, asker: Asker, span: Span | undefined): Promise<readonly Frame[]> {
    if (!isRecord(query))
      throw new QueryError(
        'invalid_query',
        'a query is an object with refId and metrics, or another kind of question',
        '',
      );
    const asking = this.#asking(context, asker, span);
    return this.counts.time(kindName(query), () => answerQuery(query, asking));
  }

  /** What a question of a tenant is answered with. */
  #asking(context: QueryContext, asker: Asker, span?: Span): Asking {
    const { tenant, work } = asker;
    return {
      catalogue: this.#dependencies.catalogueOf(tenant),
      funnels: this.#dependencies.funnelsOf(tenant),
      context,
      tenant,
      run: this.#run(asker),
      work,
      onPlanned: (datasets) => span?.set({ 'callsight.datasets': datasets.join(',') }),
      kept: (key, days, compute) => this.#kept(tenant, key, days, compute, work),
      keptStretch: (key, days, compute) => this.#keptStretch(tenant, key, days, compute),
      readInstant: (value, path, isEnd) => readInstant(value, path, isEnd, context),
      thresholds: this.#dependencies.thresholds,
    };
  }

  /** An answer that was kept and still holds, else a new one. */
  async #kept(
    tenant: string,
    key: unknown,
    days: Days | undefined,
    compute: () => Promise<readonly Frame[]>,
    { budget }: AnswerWork,
  ): Promise<readonly Frame[]> {
    if (days === undefined) return compute();
    const version = this.#dependencies.versions.of(tenant, days.first, days.last);
    const cacheKey = JSON.stringify([tenant, key]);
    const kept = this.#cache.get(cacheKey, version);
    this.counts.noteCache(kept !== undefined);
    if (kept !== undefined) {
      budget.takeCells(cellsOfFrames(kept));
      return kept;
    }
    const frames = await compute();
    this.#cache.set(cacheKey, version, frames);
    return frames;
  }

  /** A part of the weeks before a range that was measured and still is right, else measured anew: it seldom changes. */
  async #keptStretch(
    tenant: string,
    key: unknown,
    days: Days | undefined,
    compute: () => Promise<MeasuredStretch>,
  ): Promise<MeasuredStretch> {
    if (days === undefined) return compute();
    const version = this.#dependencies.versions.of(tenant, days.first, days.last);
    const cacheKey = JSON.stringify([tenant, key]);
    const kept = this.#stretches.get(cacheKey, version);
    if (kept !== undefined) return kept;
    const stretch = await compute();
    this.#stretches.set(cacheKey, version, stretch);
    return stretch;
  }

  #run({ owner, signal, trace, work: { budget } }: Asker): RunStatement {
    const { statements, maxRows } = this.#dependencies;
    return async ({ sql, values }) => {
      if (sql.length > MAX_SQL_LENGTH)
        throw new QueryError(
          'query_too_large',
          'the query has too many metrics, groups or filters at once; send them in several requests',
          '/queries',
        );
      const rows: Row[] = [];
      const limited = `${sql}${LIMITED.test(sql) ? '' : ` LIMIT ${maxRows + 1}`}`;
      // A statement that gives more than the budget allows is ended.
      const over = new AbortController();
      const onPart = (part: RowsPart): void => {
        if (over.signal.aborted) return;
        const refusal = budget.takeValues((part.columns[0]?.length ?? 0) * part.columns.length);
        if (refusal === undefined) for (const row of rowsOf(part)) rows.push(row);
        else over.abort(refusal);
      };
      try {
        await statements.stream(limited, values, {
          owner,
          trace,
          signal: AbortSignal.any([signal, over.signal]),
          onPart,
        });
      } finally {
        over.signal.throwIfAborted();
      }
      if (rows.length > maxRows) {
        throw new QueryError(
          'too_many_rows',
          `the answer has more than ${maxRows} rows; group by less, or ask for a wider interval`,
          '/groupBy',
        );
      }
      return rows;
    };
  }
}

/** Longer statements take the database long to read before anything can stop it. */
const MAX_SQL_LENGTH = 1_000_000;

/** What ended the work, where it was ended. */
const reasonOf = (error: unknown, { signal }: Asker): unknown =>
  error instanceof QueryStopped && signal.aborted ? signal.reason : error;

const valuesOf = ({ data }: Frame): number => data.values.reduce((sum, column) => sum + column.length, 0);

const LIMITED = /\sLIMIT \d+$/;

function toQueryError(error: unknown): QueryError | undefined {
  if (error instanceof QueryError) return error;
  if (error instanceof QueueFull) return new QueryError('overloaded', error.message);
  if (error instanceof QueryStopped)
    return new QueryError(error.why === 'timeout' ? 'query_timeout' : 'query_cancelled', error.message);
  if (error instanceof DuckDbError && error.fault === 'invalid-input')
    return new QueryError('invalid_filter', `not a regular expression (RE2): ${error.detail}`, '/filters');
  return undefined;
}
