import type { DuckDBConnection } from '@duckdb/node-api';
import { ALL_PLAIN } from '../../storage/tables/plain-tables.js';

/** Notes in the database about how far a restore has come. */
export class RestoreMarks {
  readonly #writer: DuckDBConnection;

  constructor(writer: DuckDBConnection) {
    this.#writer = writer;
  }

  async get(name: string): Promise<string | undefined> {
    const reader = await this.#writer.runAndReadAll(`SELECT value FROM meta WHERE name = 'restore_${name}'`);
    const value = reader.getRows()[0]?.[0];
    return value === undefined ? undefined : String(value);
  }

  async has(name: string): Promise<boolean> {
    return (await this.get(name)) !== undefined;
  }

  async set(name: string, value: string): Promise<void> {
    await this.#writer.run(`DELETE FROM meta WHERE name = 'restore_${name}'`);
    await this.#writer.run(`INSERT INTO meta VALUES ('restore_${name}', $value)`, { value });
  }

  /** Everything of a measurement before this time has been taken in; epoch microseconds. */
  async readTo(measurement: string): Promise<number> {
    return Number((await this.get(measurement)) ?? 0);
  }

  setReadTo(measurement: string, to: number): Promise<void> {
    return this.set(measurement, String(to));
  }

  /** What was restored is in the record; who follows goes on from the cursors. */
  async finish(): Promise<void> {
    const run = (sql: string) => this.#writer.run(sql);
    await run('BEGIN');
    await run("DELETE FROM meta WHERE name IN ('follow_cursors', 'published')");
    await run("INSERT INTO meta SELECT 'follow_cursors', value FROM meta WHERE name = 'restore_cursors'");
    await run(`INSERT INTO meta SELECT 'published', coalesce(max(change), 0)::VARCHAR FROM
      (SELECT max(change) AS change FROM calls UNION ALL ${ALL_PLAIN.map(({ name }) => `SELECT max(change) FROM ${name}`).join(' UNION ALL ')})`);
    await run("DELETE FROM meta WHERE starts_with(name, 'restore_')");
    await run("INSERT INTO meta VALUES ('restored', 'true')");
    await run('COMMIT');
  }

  /** Whether the rows have been restored already, and nobody has taken them over since. */
  async isRestored(): Promise<boolean> {
    const reader = await this.#writer.runAndReadAll("SELECT 1 FROM meta WHERE name = 'restored'");
    return reader.currentRowCount > 0;
  }

  /** Empties the database, so that it can be restored. */
  async startOver(): Promise<void> {
    const run = (sql: string) => this.#writer.run(sql);
    await run('BEGIN');
    const tables = ['calls', 'turns', ...ALL_PLAIN.map(({ name }) => name), 'retractions', 'kpi_dirty'];
    for (const table of tables) await run(`DELETE FROM ${table}`);
    await run("DELETE FROM meta WHERE name <> 'version'");
    await run('COMMIT');
  }
}
