import type { ReaderPool } from '../storage/duckdb/reader.js';
import { callEntity } from '../storage/ledger/entity.js';
import type { Ledger } from '../storage/ledger/ledger.js';
import type { Millis } from '../lib/time/units.js';

/** Most calls that one round closes. */
const MOST = 10_000;

/**
 * Finds calls that never ended and have not been heard of for too long, and marks them as changed: their fold then closes
 * them as lost. Should the end come after all, the fold sees it, and they are as they should be.
 * @param now epoch milliseconds
 * @returns how many were marked
 */
export async function closeLostCalls(
  readers: ReaderPool,
  ledger: Ledger,
  now: Millis,
  lostAfterMs: number,
): Promise<number> {
  const before = (now - lostAfterMs) * 1_000;
  const rows = await readers.rows(
    `SELECT tenant, call_id FROM calls WHERE outcome = 'in_progress' AND last_event_at <= ${before} LIMIT ${MOST}`,
    {},
  );
  const entities = rows.map(({ tenant, call_id }) => ({ tenant: String(tenant), entity: callEntity(String(call_id)) }));
  if (entities.length > 0) await ledger.markDirty(entities);
  return entities.length;
}
