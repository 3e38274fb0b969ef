import type { DuckDBConnection } from '@duckdb/node-api';
import { DuckDbError } from './duckdb-error.js';
import type { BoundValues, Row } from './statement.js';
import { QueryStopped } from './statement.js';

/** A statement that does not stop is interrupted again. */
const INTERRUPT_MS = 50;

/**
 * A connection of its own that sees the database as it was when it was opened, however long it reads. Its statements run one
 * after the other, without a time limit.
 */
export class Snapshot {
  readonly #connection: DuckDBConnection;
  readonly #signal: AbortSignal;

  private constructor(connection: DuckDBConnection, signal: AbortSignal) {
    this.#connection = connection;
    this.#signal = signal;
  }

  /** @param signal ends the statement in hand, and every later one, with QueryStopped */
  static async open(connect: () => Promise<DuckDBConnection>, signal: AbortSignal): Promise<Snapshot> {
    const connection = await connect();
    const snapshot = new Snapshot(connection, signal);
    try {
      // Offsets of zones are worked out before; what DuckDB converts by itself is in UTC, whatever the machine's zone is.
      await connection.run("SET TimeZone = 'UTC'");
      await connection.run('BEGIN TRANSACTION READ ONLY');
      return snapshot;
    } catch (error) {
      connection.closeSync();
      throw DuckDbError.of(error);
    }
  }

  /** Runs a statement whose result is small. @throws QueryStopped, DuckDbError */
  rows(sql: string, values: BoundValues): Promise<Row[]> {
    return this.#run(async () => (await this.#connection.runAndReadAll(sql, { ...values })).getRowObjects());
  }

  /** Runs a COPY. @returns rows that it wrote @throws QueryStopped, DuckDbError */
  copy(sql: string, values: BoundValues): Promise<number> {
    return this.#run(async () => {
      const rows = await this.#connection.runAndReadAll(sql, { ...values });
      return Number(rows.getRows()[0]?.[0] ?? 0);
    });
  }

  /** To be called when no statement is running. */
  close(): void {
    this.#connection.closeSync();
  }

  async #run<T>(statement: () => Promise<T>): Promise<T> {
    const stopped = (): void => {
      if (this.#signal.aborted) throw new QueryStopped('cancelled');
    };
    stopped();
    let again: NodeJS.Timeout | undefined;
    const interrupt = (): void => {
      this.#connection.interrupt();
      // What comes before the statement has begun is lost.
      again ??= setInterval(() => this.#connection.interrupt(), INTERRUPT_MS);
    };
    this.#signal.addEventListener('abort', interrupt);
    try {
      return await statement();
    } catch (error) {
      stopped();
      throw DuckDbError.of(error);
    } finally {
      clearInterval(again);
      this.#signal.removeEventListener('abort', interrupt);
    }
  }
}
