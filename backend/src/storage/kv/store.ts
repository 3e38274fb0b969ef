import { ClassicLevel } from 'classic-level';
import { checkedValues, type ValueDamaged } from './checked-values.js';

export type Store = ClassicLevel;

export type Operation =
  | { readonly type: 'put'; readonly key: string; readonly value: string }
  | { readonly type: 'del'; readonly key: string };

/** Carries operations out as one, in their order. A chained batch costs a tenth of an array of operations. */
export async function writeAll(
  store: Store,
  operations: readonly Operation[],
  options: { readonly sync: boolean },
): Promise<void> {
  const batch = store.batch();
  for (const operation of operations) {
    if (operation.type === 'put') batch.put(operation.key, operation.value);
    else batch.del(operation.key);
  }
  await batch.write(options);
}

/**
 * Opens the embedded key-value store; its log is replayed, so that everything synced before a crash is there.
 * @param onDamage told of values that are not as they were written
 */
export async function openStore(folder: string, onDamage: (error: ValueDamaged) => void): Promise<Store> {
  const store: Store = new ClassicLevel<string, string>(folder, {
    keyEncoding: 'utf8',
    valueEncoding: checkedValues(onDamage),
    writeBufferSize: 64 << 20,
    cacheSize: 64 << 20,
    maxFileSize: 16 << 20,
  });
  await store.open();
  return store;
}
