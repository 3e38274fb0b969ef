import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import { createTables, tablesFor } from '../../../src/storage/duckdb/schema.js';

const FIXTURE = join(__dirname, '../../upgrade/0.1.0.tar.gz');

const countOf = async (connection: DuckDBConnection, what: string): Promise<number> => {
  const reader = await connection.runAndReadAll(`SELECT ${what}`);
  return Number(reader.getRows()[0]?.[0]);
};

test('rows of version 0.1.0, whose events may be gone, stay in the tables and keep the links that were reported', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'callsight-migration-'));
  execFileSync('tar', ['-xzf', FIXTURE, '-C', folder]);
  const instance = await DuckDBInstance.create(join(folder, 'callsight.duckdb'));
  const connection = await instance.connect();
  try {
    const before = {
      calls: await countOf(connection, 'count(*) FROM calls'),
      bookings: await countOf(connection, 'count(told_call_id) FROM appointments'),
      payments: await countOf(connection, 'count(told_appointment_id) FROM payments'),
    };
    expect(Object.values(before).every((count) => count > 0)).toBe(true);
    await createTables(connection, tablesFor([{ name: 'plan', type: 'string' }]));
    expect({
      calls: await countOf(connection, 'count(*) FROM calls'),
      bookings: await countOf(connection, 'count(reported_call_id) FROM appointments'),
      payments: await countOf(connection, 'count(reported_appointment_id) FROM payments'),
    }).toEqual(before);
    expect(await countOf(connection, "count(*) FROM information_schema.columns WHERE column_name LIKE 'told%'")).toBe(
      0,
    );
  } finally {
    connection.closeSync();
    instance.closeSync();
    rmSync(folder, { recursive: true });
  }
});
