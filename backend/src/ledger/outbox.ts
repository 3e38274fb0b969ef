/** One changed entity that is to be delivered. */
export interface Dirty {
  readonly tenant: string;
  readonly entity: string;
  readonly version: number;
}

const keyOf = (tenant: string, entity: string): string => `${tenant}\u0000${entity}`;

/**
 * Mirror of the dirty keys, in the order in which entities became dirty. An entity that changes while it is being
 * delivered gets a new version and is delivered again.
 */
export class Outbox {
  readonly #dirty = new Map<string, Dirty>();

  get size(): number {
    return this.#dirty.size;
  }

  mark(dirty: Dirty): void {
    this.#dirty.set(keyOf(dirty.tenant, dirty.entity), dirty);
  }

  /** The oldest entries, at most so many. */
  peek(most: number): Dirty[] {
    const batch: Dirty[] = [];
    for (const dirty of this.#dirty.values()) {
      if (batch.length >= most) break;
      batch.push(dirty);
    }
    return batch;
  }

  /** Forgets what was delivered in its present version. @returns those that are now clean */
  settle(delivered: readonly Dirty[]): Dirty[] {
    return delivered.filter((dirty) => {
      const key = keyOf(dirty.tenant, dirty.entity);
      return this.#dirty.get(key)?.version === dirty.version && this.#dirty.delete(key);
    });
  }
}
