import { MINUTE_MICROS } from '../../lib/time/durations.js';
import type { DuckDBConnection } from '@duckdb/node-api';
import { ALL_PLAIN, isPlainTable, type PlainTableName } from '../../storage/tables/plain-tables.js';
import type { Span } from './row-points.js';
import type { Micros } from '../../lib/time/units.js';

/** A row that is gone and whose points have to go. */
export interface Retraction {
  readonly tenant: string;
  readonly measurement: 'calls' | PlainTableName;
  readonly id: string;
  readonly anchor: number;
}

/** How much is still to be published. */
export interface Backlog {
  readonly rows: number;
  readonly cells: number;
  /** Epoch microseconds of the oldest change that the record lacks. */
  readonly oldest: Micros | undefined;
}

/** Changes in one go; a delivery that is larger goes as a whole. */
const MAX_ROWS = 3_000;
const MAX_CELLS = 20_000;

const CHANGED = ['calls', ...ALL_PLAIN.map(({ name }) => name), 'retractions'];

const tableNamed = (name: string): Retraction['measurement'] => (isPlainTable(name) ? name : 'calls');

const number = (value: unknown): number | undefined =>
  value === null || value === undefined ? undefined : Number(value);

/**
 * What the record still lacks, read from the rows themselves: each carries the number of its last change, and everything up
 * to `published` is in the record. A row that changes five times while InfluxDB is away is pending once, in its last state,
 * and a backlog of any length costs no memory.
 */
export class PublishBacklog {
  readonly #connection: DuckDBConnection;
  /** Reads rows ahead, while what was read before is on its way. */
  readonly #ahead: DuckDBConnection;
  #published = 0;
  #lastPoint = 0;
  #beganBehind = false;

  private constructor(connection: DuckDBConnection, ahead: DuckDBConnection) {
    this.#connection = connection;
    this.#ahead = ahead;
  }

  /** @param ahead a second connection */
  static async open(connection: DuckDBConnection, ahead: DuckDBConnection): Promise<PublishBacklog> {
    const publishBacklog = new PublishBacklog(connection, ahead);
    await publishBacklog.load();
    const { rows, cells } = await publishBacklog.backlog(connection);
    publishBacklog.#beganBehind = rows + cells > 0;
    return publishBacklog;
  }

