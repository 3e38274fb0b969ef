import type { DuckDBConnection } from '@duckdb/node-api';
import { ask, type CallRef } from './eventless-calls.js';

/**
 * Puts the rows of some calls, those that there are, into `stage_gone`.
 * @param bounds SQL over `calls` that bounds where they can be
 * @returns whether there is any
 */
export async function stageRemoved(
  writer: DuckDBConnection,
  calls: readonly CallRef[],
  bounds: string,
): Promise<boolean> {
  if (calls.length === 0) return false;
  await ask(writer, calls);
  const result = await writer.run(`
    INSERT INTO stage_removed SELECT tenant, 'calls', anchor, call_id FROM calls SEMI JOIN asked_calls USING (tenant, call_id)
    WHERE ${bounds}`);
  return result.rowsChanged > 0;
}
