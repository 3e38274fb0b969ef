import type { CustomMetric, CustomMetricInput } from '@callsight/contract/query/custom-metric';
import type { Catalogue } from './catalogue.js';
import type { Definitions, Stored } from './definitions.js';
import { QueryError } from './language/query-error.js';

/** A custom metric, and whose it is. */
export type StoredMetric = Stored<CustomMetric>;

type OnInvalid = (tenant: string, id: string, reason: string) => void;

type MetricStore = Definitions<CustomMetric>;

interface TenantMetrics {
  catalogue: Catalogue;
  readonly metrics: Map<string, CustomMetric>;
}

/** Most metrics that one tenant can define. */
const MAX_METRICS = 1_000;

/** The catalogue of each tenant: what is built in, and the metrics that the tenant defined. */
export class CustomMetrics {
  readonly #builtIn: Catalogue;
  readonly #store: MetricStore;
  readonly #clock: () => number;
  /** Told of the tenant whose definitions changed. */
  onChange: (tenant: string) => void = () => undefined;
  readonly #onInvalid: OnInvalid;
  readonly #tenants = new Map<string, TenantMetrics>();

  private constructor(builtIn: Catalogue, store: MetricStore, clock: () => number, onInvalid: OnInvalid) {
    this.#builtIn = builtIn;
    this.#store = store;
    this.#clock = clock;
    this.#onInvalid = onInvalid;
  }

  /**
   * Reads the stored metrics.
   * @param onInvalid told of a metric that no longer fits, such as one whose attribute is gone; it is left out, not lost
   */
  static async load(
    builtIn: Catalogue,
    store: MetricStore,
    clock: () => number,
    onInvalid: OnInvalid,
  ): Promise<CustomMetrics> {
    const metrics = new CustomMetrics(builtIn, store, clock, onInvalid);
    metrics.#fill(await store.all());
    return metrics;
  }

  /** All metrics of all tenants. */
  all(): StoredMetric[] {
    return [...this.#tenants].flatMap(([tenant, { metrics }]) =>
      [...metrics.values()].map((definition) => ({ tenant, definition })),
    );
  }

  /** Takes these metrics, as they are, in the place of all that there are. */
  async adopt(metrics: readonly StoredMetric[]): Promise<void> {
    const before = [...this.#tenants.keys()];
    for (const { tenant, definition } of this.all()) await this.#store.remove(tenant, definition.id);
    for (const { tenant, definition } of metrics) await this.#store.put(tenant, definition);
    this.#tenants.clear();
    this.#fill(metrics);
    for (const tenant of new Set([...before, ...this.#tenants.keys()])) this.onChange(tenant);
  }

  #fill(stored: readonly StoredMetric[]): void {
    const byTenant = new Map<string, CustomMetric[]>();
    for (const { tenant, definition } of stored) {
      const own = byTenant.get(tenant);
      if (own === undefined) byTenant.set(tenant, [definition]);
      else own.push(definition);
    }
    for (const [tenant, own] of byTenant) {
      const invalid = new Set<string>();
      const catalogue = this.#builtIn.withAll(own, (id, reason) => {
        invalid.add(id);
        this.#onInvalid(tenant, id, reason);
      });
      const valid = own.filter(({ id }) => !invalid.has(id));
      this.#tenants.set(tenant, { catalogue, metrics: new Map(valid.map((metric) => [metric.id, metric])) });
    }
  }

  catalogue(tenant: string): Catalogue {
    return this.#tenants.get(tenant)?.catalogue ?? this.#builtIn;
  }

  list(tenant: string): CustomMetric[] {
    return [...(this.#tenants.get(tenant)?.metrics.values() ?? [])];
  }

  get(tenant: string, id: string): CustomMetric | undefined {
    return this.#tenants.get(tenant)?.metrics.get(id);
  }

  /** Adds a metric, or replaces one under the same id with its next version. @throws QueryError when it is not valid */
  async put(tenant: string, input: CustomMetricInput): Promise<CustomMetric> {
    const existing = this.get(tenant, input.id);
    if (existing === undefined && this.list(tenant).length >= MAX_METRICS)
      throw new QueryError('too_many_metrics', `a tenant can define ${MAX_METRICS} metrics; delete one first`);
    const version = (existing?.version ?? 0) + 1;
    const metric: CustomMetric = { ...input, version, updated_at: new Date(this.#clock()).toISOString() };
    const catalogue = this.catalogue(tenant).with(metric);
    await this.#store.put(tenant, metric);
    this.#set(tenant, metric, catalogue);
    this.onChange(tenant);
    return metric;
  }

  /** @returns false when there is no such metric; @throws QueryError when others build on it */
  async remove(tenant: string, id: string): Promise<boolean> {
    const own = this.#tenants.get(tenant);
    if (!own?.metrics.has(id)) return false;
    const catalogue = own.catalogue.without(id);
    await this.#store.remove(tenant, id);
    own.metrics.delete(id);
    own.catalogue = catalogue;
    this.onChange(tenant);
    return true;
  }

  #set(tenant: string, metric: CustomMetric, catalogue: Catalogue): void {
    const own = this.#tenants.get(tenant) ?? { catalogue, metrics: new Map<string, CustomMetric>() };
    own.catalogue = catalogue;
    own.metrics.set(metric.id, metric);
    this.#tenants.set(tenant, own);
  }
}
