import type { DuckDBConnection } from '@duckdb/node-api';
import { toMicros, type Clock } from '../../lib/time/units.js';

/**
 * Numbers of changes: they grow with time, also over restarts, and over a database that was lost and built anew. Read as
 * epoch microseconds they say when a change was made.
 */
export class ChangeNumbers {
  readonly #writer: DuckDBConnection;
  readonly #clock: Clock;
  #last: number | undefined;

  constructor(writer: DuckDBConnection, clock: Clock) {
    this.#writer = writer;
    this.#clock = clock;
  }

  async next(): Promise<number> {
    this.#last = Math.max((this.#last ?? (await this.#highest())) + 1, toMicros(this.#clock()));
    return this.#last;
  }

  /** Notes within a transaction that it makes this change, so that a database that lost it can be told. */
  async note(change: number): Promise<void> {
    await this.#writer.run("DELETE FROM meta WHERE name = 'change'");
    await this.#writer.run(`INSERT INTO meta VALUES ('change', '${change}')`);
  }

  async #highest(): Promise<number> {
    const reader = await this.#writer.runAndReadAll(`
      SELECT max(change) AS change FROM (
        SELECT max(change) AS change FROM calls UNION ALL SELECT max(change) FROM samples
        UNION ALL SELECT max(change) FROM appointments UNION ALL SELECT max(change) FROM payments UNION ALL SELECT max(change) FROM touches
        UNION ALL SELECT max(change) FROM retractions
        UNION ALL SELECT max(change) FROM kpi_dirty
        UNION ALL SELECT value::BIGINT FROM meta WHERE name = 'published')`);
    return Number(reader.getRowObjects()[0]?.['change'] ?? 0);
  }
}
