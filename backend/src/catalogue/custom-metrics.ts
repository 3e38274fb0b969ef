import type { CustomMetric, CustomMetricInput } from '@callsight/contract/query/custom-metric';
import type { Catalogue } from './catalogue.js';
import type { Definitions, Stored } from './definitions.js';

/** A custom metric, and whose it is. */
export type StoredMetric = Stored<CustomMetric>;

type OnInvalid = (tenant: string, id: string, reason: string) => void;

type MetricStore = Definitions<CustomMetric>;

interface TenantMetrics {
  catalogue: Catalogue;
  readonly metrics: Map<string, CustomMetric>;
}

/** The catalogue of each tenant: what is built in, and the metrics that the tenant defined. */
export class CustomMetrics {
  readonly #builtIn: Catalogue;
  readonly #store: MetricStore;
  readonly #clock: () => number;
  readonly #onInvalid: OnInvalid;
  readonly #tenants = new Map<string, TenantMetrics>();

  private constructor(builtIn: Catalogue, store: MetricStore, clock: () => number, onInvalid: OnInvalid) {
    this.#builtIn = builtIn;
    this.#store = store;
    this.#clock = clock;
    this.#onInvalid = onInvalid;
  }

  /**
   * Reads the stored metrics. They may build on each other in any order, so that they are added in rounds.
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
    for (const { tenant, definition } of this.all()) await this.#store.remove(tenant, definition.id);
    for (const { tenant, definition } of metrics) await this.#store.put(tenant, definition);
    this.#tenants.clear();
    this.#fill(metrics);
  }

  #fill(metrics: readonly StoredMetric[]): void {
    let left = metrics;
    for (let before = -1; left.length > 0 && left.length !== before;) {
      before = left.length;
      left = left.filter(({ tenant, definition }) => this.#tryAdd(tenant, definition) !== undefined);
    }
    for (const { tenant, definition } of left)
      this.#onInvalid(tenant, definition.id, this.#tryAdd(tenant, definition) ?? '');
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
    const version = (this.get(tenant, input.id)?.version ?? 0) + 1;
    const metric: CustomMetric = { ...input, version, updated_at: new Date(this.#clock()).toISOString() };
    const catalogue = this.catalogue(tenant).with(metric);
    await this.#store.put(tenant, metric);
    this.#set(tenant, metric, catalogue);
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
    return true;
  }

  /** @returns why it does not fit (yet), or undefined when it was added */
  #tryAdd(tenant: string, metric: CustomMetric): string | undefined {
    try {
      this.#set(tenant, metric, this.catalogue(tenant).with(metric));
      return undefined;
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  }

  #set(tenant: string, metric: CustomMetric, catalogue: Catalogue): void {
    const own = this.#tenants.get(tenant) ?? { catalogue, metrics: new Map<string, CustomMetric>() };
    own.catalogue = catalogue;
    own.metrics.set(metric.id, metric);
    this.#tenants.set(tenant, own);
  }
}
