import type { Event } from '../storage/ledger/event.js';
import { partsOf } from '../storage/kv/keys.js';
import { CHUNKS, DIRTY, IDENTITIES } from '../storage/ledger/ledger-keys.js';
import { writeAll, type Operation, type Store } from '../storage/kv/store.js';
import type { EntityRef } from '../storage/ledger/submission.js';
import type { Micros } from '../lib/time/units.js';

interface Entity {
  readonly tenant: string;
  readonly entity: string;
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
  if (await store.has(DIRTY.of(entity.tenant, entity.entity))) return [];
  return [
    ...entity.chunks.map((key): Operation => ({ type: 'del', key })),
    ...entity.events.map(({ source, id }): Operation => ({
      type: 'del',
      key: IDENTITIES.of(entity.tenant, source, id),
    })),
  ];
}

/** Every entity with all its events, in key order. One whose chunks were not all read when the signal aborts is left out. */
async function* entitiesIn(store: Store, signal: AbortSignal | undefined): AsyncGenerator<Entity> {
  let current: Entity | undefined;
  for await (const [key, value] of store.iterator(CHUNKS.under())) {
    if (signal?.aborted) return;
    const [, tenant = '', entity = ''] = partsOf(key);
    if (current?.tenant !== tenant || current.entity !== entity) {
      if (current !== undefined) yield current;
      current = { tenant, entity, chunks: [], events: [] };
    }
    current.chunks.push(key);
    current.events.push(...(JSON.parse(value) as Event[]));
  }
  if (current !== undefined) yield current;
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
  for await (const { chunks, events, ...ref } of entitiesIn(store, signal)) {
    const operations = await deletions(store, { ...ref, chunks, events }, before);
    if (operations.length > 0) expired.push({ ref, operations });
    if (expired.length >= BATCH) await flush();
  }
  await flush();
  return deleted;
}
