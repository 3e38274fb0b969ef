import type { Funnel, FunnelInput } from '@callsight/contract/query/funnel';
import type { Definitions, Stored } from '../definitions.js';
import { APPOINTMENT_FUNNEL, resolveFunnel } from './funnel.js';
import { QueryError } from '../language/query-error.js';

/** Funnels that are there without being saved. */
export const BUILT_IN_FUNNELS: readonly Funnel[] = [APPOINTMENT_FUNNEL];

/** Most funnels that one tenant can save. */
const MAX_FUNNELS = 1_000;

const isBuiltIn = (id: string): boolean => BUILT_IN_FUNNELS.some((funnel) => funnel.id === id);

/** The funnels of each tenant: what is built in, and what the tenant saved. */
export class SavedFunnels {
  readonly #store: Definitions<Funnel>;
  readonly #clock: () => number;
  /** Told of the tenant whose definitions changed. */
  onChange: (tenant: string) => void = () => undefined;
  readonly #tenants = new Map<string, Map<string, Funnel>>();

  private constructor(store: Definitions<Funnel>, clock: () => number) {
    this.#store = store;
    this.#clock = clock;
  }

  /** @param clock epoch milliseconds */
  static async load(store: Definitions<Funnel>, clock: () => number): Promise<SavedFunnels> {
    const funnels = new SavedFunnels(store, clock);
    funnels.#fill(await store.all());
    return funnels;
  }

  /** All saved funnels of all tenants. */
  all(): Stored<Funnel>[] {
    return [...this.#tenants].flatMap(([tenant, own]) =>
      [...own.values()].map((definition) => ({ tenant, definition })),
    );
  }

  /** Takes these funnels, as they are, in the place of all that there are. */
  async adopt(funnels: readonly Stored<Funnel>[]): Promise<void> {
    const before = [...this.#tenants.keys()];
    for (const { tenant, definition } of this.all()) await this.#store.remove(tenant, definition.id);
    for (const { tenant, definition } of funnels) await this.#store.put(tenant, definition);
    this.#tenants.clear();
    this.#fill(funnels);
    for (const tenant of new Set([...before, ...this.#tenants.keys()])) this.onChange(tenant);
  }

  /** Those that a tenant can ask for, built in ones first. */
  list(tenant: string): Funnel[] {
    return [...BUILT_IN_FUNNELS, ...(this.#tenants.get(tenant)?.values() ?? [])];
  }

  get(tenant: string, id: string): Funnel | undefined {
    return this.list(tenant).find((funnel) => funnel.id === id);
  }

  /** Saves a funnel, or replaces one under the same id with its next version. @throws QueryError when it is not valid */
  async put(tenant: string, input: FunnelInput): Promise<Funnel> {
    if (isBuiltIn(input.id)) throw new QueryError('funnel_exists', `${input.id} is built in; choose another id`, '/id');
    resolveFunnel(input, '');
    const existing = this.get(tenant, input.id);
    if (existing === undefined && (this.#tenants.get(tenant)?.size ?? 0) >= MAX_FUNNELS)
      throw new QueryError('too_many_funnels', `a tenant can save ${MAX_FUNNELS} funnels; delete one first`);
    const version = (existing?.version ?? 0) + 1;
    const funnel: Funnel = { ...input, version, updated_at: new Date(this.#clock()).toISOString() };
    await this.#store.put(tenant, funnel);
    this.#set(tenant, funnel);
    this.onChange(tenant);
    return funnel;
  }

  /** @returns false when the tenant has not saved any such funnel */
  async remove(tenant: string, id: string): Promise<boolean> {
    if (isBuiltIn(id)) throw new QueryError('funnel_built_in', `${id} is built in and stays`, '/id');
    const own = this.#tenants.get(tenant);
    if (own?.has(id) !== true) return false;
    await this.#store.remove(tenant, id);
    own.delete(id);
    this.onChange(tenant);
    return true;
  }

  #fill(funnels: readonly Stored<Funnel>[]): void {
    for (const { tenant, definition } of funnels) this.#set(tenant, definition);
  }

  #set(tenant: string, funnel: Funnel): void {
    const own = this.#tenants.get(tenant) ?? new Map<string, Funnel>();
    own.set(funnel.id, funnel);
    this.#tenants.set(tenant, own);
  }
}
