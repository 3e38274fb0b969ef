import type { DuckDBConnection } from '@duckdb/node-api';

/** Rows that one transaction updates. */
const PART = 500_000;

/**
 * A call whose place was lost and chosen anew, as happens when a database is rebuilt from the ledger, can stand in the
 * record twice: the one that changed last is the call.
 */
export async function dropDoubles(writer: DuckDBConnection): Promise<void> {
  await writer.run(`
    CREATE OR REPLACE TEMP TABLE doubles AS
    SELECT tenant, call_id FROM calls GROUP BY ALL HAVING count(*) > 1`);
  await writer.run(`
    DELETE FROM calls WHERE rowid IN (
      SELECT row FROM (
        SELECT calls.rowid AS row, row_number() OVER (PARTITION BY tenant, call_id ORDER BY change DESC, anchor) AS place
        FROM calls SEMI JOIN doubles USING (tenant, call_id)
      ) WHERE place > 1)`);
}

/** Works out for every call when the same caller called before, and when the caller called next. */
export async function writeHistory(writer: DuckDBConnection): Promise<void> {
  await writer.run(`
    CREATE OR REPLACE TEMP TABLE history AS
    SELECT rowid AS row, lag(started_at) OVER in_time AS previous_at,
      min(started_at) FILTER (WHERE direction = 'inbound') OVER (
        PARTITION BY tenant, caller ORDER BY started_at, call_id ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING
      ) AS next_inbound_at
    FROM calls WHERE caller IS NOT NULL
    WINDOW in_time AS (PARTITION BY tenant, caller ORDER BY started_at, call_id)`);
  const reader = await writer.runAndReadAll('SELECT coalesce(max(row), -1) FROM history');
  const last = Number(reader.getRows()[0]?.[0]);
  for (let from = 0; from <= last; from += PART) {
    await writer.run(`
      UPDATE calls SET previous_at = history.previous_at, next_inbound_at = history.next_inbound_at FROM history
      WHERE calls.rowid = history.row AND history.row BETWEEN ${from} AND ${from + PART - 1}
        AND calls.rowid BETWEEN ${from} AND ${from + PART - 1}
        AND (history.previous_at IS NOT NULL OR history.next_inbound_at IS NOT NULL)`);
  }
  await writer.run('DROP TABLE history');
}
