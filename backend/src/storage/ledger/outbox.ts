/** One changed entity that is to be delivered. */
export interface Dirty {
  readonly tenant: string;
  readonly entity: string;
  readonly version: number;
}

interface Entry {
  dirty: Dirty;
  /** When it became dirty first, in milliseconds of `performance.now`. */
  readonly since: number;
}

const keyOf = (tenant: string, entity: string): string => `${tenant}\u0000${entity}`;

/**
 * Mirror of the dirty keys, in the order in which entities became dirty. An entity that changes while it is being
 * delivered gets a new version and is delivered again.
 */
export class Outbox {
  readonly #dirty = new Map<string, Entry>();

  get size(): number {
    return this.#dirty.size;
  }

  mark(dirty: Dirty): void {
    const key = keyOf(dirty.tenant, dirty.entity);
    const known = this.#dirty.get(key);
    if (known === undefined) this.#dirty.set(key, { dirty, since: performance.now() });
    else known.dirty = dirty;
  }

  /** Milliseconds since the oldest entry became dirty; 0 without any. */
  get age(): number {
    const oldest = this.#dirty.values().next();
    return oldest.done === true ? 0 : performance.now() - oldest.value.since;
  }

  /** The oldest entries, at most so many. */
  peek(most: number): Dirty[] {
    const batch: Dirty[] = [];
    for (const { dirty } of this.#dirty.values()) {
      if (batch.length >= most) break;
      batch.push(dirty);
    }
    return batch;
  }

  has(tenant: string, entity: string): boolean {
    return this.#dirty.has(keyOf(tenant, entity));
  }

  /** Whether an entity has not changed since it was in this version. */
  isCurrent({ tenant, entity, version }: Dirty): boolean {
    return this.#dirty.get(keyOf(tenant, entity))?.dirty.version === version;
  }

  /** Forgets what was delivered, unless it changed again meanwhile. */
  settle(delivered: readonly Dirty[]): void {
    for (const dirty of delivered) {
      if (this.isCurrent(dirty)) this.#dirty.delete(keyOf(dirty.tenant, dirty.entity));
    }
  }
}
