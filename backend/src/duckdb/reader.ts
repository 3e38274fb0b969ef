import type { DuckDBConnection, DuckDBValue } from '@duckdb/node-api';

export type Row = Readonly<Record<string, unknown>>;

/** A query that took too long, or that nobody waits for any more. */
export class QueryStopped extends Error {
  override readonly name = 'QueryStopped';
  constructor(readonly why: 'timeout' | 'cancelled') {
    super(why === 'timeout' ? 'the query took longer than its time limit' : 'the query was cancelled');
  }
}

/** A statement that does not stop is told again. */
const INTERRUPT_MS = 50;

interface Waiting {
  readonly give: (connection: DuckDBConnection) => void;
}

/** A few connections that only read; who finds them all in use waits in line. */
export class ReaderPool {
  readonly #connect: () => Promise<DuckDBConnection>;
  readonly #most: number;
  readonly #timeoutMs: number;
  readonly #free: DuckDBConnection[] = [];
  readonly #line: Waiting[] = [];
  #open = 0;

  constructor(connect: () => Promise<DuckDBConnection>, options: { most: number; timeoutMs: number }) {
    this.#connect = connect;
    this.#most = options.most;
    this.#timeoutMs = options.timeoutMs;
  }

  /**
   * Runs one statement on its own snapshot.
   * @throws QueryStopped when the time limit passes or `signal` is aborted; the statement is interrupted then
   */
  async rows(sql: string, values: Record<string, DuckDBValue>, signal?: AbortSignal): Promise<Row[]> {
    if (signal?.aborted) throw new QueryStopped('cancelled');
    const connection = await this.#take();
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
      const reader = await connection.runAndReadAll(sql, values);
      return reader.getRowObjects();
    } catch (error) {
      throw stopped ?? error;
    } finally {
      clearTimeout(timer);
      clearInterval(again);
      signal?.removeEventListener('abort', cancel);
      this.#give(connection);
    }
  }

  close(): void {
    for (const connection of this.#free.splice(0)) connection.closeSync();
  }

  async #take(): Promise<DuckDBConnection> {
    const free = this.#free.pop();
    if (free !== undefined) return free;
    if (this.#open < this.#most) {
      this.#open += 1;
      return this.#connect();
    }
    return new Promise((give) => {
      this.#line.push({ give });
    });
  }

  #give(connection: DuckDBConnection): void {
    const next = this.#line.shift();
    if (next === undefined) this.#free.push(connection);
    else next.give(connection);
  }
}
