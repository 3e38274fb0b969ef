import { entityKey } from './commit.js';
import type { EntityRef } from './submission.js';

/** Changes of more entities than this are not followed to their rows; the oldest are forgotten, which may never become rows. */
const MAX_ENTITIES = 10_000;

/** Which traced request changed an entity, from its write until its row is written; in memory alone. */
export class TraceParents {
  readonly #parents = new Map<string, string>();

  /** The first request that changes an entity is the one that its row is waited for. */
  note({ tenant, entity }: EntityRef, traceParent: string): void {
    const key = entityKey(tenant, entity);
    if (this.#parents.has(key)) return;
    const [oldest] = this.#parents.keys();
    if (this.#parents.size >= MAX_ENTITIES && oldest !== undefined) this.#parents.delete(oldest);
    this.#parents.set(key, traceParent);
  }

  /** Takes out those of some entities, each once, the oldest first. */
  take(entities: readonly EntityRef[]): string[] {
    if (this.#parents.size === 0) return [];
    const taken = new Set<string>();
    for (const { tenant, entity } of entities) {
      const key = entityKey(tenant, entity);
      const traceParent = this.#parents.get(key);
      if (traceParent === undefined) continue;
      taken.add(traceParent);
      this.#parents.delete(key);
    }
    return [...taken];
  }
}
