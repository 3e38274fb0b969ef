import { partsOf } from '../storage/kv/keys.js';
import { CHUNKS, DIRTY } from '../storage/ledger/ledger-keys.js';
import type { Ledger } from '../storage/ledger/ledger.js';
import type { EntityRef } from '../storage/ledger/submission.js';

const BATCH = 10_000;

/**
 * Marks every entity that becomes a row as changed, so that all rows are folded anew.
 * @param tenant whose; those of all tenants if absent
 * @param onBatch told of them before
 * @returns how many
 */
export async function replayAll(
  ledger: Ledger,
  tenant?: string,
  onBatch: (entities: readonly EntityRef[]) => Promise<void> = () => Promise.resolve(),
): Promise<number> {
  let batch: { tenant: string; entity: string }[] = [];
  let count = 0;
  let last = '';
  const flush = async (): Promise<void> => {
    await onBatch(batch);
    await ledger.markDirty(batch);
    count += batch.length;
    batch = [];
  };
  for await (const key of ledger.store.keys(tenant === undefined ? CHUNKS.under() : CHUNKS.under(tenant))) {
    const [, owner = '', entity = ''] = partsOf(key);
    const dirty = DIRTY.of(owner, entity);
    if (dirty === last) continue;
    last = dirty;
    batch.push({ tenant: owner, entity });
    if (batch.length >= BATCH) await flush();
  }
  await flush();
  return count;
}
