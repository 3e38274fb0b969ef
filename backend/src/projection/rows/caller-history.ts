import type { DuckDBConnection } from '@duckdb/node-api';

/**
 * Keeps for every call when the same caller called before, and when the caller called next. Whoever is new, returns or
 * calls back is then a comparison within one row, whatever the range, and not a sort of all calls at query time.
 *
 * A call that is new, or that changed its caller, start or direction, changes its neighbours too: so the history of
 * each caller in `touched_callers` is worked out anew from all calls of that caller, in one pass over one column.
 *
 * Leaves `history_changes` behind: the calls that changed, with what they were.
 */
export async function updateCallerHistory(writer: DuckDBConnection): Promise<void> {
  await writer.run(`
    CREATE OR REPLACE TEMP TABLE history_changes AS
    WITH touched_calls AS (
      SELECT calls.rowid AS row, tenant, call_id, caller, started_at, direction, previous_at, next_inbound_at
      FROM calls SEMI JOIN touched_callers USING (tenant, caller)
    ), history AS (
      SELECT *,
        lag(started_at) OVER in_time AS new_previous_at,
        min(started_at) FILTER (WHERE direction = 'inbound') OVER (
          PARTITION BY tenant, caller ORDER BY started_at, call_id ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING
        ) AS new_next_inbound_at
      FROM touched_calls
      WINDOW in_time AS (PARTITION BY tenant, caller ORDER BY started_at, call_id)
    )
    SELECT row, tenant, call_id, started_at, new_previous_at, new_next_inbound_at,
      (previous_at IS NULL) <> (new_previous_at IS NULL) AS newness_changed
    FROM history
    WHERE previous_at IS DISTINCT FROM new_previous_at OR next_inbound_at IS DISTINCT FROM new_next_inbound_at`);
  await writer.run(`
    UPDATE calls SET previous_at = change.new_previous_at, next_inbound_at = change.new_next_inbound_at
    FROM history_changes AS change WHERE calls.rowid = change.row`);
}
