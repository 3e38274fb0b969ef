import { TenantClient, type Exchange } from './tenant-client.js';
import { until } from './until.js';

/** Bootstrap key of every service that tests start: all scopes of the tenant `main`. */
export const TEST_KEY = 'bootstrap-key-of-the-tests-0123456789';

/** Settings as environment variables. */
export type Variables = Readonly<Record<string, string>>;

export interface RecordHealth {
  readonly status: string;
  readonly reason: string | null;
  readonly lag_seconds: number;
  readonly pending_rows: number;
  readonly pending_cells: number;
  readonly dead_letters: number;
  readonly expired: number;
}

/** What `/healthz` answers; `record` only with an InfluxDB. */
export interface Health {
  readonly status: 'ok' | 'degraded';
  readonly ready: boolean;
  readonly preparation: { readonly status: string; readonly reason: string | null };
  readonly ledger: { readonly status: string };
  readonly rows: { readonly pending: number };
  readonly queries: { readonly restarts: number };
  readonly record: RecordHealth;
}

/** What a test does with a service, whether it runs in this process or in one of its own. */
export abstract class ServiceUnderTest {
  /** The data folder. */
  readonly folder: string;
  /** The tenant of the bootstrap key. */
  readonly main: TenantClient;
  readonly #exchange: Exchange;
  #tenants = 0;

  protected constructor(folder: string, exchange: Exchange) {
    this.folder = folder;
    this.#exchange = exchange;
    this.main = new TenantClient(exchange, TEST_KEY);
  }

  /** Starts with these settings on the folder. */
  abstract start(variables?: Variables): Promise<void>;
  /** Stops in order; the folder stays, so that the service can be started on it again. */
  abstract stop(): Promise<unknown>;
  /** Resolves when every accepted event can be seen by queries. */
  abstract waitUntilProjected(): Promise<void>;
  /** Resolves when every accepted event is in InfluxDB. */
  abstract waitUntilPublished(): Promise<void>;

  /** A client with a new key of its own; a name that was never used gives a tenant without any data. */
  async tenant(name?: string): Promise<TenantClient> {
    this.#tenants += 1;
    const tenant = name ?? `tenant-${this.#tenants}`;
    const input = { name: 'test', scopes: ['ingest', 'query', 'admin'], tenant };
    const { key } = (await this.main.post('/v1/keys', input)) as { key: string };
    return this.clientOf(key);
  }

  /** A client with a key that exists. */
  clientOf(key: string): TenantClient {
    return new TenantClient(this.#exchange, key);
  }

  async health(): Promise<Health> {
    return (await this.main.request('GET', '/healthz')).body as Health;
  }

  /** Resolves when events and queries are taken. */
  async waitUntilReady(): Promise<void> {
    await until(async () => (await this.main.request('GET', '/readyz')).status === 200);
  }

  /** Number of calls that queries see in a range, once every accepted event is a row. */
  async countCalls(from: string, to: string): Promise<number> {
    await this.waitUntilProjected();
    const [[calls] = []] = await this.main.values({ metrics: ['calls.count'] }, { from, to });
    return Number(calls);
  }
}
