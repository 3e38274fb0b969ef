import { ClassicLevel } from 'classic-level';
import { checkedValues } from '../kv/checked-values.js';
import { FIRST_CHUNK, keys } from '../kv/keys.js';
import { openStore, writeAll, type Operation, type Store } from '../kv/store.js';

export interface Salvage {
  /** Entries that can be read. */
  readonly kept: number;
  /** Entries that were there and could not be read. */
  readonly dropped: number;
}

const BATCH = 1_000;

/** Deletes the entries whose values are not as they were written. */
async function dropUnreadable(store: Store): Promise<Salvage> {
  const { decode } = checkedValues(() => undefined);
  let kept = 0;
  const unreadable: Operation[] = [];
  for await (const [key, stored] of store.iterator({ valueEncoding: 'utf8' })) {
    try {
      decode(stored);
      kept += 1;
    } catch {
      unreadable.push({ type: 'del', key });
    }
  }
  await writeAll(store, unreadable, { sync: true });
  return { kept, dropped: unreadable.length };
}

/** Makes a damaged ledger one that can be opened, out of what can still be read of it. */
export async function salvageLedger(folder: string): Promise<Salvage> {
  await ClassicLevel.repair(folder);
  const store = await openStore(folder, () => undefined);
  try {
    return await dropUnreadable(store);
  } finally {
    await store.close();
  }
}

/** Has the ledger know of no rows, so that a database without any is built anew and none is missed. */
export async function forgetRows(folder: string): Promise<void> {
  const store = await openStore(folder, () => undefined);
  try {
    const removed = ['rows', 'eventless'].map((name): Operation => ({ type: 'del', key: keys.meta(name) }));
    await writeAll(store, removed, { sync: true });
  } finally {
    await store.close();
  }
}

/** Those of some calls that the ledger has no events of. */
export async function callsWithoutEvents<T extends { readonly tenant: string; readonly call_id: string }>(
  store: Store,
  calls: readonly T[],
): Promise<T[]> {
  const without: T[] = [];
  for (let from = 0; from < calls.length; from += BATCH) {
    const batch = calls.slice(from, from + BATCH);
    const known = await store.hasMany(
      batch.map(({ tenant, call_id }) => keys.chunk(tenant, `call/${call_id}`, FIRST_CHUNK)),
    );
    without.push(...batch.filter((_, index) => known[index] !== true));
  }
  return without;
}