  /** Reads how far the record has come; a restore changes it. */
  async load(): Promise<void> {
    const reader = await this.#connection.runAndReadAll(
      "SELECT name, value FROM meta WHERE name IN ('published', 'last_changes_point')",
    );
    const values = new Map(reader.getRows().map(([name, value]) => [name, Number(value)]));
    this.#published = values.get('published') ?? 0;
    this.#lastPoint = values.get('last_changes_point') ?? 0;
  }

  /** Whether something was pending at the start: an earlier process may have been sending it when it ended. */
  get beganBehind(): boolean {
    return this.#beganBehind;
  }

  /** Everything up to this change is in the record. */
  get published(): number {
    return this.#published;
  }

  /** The next changes behind one, in their order, or undefined when there are none. */
  async next(after: number): Promise<Span | undefined> {
    const changed = CHANGED.map((table) => `SELECT change FROM ${table} WHERE change > ${after}`);
    const upTo = await valueOf(
      this.#ahead,
      `SELECT max(change) FROM (SELECT change FROM (${changed.join(' UNION ALL ')}) ORDER BY change LIMIT ${MAX_ROWS})`,
    );
    return upTo === undefined ? undefined : { after, upTo };
  }

  /** Runs reads on one snapshot, so that a call and its turns belong together. */
  async onSnapshot<T>(read: (connection: DuckDBConnection) => Promise<T>): Promise<T> {
    await this.#ahead.run('BEGIN');
    try {
      return await read(this.#ahead);
    } finally {
      await this.#ahead.run('ROLLBACK');
    }
  }

  async retractions({ after, upTo }: Span): Promise<Retraction[]> {
    const reader = await this.#ahead.runAndReadAll(
      `SELECT tenant, measurement, id, anchor FROM retractions WHERE change > ${after} AND change <= ${upTo}`,
    );
    return reader.getRowObjects().map(({ tenant, measurement, id, anchor }) => ({
      tenant: String(tenant),
      measurement: tableNamed(String(measurement)),
      id: String(id),
      anchor: Number(anchor),
    }));
  }

  /** Times for points that tell of changes: later than any before, also over restarts. Epoch microseconds. */
  takeTimes(count: number, now: number): number[] {
    const first = Math.max(this.#lastPoint + 1, now);
    this.#lastPoint = first + count - 1;
    return Array.from({ length: count }, (_, index) => first + index);
  }

  async settle({ upTo }: Span): Promise<void> {
    const run = (sql: string) => this.#connection.run(sql);
    await run('BEGIN');
    try {
      await run("DELETE FROM meta WHERE name IN ('published', 'last_changes_point')");
      await run(`INSERT INTO meta VALUES ('published', '${upTo}'), ('last_changes_point', '${this.#lastPoint}')`);
      await run(`DELETE FROM retractions WHERE change <= ${upTo}`);
      await run('COMMIT');
    } catch (error) {
      // A COMMIT that fails has ended the transaction itself; a transaction left open would block every later one.
      await run('ROLLBACK').catch(() => undefined);
      throw error;
    }
    this.#published = upTo;
  }

  /**
   * Puts the oldest dirty cells into `kpi_batch`.
   * @param gone for each grain the time before which its cells are left alone
   * @returns the grains that have one
   */
  async nextCells(removed: readonly (readonly [grain: string, before: number])[]): Promise<ReadonlySet<string>> {
    const run = (sql: string) => this.#connection.run(sql);
    for (const [grain, before] of removed) {
      if (before > 0)
        await run(`DELETE FROM kpi_dirty WHERE grain = '${grain}' AND minute < ${Math.floor(before / MINUTE_MICROS)}`);
    }
    await run(`
      CREATE OR REPLACE TEMP TABLE kpi_batch AS
      SELECT grain, tenant, minute, d0, d1, d2, max(change) AS upto FROM kpi_dirty
      GROUP BY ALL ORDER BY minute, grain, tenant LIMIT ${MAX_CELLS}`);
    const reader = await this.#connection.runAndReadAll('SELECT DISTINCT grain FROM kpi_batch');
    return new Set(reader.getRows().map(([grain]) => String(grain)));
  }

  /** Takes the cells of `kpi_batch` out, those that became dirty again meanwhile excepted. */
  async settleCells(): Promise<void> {
    await this.#connection.run(`
      DELETE FROM kpi_dirty USING kpi_batch AS done
      WHERE kpi_dirty.grain = done.grain AND kpi_dirty.tenant = done.tenant AND kpi_dirty.minute = done.minute
        AND kpi_dirty.d0 = done.d0 AND kpi_dirty.d1 = done.d1 AND kpi_dirty.d2 = done.d2 AND kpi_dirty.change <= done.upto`);
  }

  async backlog(connection: DuckDBConnection): Promise<Backlog> {
    const changed = CHANGED.map((table) => `SELECT change FROM ${table} WHERE change > ${this.#published}`);
    const reader = await connection.runAndReadAll(`
      SELECT count(change) AS rows, min(change) AS oldest, (SELECT count(*) FROM kpi_dirty) AS cells,
        (SELECT min(change) FROM kpi_dirty) AS oldest_cell FROM (${changed.join(' UNION ALL ')})`);
    const [row = {}] = reader.getRowObjects();
    const oldest = [number(row['oldest']), number(row['oldest_cell'])].filter((change) => change !== undefined);
    return {
      rows: number(row['rows']) ?? 0,
      cells: number(row['cells']) ?? 0,
      oldest: oldest.length === 0 ? undefined : Math.min(...oldest),
    };
  }
}

async function valueOf(connection: DuckDBConnection, sql: string): Promise<number | undefined> {
  const reader = await connection.runAndReadAll(sql);
  return number(reader.getRows()[0]?.[0]);
}
