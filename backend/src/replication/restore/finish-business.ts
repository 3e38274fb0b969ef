import type { DuckDBConnection } from '@duckdb/node-api';
import type { AttributeDeclaration } from '../../storage/tables/attribute.js';
import { updateJourneys } from '../../projection/rows/journeys.js';
import { takeOverCalls } from '../../projection/rows/update-business.js';
import { PLAIN_TABLES } from '../../storage/tables/plain-tables.js';

const BUSINESS = [PLAIN_TABLES.appointments, PLAIN_TABLES.payments];

/** Has all bookings and payments take over what their calls are, and adds them to the journeys of those. */
export async function finishBusiness(
  writer: DuckDBConnection,
  attributes: readonly AttributeDeclaration[],
): Promise<void> {
  for (const table of BUSINESS) {
    const { name } = table;
    // The start of its call came later into the record than the rest of a row.
    await writer.run(`
      UPDATE ${name} SET call_started_at = calls.started_at FROM calls
      WHERE calls.tenant = ${name}.tenant AND calls.call_id = ${name}.call_id AND ${name}.call_started_at IS NULL`);
    await writer.run(
      `CREATE OR REPLACE TEMP TABLE updated_${name} AS SELECT rowid AS row FROM ${name} WHERE call_id IS NOT NULL`,
    );
    await takeOverCalls(writer, table, `updated_${name}`, attributes);
  }
  await writer.run(`
    CREATE OR REPLACE TEMP TABLE journey_calls AS
    ${BUSINESS.map(({ name }) => `SELECT DISTINCT tenant, call_id, call_started_at AS started_at FROM ${name} WHERE call_id IS NOT NULL`).join(' UNION ')}`);
  await updateJourneys(writer);
}
