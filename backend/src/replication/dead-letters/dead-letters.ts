import type { DuckDBConnection } from '@duckdb/node-api';
import type { Point } from '../publish/point.js';
import type { Clock } from '../../lib/time/units.js';

/** A point that InfluxDB does not take, kept until it is replayed or deleted. */
export interface DeadLetter {
  readonly id: string;
  /** RFC 3339. */
  readonly refused_at: string;
  readonly measurement: string;
  /** The call, sample, or cell. */
  readonly row: string;
  readonly reason: string;
}

const text = (value: string): string => `'${value.replaceAll("'", "''")}'`;

/** Points that were refused for themselves, with the reason. */
export class DeadLetters {
  readonly #connection: DuckDBConnection;
  readonly #clock: Clock;
  #count: number;
  #sequence = 0;

  private constructor(connection: DuckDBConnection, clock: Clock, count: number) {
    this.#connection = connection;
    this.#clock = clock;
    this.#count = count;
  }

  static async open(connection: DuckDBConnection, clock: Clock): Promise<DeadLetters> {
    const reader = await connection.runAndReadAll('SELECT count(*) FROM dead_letters');
    return new DeadLetters(connection, clock, Number(reader.getRows()[0]?.[0] ?? 0));
  }

  get count(): number {
    return this.#count;
  }

  async add({ tenant, measurement, id, anchor }: Point, reason: string): Promise<void> {
    this.#sequence += 1;
    const now = this.#clock();
    const key = `${now.toString(36)}-${this.#sequence}`;
    // A cell of a KPI series is one only together with its minute.
    await this.#delete(`tenant = $tenant AND measurement = $measurement AND row_id = $id AND anchor = ${anchor}`, {
      tenant,
      measurement,
      id,
    });
    await this.#connection.run(
      `INSERT INTO dead_letters (id, refused_at, measurement, tenant, row_id, anchor, reason)
       VALUES ($key, ${now}, $measurement, $tenant, $id, ${anchor}, $reason)`,
      { key, measurement, tenant, id, reason },
    );
    await this.#recount();
  }

  /** Forgets those whose row has been written since. */
  async written(points: readonly Point[]): Promise<void> {
    if (this.#count === 0 || points.length === 0) return;
    const keys = points.map(
      ({ tenant, measurement, id, anchor }) => `(${text(tenant)}, ${text(measurement)}, ${text(id)}, ${anchor})`,
    );
    await this.#connection.run(`
      DELETE FROM dead_letters USING (VALUES ${keys.join(', ')}) AS done (tenant, measurement, row_id, anchor)
      WHERE dead_letters.tenant = done.tenant AND dead_letters.measurement = done.measurement
        AND dead_letters.row_id = done.row_id AND dead_letters.anchor = done.anchor`);
    await this.#recount();
  }

  /** The latest first. */
  async list(tenant: string, limit: number): Promise<DeadLetter[]> {
    const reader = await this.#connection.runAndReadAll(
      `SELECT id, refused_at, measurement, row_id, reason FROM dead_letters WHERE tenant = $tenant
       ORDER BY refused_at DESC, id LIMIT ${limit}`,
      { tenant },
    );
    return reader.getRowObjects().map((row) => ({
      id: String(row['id']),
      refused_at: new Date(Number(row['refused_at'])).toISOString(),
      measurement: String(row['measurement']),
      row: String(row['row_id']),
      reason: String(row['reason']),
    }));
  }

  /** Takes points out, one or all of a tenant. @returns what they were of */
  async take(tenant: string, id: string | undefined): Promise<{ measurement: string; row: string; anchor: number }[]> {
    const where = `tenant = $tenant${id === undefined ? '' : ' AND id = $id'}`;
    const values = { tenant, ...(id === undefined ? {} : { id }) };
    const reader = await this.#connection.runAndReadAll(
      `SELECT measurement, row_id, anchor FROM dead_letters WHERE ${where}`,
      values,
    );
    const taken = reader.getRowObjects().map((row) => ({
      measurement: String(row['measurement']),
      row: String(row['row_id']),
      anchor: Number(row['anchor']),
    }));
    await this.#delete(where, values);
    await this.#recount();
    return taken;
  }

  async #delete(where: string, values: Record<string, string>): Promise<void> {
    await this.#connection.run(`DELETE FROM dead_letters WHERE ${where}`, values);
  }

  async #recount(): Promise<void> {
    const reader = await this.#connection.runAndReadAll('SELECT count(*) FROM dead_letters');
    this.#count = Number(reader.getRows()[0]?.[0] ?? 0);
  }
}
