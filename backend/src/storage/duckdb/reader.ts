import { DuckDBDecimalValue, type DuckDBConnection } from '@duckdb/node-api';
import { DuckDbError } from './duckdb-error.js';
import { FairQueue } from '../../lib/scheduling/fair-queue.js';
import { within, type Tracer } from '../../lib/telemetry/tracer.js';
import { Distribution } from '../../lib/telemetry/distribution.js';
import type { Turns } from '../../lib/scheduling/turns.js';
import {
  QueryStopped,
  rowsOf,
  type BoundValues,
  type Row,
  type RowsPart,
  type StatementRunner,
  type StreamOptions,
} from './statement.js';

/** A statement that does not stop is interrupted again. */
const INTERRUPT_MS = 50;

/** Statements of all tenants that may wait for a connection. */
const MAX_WAITING = 10_000;

/** Owner of statements that belong to no tenant's question, such as those of maintenance. */
const SERVICE = '';

interface Options {
  /** Connections. */
  readonly most: number;
  readonly timeoutMs: number;
  readonly turns: Turns;
  readonly tracer?: Tracer | undefined;
}

/** A few connections that only read. When all are busy, the tenants that wait are served in turn. */
export class ReaderPool implements StatementRunner {
  /** Time of each statement, without waiting. */
  readonly statementSeconds = new Distribution();
  readonly #connect: () => Promise<DuckDBConnection>;
  readonly #timeoutMs: number;
  readonly #turns: Turns;
  readonly #tracer: Tracer | undefined;
  readonly #queue: FairQueue;
  readonly #free: DuckDBConnection[] = [];

  constructor(connect: () => Promise<DuckDBConnection>, options: Options) {
    this.#connect = connect;
    this.#timeoutMs = options.timeoutMs;
    this.#turns = options.turns;
    this.#tracer = options.tracer;
    const perOwner = Math.max(1, options.most - 1);
    this.#queue = new FairQueue({ total: options.most, perOwner, maxWaiting: MAX_WAITING });
  }

  get running(): number {
    return this.#queue.running;
  }

  /** Statements that wait for a connection. */
  get waiting(): number {
    return this.#queue.waiting;
  }

  /**
   * Runs one statement on its own snapshot and gives its rows as objects; for statements of the service itself, whose
   * results are small.
   * @throws QueryStopped when the time limit passes or `signal` is aborted; the statement is interrupted then
   */
  async rows(sql: string, values: BoundValues, signal?: AbortSignal): Promise<Row[]> {
    const rows: Row[] = [];
    await this.stream(sql, values, { owner: SERVICE, signal, onPart: (part) => rows.push(...rowsOf(part)) });
    return rows;
  }

  /**
   * Runs one statement on its own snapshot and gives its rows in parts, letting other tasks of this thread go first
   * between them.
   * @throws QueryStopped when the time limit passes or `signal` is aborted; the statement is interrupted then
   */
  async stream(sql: string, values: BoundValues, { owner, signal, onPart, trace }: StreamOptions): Promise<void> {
    if (signal?.aborted) throw new QueryStopped('cancelled');
    const run = (take: StreamOptions['onPart']): Promise<void> =>
      this.#queue.run(owner, () => this.#runOne(sql, values, signal, take), signal);
    try {
      await (trace === undefined ? run(onPart) : this.#traced(trace, onPart, run));
    } catch (error) {
      throw signal?.aborted ? new QueryStopped('cancelled') : error;
    }
  }

  close(): void {
    for (const connection of this.#free.splice(0)) connection.closeSync();
  }

  /** A span with the time of the statement and of the wait for a connection, and the number of its rows. */
  #traced(
    parent: string,
    onPart: StreamOptions['onPart'],
    run: (take: StreamOptions['onPart']) => Promise<void>,
  ): Promise<void> {
    const options = { parent, attributes: { 'db.system.name': 'duckdb' } };
    return within(this.#tracer, 'statement', options, async (span) => {
      let rows = 0;
      await run((part) => {
        rows += part.columns[0]?.length ?? 0;
        onPart(part);
      });
      span?.set({ 'callsight.rows': rows });
    });
  }

  async #runOne(
    sql: string,
    values: BoundValues,
    signal: AbortSignal | undefined,
    onPart: (part: RowsPart) => void,
  ): Promise<void> {
    const connection = this.#free.pop() ?? (await this.#connect());
    const begin = performance.now();
    let stopped: QueryStopped | undefined;
    let again: NodeJS.Timeout | undefined;
    const stop = (why: QueryStopped['why']): void => {
      stopped ??= new QueryStopped(why);
      connection.interrupt();
      // What comes before the statement has begun is lost.
      again ??= setInterval(() => connection.interrupt(), INTERRUPT_MS);
    };
    const cancel = (): void => stop('cancelled');
    const timer = setTimeout(() => stop('timeout'), this.#timeoutMs);
    signal?.addEventListener('abort', cancel);
    try {
      if (signal?.aborted) throw new QueryStopped('cancelled');
      await read(connection, sql, values, this.#turns, (part) => {
        if (stopped !== undefined) throw stopped;
        onPart(part);
      });
    } catch (error) {
      throw stopped ?? DuckDbError.of(error);
    } finally {
      this.statementSeconds.note((performance.now() - begin) / 1_000);
      clearTimeout(timer);
      clearInterval(again);
      signal?.removeEventListener('abort', cancel);
      this.#free.push(connection);
    }
  }
}

/** Reads a result piece by piece, column by column. */
async function read(
  connection: DuckDBConnection,
  sql: string,
  values: BoundValues,
  turns: Turns,
  onPart: (part: RowsPart) => void,
): Promise<void> {
  const result = await connection.run(sql, { ...values });
  const names = result.columnNames();
  for (;;) {
    const chunk = await result.fetchChunk();
    if (chunk === null || chunk.rowCount === 0) return;
    const columns: unknown[][] = [];
    const isLarge = chunk.rowCount * chunk.columnCount > MAX_AT_ONCE;
    if (isLarge) await turns.next();
    for (let index = 0; index < chunk.columnCount; index += 1) {
      columns.push(chunk.getColumnValues(index).map(plain));
      if (isLarge && turns.isOver) await turns.next();
    }
    onPart({ names, columns });
  }
}

/** Values are sent to another thread: a decimal, which is an object of the driver, goes as the number that it is. */
const plain = (value: unknown): unknown => (value instanceof DuckDBDecimalValue ? Number(value.toString()) : value);

/** Values that are read at once: each costs the thread about a microsecond. */
const MAX_AT_ONCE = 256;
