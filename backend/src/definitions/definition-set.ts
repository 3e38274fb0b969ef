import { QueryError } from '../analytics/catalogue/language/query-error.js';
import type { Definition, DefinitionKind, Stored } from './definition-kind.js';
import type { DefinitionStore } from './definition-store.js';
import type { Clock } from '../lib/time/units.js';

interface Dependencies<T extends Definition> {
  readonly store: DefinitionStore<T>;
  /** Epoch milliseconds. */
  readonly clock: Clock;
  /** Told of the tenant whose definitions have changed. */
  readonly onChange: (tenant: string) => void;
}

/** The definitions of one kind, of all tenants: in memory as they apply, in the store with their versions. */
export class DefinitionSet<T extends Definition> {
  readonly kind: DefinitionKind<T>;
  readonly #dependencies: Dependencies<T>;
  readonly #tenants = new Map<string, Map<string, T>>();

  constructor(kind: DefinitionKind<T>, dependencies: Dependencies<T>) {
    this.kind = kind;
    this.#dependencies = dependencies;
  }

  /** Reads what is stored. */
  async load(): Promise<void> {
    this.#fill(await this.#dependencies.store.all());
  }

  /** All that tenants have defined; not what is built in. */
  all(): Stored<T>[] {
    return [...this.#tenants].flatMap(([tenant, own]) =>
      [...own.values()].map((definition) => ({ tenant, definition })),
    );
  }

  /** Those that a tenant can use, built-in ones first. */
  list(tenant: string): T[] {
    const own = this.#tenants.get(tenant);
    return [...this.kind.builtIns.filter(({ id }) => own?.has(id) !== true), ...(own?.values() ?? [])];
  }

  get(tenant: string, id: string): T | undefined {
    return this.#tenants.get(tenant)?.get(id) ?? this.#builtIn(id);
  }

  /**
   * Adds a definition, or replaces the one under its id with the next version.
   * @param author id of the API key
   * @throws QueryError when it is not valid, built in, or one too many
   */
  async put(tenant: string, input: Pick<T, 'id'>, author: string): Promise<T> {
    const { id } = input;
    const { name, plural, maxPerTenant, checkPut } = this.kind;
    if (this.#isFixed(id)) throw new QueryError(`${name}_exists`, `${id} is built in; choose another id`, '/id');
    const own = this.#tenants.get(tenant);
    const existing = own?.get(id);
    if (existing === undefined && (own?.size ?? 0) >= maxPerTenant)
      throw new QueryError(`too_many_${plural}`, `a tenant can define ${maxPerTenant} ${plural}; delete one first`);
    const next = {
      ...input,
      version: (existing?.version ?? 0) + 1,
      updated_at: new Date(this.#dependencies.clock()).toISOString(),
      updated_by: author,
    } as T;
    const take = checkPut(tenant, next);
    await this.#dependencies.store.put(tenant, next);
    take();
    this.#set(tenant, next);
    this.#dependencies.onChange(tenant);
    return next;
  }

  /** @returns false when the tenant has no such definition; @throws QueryError when it is built in, or others need it */
  async remove(tenant: string, id: string): Promise<boolean> {
    const own = this.#tenants.get(tenant);
    if (this.#isFixed(id) || (this.#builtIn(id) !== undefined && own?.has(id) !== true))
      throw new QueryError(`${this.kind.name}_built_in`, `${id} is built in and cannot be deleted`, '/id');
    if (own?.has(id) !== true) return false;
    const take = this.kind.checkRemoval(tenant, id);
    await this.#dependencies.store.remove(tenant, id);
    take();
    own.delete(id);
    this.#dependencies.onChange(tenant);
    return true;
  }

  /** Versions of a definition, the latest first; undefined when there is no such definition. */
  async versions(tenant: string, id: string): Promise<readonly T[] | undefined> {
    const current = this.get(tenant, id);
    if (current === undefined) return undefined;
    const versions = await this.#dependencies.store.versions(tenant, id);
    // What an earlier release wrote, and what is built in, has only its present version.
    return versions.length === 0 ? [current] : versions;
  }

  async version(tenant: string, id: string, version: number): Promise<T | undefined> {
    const current = this.get(tenant, id);
    if (current === undefined || current.version === version) return current;
    return this.#dependencies.store.version(tenant, id, version);
  }

  /** Takes these definitions, as they are, in the place of all that there are. */
  async adopt(definitions: readonly Stored<T>[]): Promise<void> {
    const { store, onChange } = this.#dependencies;
    const before = [...this.#tenants.keys()];
    const keep = new Set(definitions.map(({ tenant, definition }) => `${tenant}\u0000${definition.id}`));
    for (const { tenant, definition } of this.all())
      if (!keep.has(`${tenant}\u0000${definition.id}`)) await store.remove(tenant, definition.id);
    for (const { tenant, definition } of definitions) await store.put(tenant, definition);
    this.#tenants.clear();
    for (const tenant of before) this.kind.load(tenant, []);
    this.#fill(definitions);
    for (const tenant of new Set([...before, ...this.#tenants.keys()])) onChange(tenant);
  }

  #builtIn(id: string): T | undefined {
    return this.kind.builtIns.find((one) => one.id === id);
  }

  /** Whether it is built in and stays as it is. */
  #isFixed(id: string): boolean {
    return this.kind.replacesBuiltIns !== true && this.#builtIn(id) !== undefined;
  }

  #fill(stored: readonly Stored<T>[]): void {
    const byTenant = new Map<string, T[]>();
    for (const { tenant, definition } of stored) {
      const own = byTenant.get(tenant);
      if (own === undefined) byTenant.set(tenant, [definition]);
      else own.push(definition);
    }
    for (const [tenant, own] of byTenant) {
      const invalid = this.kind.load(tenant, own);
      for (const definition of own) if (!invalid.has(definition.id)) this.#set(tenant, definition);
    }
  }

  #set(tenant: string, definition: T): void {
    const own = this.#tenants.get(tenant) ?? new Map<string, T>();
    own.set(definition.id, definition);
    this.#tenants.set(tenant, own);
  }
}
