import { key, partsOf, under } from '../storage/kv/keys.js';
import { writeAll, type Operation, type Store } from '../storage/kv/store.js';
import type { Definition, Stored } from './definition-kind.js';

/** Versions that are kept of one definition; older ones are forgotten. */
const MAX_VERSIONS = 100;

/** Kinds that had prefixes of their own before there was one for all. */
const OWN_PREFIX: Readonly<Record<string, 'c' | 'f'>> = { metric: 'c', funnel: 'f' };

const padded = (version: number): string => String(version).padStart(9, '0');

/**
 * Definitions of one kind and their versions, beside the events that they are computed from.
 *
 *   c · tenant · id                          → a custom metric
 *   f · tenant · id                          → a funnel
 *   o · kind · tenant · id                   → any other definition
 *   n · kind · tenant · id · version         → one version of any of them
 */
export class DefinitionStore<T extends Definition> {
  readonly #store: () => Store;
  readonly #kind: string;

  constructor(store: () => Store, kind: string) {
    this.#store = store;
    this.#kind = kind;
  }

  async all(): Promise<Stored<T>[]> {
    const own = OWN_PREFIX[this.#kind];
    const entries = await this.#store()
      .iterator(own === undefined ? under('o', this.#kind) : under(own))
      .all();
    const tenantAt = own === undefined ? 2 : 1;
    return entries.map(([entry, value]) => ({
      tenant: partsOf(entry)[tenantAt] ?? '',
      definition: JSON.parse(value) as T,
    }));
  }

  async put(tenant: string, definition: T): Promise<void> {
    const value = JSON.stringify(definition);
    const operations: Operation[] = [
      { type: 'put', key: this.#key(tenant, definition.id), value },
      { type: 'put', key: this.#versionKey(tenant, definition.id, definition.version), value },
    ];
    const outdated = definition.version - MAX_VERSIONS;
    if (outdated > 0) operations.push({ type: 'del', key: this.#versionKey(tenant, definition.id, outdated) });
    await writeAll(this.#store(), operations, { sync: true });
  }

  /** Removes a definition with all its versions. */
  async remove(tenant: string, id: string): Promise<void> {
    const versions = await this.#store()
      .keys(under('n', this.#kind, tenant, id))
      .all();
    const removed = [this.#key(tenant, id), ...versions];
    await writeAll(
      this.#store(),
      removed.map((entry) => ({ type: 'del', key: entry })),
      { sync: true },
    );
  }

  /** Versions of a definition, the latest first. What an earlier release wrote has none before its next change. */
  async versions(tenant: string, id: string): Promise<T[]> {
    const values = await this.#store()
      .values({ ...under('n', this.#kind, tenant, id), reverse: true, limit: MAX_VERSIONS })
      .all();
    return values.map((value) => JSON.parse(value) as T);
  }

  async version(tenant: string, id: string, version: number): Promise<T | undefined> {
    const value = await this.#store().get(this.#versionKey(tenant, id, version));
    return value === undefined ? undefined : (JSON.parse(value) as T);
  }

  #key(tenant: string, id: string): string {
    const own = OWN_PREFIX[this.#kind];
    return own === undefined ? key('o', this.#kind, tenant, id) : key(own, tenant, id);
  }

  #versionKey(tenant: string, id: string, version: number): string {
    return key('n', this.#kind, tenant, id, padded(version));
  }
}
