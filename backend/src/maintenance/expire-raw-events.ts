import type { Event } from '../storage/ledger/event.js';
import { keys, partsOf, under } from '../storage/kv/keys.js';
import { writeAll, type Operation, type Store } from '../storage/kv/store.js';
import type { EntityRef } from '../storage/ledger/submission.js';
import type { Micros } from '../lib/time/units.js';

interface Entity {
  readonly prefix: string;
  readonly tenant: string;
  readonly chunks: string[];
  readonly events: Event[];
}

interface ExpiryOptions {
  /** Told of entities before their events go: should a late event come, it is told apart from a first one. */
  readonly onExpire?: (entities: readonly EntityRef[]) => Promise<void>;
  readonly signal?: AbortSignal;
}

/** Entities whose events go at once. */
const BATCH = 1_000;

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
 * time, so that it needs little memory and can stop anywhere.
 * @param before epoch microseconds
 * @returns how many keys were deleted
 */
export async function expireRawEvents(
  store: Store,
  before: Micros,
  { onExpire = () => Promise.resolve(), signal }: ExpiryOptions = {},
): Promise<number> {
  let entity: Entity | undefined;
  let deleted = 0;
  let expired: { ref: EntityRef; operations: Operation[] }[] = [];
  const flush = async (): Promise<void> => {
    if (expired.length === 0) return;
    await onExpire(expired.map(({ ref }) => ref));
    const operations = expired.flatMap((one) => one.operations);
    await writeAll(store, operations, { sync: false });
    deleted += operations.length;
    expired = [];
  };
  const finish = async (): Promise<void> => {
    if (entity === undefined) return;
    const operations = await deletions(store, entity, before);
    const { tenant, prefix } = entity;
    if (operations.length > 0) expired.push({ ref: { tenant, entity: partsOf(prefix)[2] ?? '' }, operations });
    if (expired.length >= BATCH) await flush();
  };
  for await (const [key, value] of store.iterator(under('x'))) {
    if (signal?.aborted) break;
    const prefix = key.slice(0, key.lastIndexOf('\u0000'));
    if (entity?.prefix !== prefix) {
      await finish();
      entity = { prefix, tenant: partsOf(key)[1] ?? '', chunks: [], events: [] };
    }
    entity.chunks.push(key);
    entity.events.push(...(JSON.parse(value) as Event[]));
  }
  if (!signal?.aborted) await finish();
  await flush();
  return deleted;
}
