import type { DuckDBConnection } from '@duckdb/node-api';
import type { AttributeDeclaration } from '../../storage/tables/attribute.js';
import type { RowMarks } from './row-marks.js';
import { takeOverCalls } from './update-business.js';
import { PLAIN_TABLES } from '../../storage/tables/plain-tables.js';
import type { ChangedDay } from './replace-rows.js';

/** Rows that stand before these places in the record are too old; epoch microseconds, undefined keeps everything. */
export interface RowLimits {
  readonly calls: number | undefined;
  readonly turns: number | undefined;
  readonly samples: number | undefined;
}

const DAY = '86_400_000_000';

async function collect(writer: DuckDBConnection, table: string, time: string, where: string): Promise<number> {
  const result = await writer.run(
    `INSERT INTO expired_days SELECT DISTINCT tenant, ${time} // ${DAY} FROM ${table} WHERE ${where}`,
  );
  return result.rowsChanged;
}

async function expireTurns(writer: DuckDBConnection, before: number): Promise<void> {
  const old = `(tenant, call_id) IN (SELECT (tenant, call_id) FROM calls WHERE anchor < ${before})`;
  await collect(writer, 'turns', 'happened_at', old);
  await writer.run(`DELETE FROM turns WHERE ${old}`);
}

const BUSINESS = [PLAIN_TABLES.appointments, PLAIN_TABLES.payments];

/** Notes bookings and payments of calls that are old, or that are first calls of their callers from now on. */
async function noteBusiness(writer: DuckDBConnection, calls: string): Promise<void> {
  for (const { name, time } of BUSINESS) {
    const own = `(tenant, call_id) IN (SELECT (tenant, call_id) FROM ${calls})`;
    await writer.run(`INSERT INTO expired_${name} SELECT rowid AS row FROM ${name} WHERE ${own}`);
    await collect(writer, name, time, own);
  }
}

/** What is known of a call goes with it; its bookings and payments stay. */
async function updateBusiness(writer: DuckDBConnection, attributes: readonly AttributeDeclaration[]): Promise<void> {
  for (const table of BUSINESS) await takeOverCalls(writer, table, `expired_${table.name}`, attributes);
}

/**
 * Deletes old calls. A caller whose earlier calls are gone is as good as new with the next one, and a booking whose call is
 * gone has an unknown agent, which is what a database says that was restored from what is left.
 */
async function expireCalls(
  writer: DuckDBConnection,
  before: number,
  { change, marks, attributes }: Expiry,
): Promise<void> {
  if ((await collect(writer, 'calls', 'started_at', `anchor < ${before}`)) === 0) return;
  await expireTurns(writer, before);
  for (const { name } of BUSINESS) await writer.run(`CREATE OR REPLACE TEMP TABLE expired_${name} (row BIGINT)`);
  await noteBusiness(writer, `calls WHERE anchor < ${before}`);
  await writer.run(`
    CREATE OR REPLACE TEMP TABLE expired_callers AS
    SELECT DISTINCT tenant, caller FROM calls WHERE anchor < ${before} AND caller IS NOT NULL`);
  await writer.run(`DELETE FROM calls WHERE anchor < ${before}`);
  await writer.run(`
    CREATE OR REPLACE TEMP TABLE first_calls AS
    SELECT rowid AS row, tenant, call_id, started_at FROM calls SEMI JOIN expired_callers USING (tenant, caller)
    WHERE previous_at IS NOT NULL
    QUALIFY row_number() OVER (PARTITION BY tenant, caller ORDER BY started_at, call_id) = 1`);
  await writer.run('UPDATE calls SET previous_at = NULL WHERE rowid IN (SELECT row FROM first_calls)');
  await writer.run(`
    UPDATE turns SET new_caller = true FROM first_calls AS first
    WHERE turns.tenant = first.tenant AND turns.call_id = first.call_id AND turns.call_started_at = first.started_at`);
  await collect(writer, 'calls', 'started_at', 'rowid IN (SELECT row FROM first_calls)');
  await marks?.mark('calls', 'calls WHERE rowid IN (SELECT row FROM first_calls)', change);
  await noteBusiness(writer, 'first_calls');
  await updateBusiness(writer, attributes);
}

interface Expiry {
  /** Number of this change. */
  readonly change: number;
  readonly marks: RowMarks | undefined;
  readonly attributes: readonly AttributeDeclaration[];
}

/** Deletes what is older than its dataset is kept. @returns the days in which rows went or changed */
export async function expireRows(writer: DuckDBConnection, limits: RowLimits, expiry: Expiry): Promise<ChangedDay[]> {
  await writer.run('CREATE OR REPLACE TEMP TABLE expired_days (tenant VARCHAR, day BIGINT)');
  await writer.run('BEGIN');
  try {
    if (limits.turns !== undefined) await expireTurns(writer, limits.turns);
    if (limits.calls !== undefined) await expireCalls(writer, limits.calls, expiry);
    if (limits.samples !== undefined) {
      await collect(writer, 'samples', 'happened_at', `anchor < ${limits.samples}`);
      await writer.run(`DELETE FROM samples WHERE anchor < ${limits.samples}`);
    }
    await writer.run('COMMIT');
  } catch (error) {
    await writer.run('ROLLBACK');
    throw error;
  }
  const reader = await writer.runAndReadAll('SELECT DISTINCT tenant, day FROM expired_days');
  return reader.getRowObjects().map(({ tenant, day }) => ({ tenant: String(tenant), day: Number(day) }));
}
