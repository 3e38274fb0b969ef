import type { Event } from '../events/event.js';
import { keys, partsOf, under } from '../ledger/keys.js';
import { writeAll, type Operation, type Store } from '../ledger/store.js';

interface Entity {
  readonly prefix: string;
  readonly tenant: string;
  readonly chunks: string[];
  readonly events: Event[];
}

/** Keys of one entity, if all that is known of it is older than the retention and has been delivered. */
async function deletions(store: Store, entity: Entity, before: number): Promise<Operation[]> {
  if (entity.events.some(({ at }) => at >= before)) return [];
  if (await store.has(`d${entity.prefix.slice(1)}`)) return [];
  return [
    ...entity.chunks.map((key): Operation => ({ type: 'del', key })),
    ...entity.events.map(({ source, id }): Operation => ({
      type: 'del',
      key: keys.identity(entity.tenant, source, id),
    })),
  ];
}

/**
 * Deletes raw events that are older than their retention; the rows that were folded from them stay. An entity goes as a
 * whole or not at all, so that a late event never folds half of a call. Runs over the store in key order, one entity at a
 * time, so that it needs no memory and can stop anywhere.
 * @param before epoch microseconds
 * @returns how many keys were deleted
 */
export async function expireRawEvents(store: Store, before: number, signal?: AbortSignal): Promise<number> {
  let entity: Entity | undefined;
  let deleted = 0;
  const finish = async (): Promise<void> => {
    if (entity === undefined) return;
    const operations = await deletions(store, entity, before);
    await writeAll(store, operations, { sync: false });
    deleted += operations.length;
  };
  for await (const [key, value] of store.iterator(under('x'))) {
    if (signal?.aborted) return deleted;
    const prefix = key.slice(0, key.lastIndexOf('\u0000'));
    if (entity?.prefix !== prefix) {
      await finish();
      entity = { prefix, tenant: partsOf(key)[1] ?? '', chunks: [], events: [] };
    }
    entity.chunks.push(key);
    entity.events.push(...(JSON.parse(value) as Event[]));
  }
  await finish();
  return deleted;
}
