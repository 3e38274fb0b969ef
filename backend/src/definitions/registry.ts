import type { Store } from '../storage/kv/store.js';
import type { Definition, DefinitionKind } from './definition-kind.js';
import { DefinitionSet } from './definition-set.js';
import { DefinitionStore } from './definition-store.js';
import type { Clock } from '../lib/time/units.js';

/** A definition of any kind, as it is mirrored. */
export interface AnyDefinition {
  readonly kind: string;
  readonly tenant: string;
  readonly id: string;
  /** JSON. */
  readonly document: string;
}

interface Dependencies {
  readonly store: () => Store;
  /** Epoch milliseconds. */
  readonly clock: Clock;
}

/** All kinds of definitions. */
export class DefinitionRegistry {
  readonly #dependencies: Dependencies;
  readonly #sets = new Map<string, DefinitionSet<Definition>>();
  readonly #listeners: ((tenant: string, kind: string) => void)[] = [];

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
  }

  /** Registers a kind, and reads what is stored of it. */
  async register<T extends Definition>(kind: DefinitionKind<T>): Promise<DefinitionSet<T>> {
    if (this.#sets.has(kind.name)) throw new Error(`there is a kind "${kind.name}" already`);
    const { store, clock } = this.#dependencies;
    const set = new DefinitionSet(kind, {
      store: new DefinitionStore<T>(store, kind.name),
      clock,
      onChange: (tenant) => {
        for (const listener of this.#listeners) listener(tenant, kind.name);
      },
    });
    await set.load();
    this.#sets.set(kind.name, set as unknown as DefinitionSet<Definition>);
    return set;
  }

  get sets(): readonly DefinitionSet<Definition>[] {
    return [...this.#sets.values()];
  }

  /** Calls back after every change, also one that was taken over from another instance. */
  onChange(listener: (tenant: string, kind: string) => void): void {
    this.#listeners.push(listener);
  }

  /** Definitions of all kinds and tenants. */
  all(): AnyDefinition[] {
    return this.sets.flatMap((set) =>
      set.all().map(({ tenant, definition }) => ({
        kind: set.kind.name,
        tenant,
        id: definition.id,
        document: JSON.stringify(definition),
      })),
    );
  }

  /** Takes these in the place of all that there are; kinds that are not known here are left out. */
  async adopt(definitions: readonly AnyDefinition[]): Promise<void> {
    for (const set of this.sets) {
      const own = definitions.filter(({ kind }) => kind === set.kind.name);
      await set.adopt(own.map(({ tenant, document }) => ({ tenant, definition: JSON.parse(document) as Definition })));
    }
  }

  knows(kind: string): boolean {
    return this.#sets.has(kind);
  }
}
