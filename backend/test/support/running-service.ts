import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Catalogue } from '@callsight/contract/query/catalogue';
import type { CustomMetricInput } from '@callsight/contract/query/custom-metric';
import type { IngestAnswer } from '@callsight/contract/events/verdict';
import type { QueryAnswer } from '@callsight/contract/query/answer';
import type { QueryRequest } from '@callsight/contract/query/request';
import { pino } from 'pino';
import { readConfig } from '../../src/config/config.js';
import { startService, type Service } from '../../src/service/service.js';
import type { TestEvent } from './events.js';
import { until } from './service-process.js';

const BOOTSTRAP_KEY = 'bootstrap-key-of-the-tests-0123456789';

interface Reply {
  readonly status: number;
  readonly body: unknown;
}

/** One tenant of a running service, over its public HTTP API. */
export interface TenantClient {
  request(method: 'GET' | 'POST' | 'PUT' | 'DELETE', url: string, body?: unknown): Promise<Reply>;
  /** Sends events in one request; any refused event fails. */
  send(events: readonly TestEvent[]): Promise<IngestAnswer>;
  /** @throws when the whole request is refused */
  query(body: QueryRequest): Promise<QueryAnswer>;
  catalogue(): Promise<Catalogue>;
  defineMetric(metric: CustomMetricInput): Promise<Reply>;
}

export interface RunningService {
  /** What the service takes for the present time, epoch milliseconds; may be set at any time. */
  now: number;
  readonly service: Service;
  /** The tenant of the bootstrap key. */
  readonly main: TenantClient;
  /** A client with a new key of its own; a name that was never used gives a tenant without any data. */
  tenant(name?: string): Promise<TenantClient>;
  /** Resolves when every accepted event can be seen by queries. */
  settled(): Promise<void>;
  /** Resolves when everything accepted is in the record. */
  published(): Promise<void>;
  /** Resolves when events and queries are taken. */
  ready(): Promise<void>;
  stop(): Promise<void>;
}

function clientOf({ app }: Service, key: string): TenantClient {
  const request: TenantClient['request'] = async (method, url, body) => {
    const answer = await app.inject({
      method,
      url,
      headers: {
        authorization: `Bearer ${key}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { payload: JSON.stringify(body) }),
    });
    return { status: answer.statusCode, body: answer.body === '' ? undefined : (JSON.parse(answer.body) as unknown) };
  };
  const expect2xx = async (method: 'GET' | 'POST', url: string, body?: unknown): Promise<unknown> => {
    const reply = await request(method, url, body);
    if (reply.status < 200 || reply.status > 299) {
      throw new Error(`${method} ${url} answered ${reply.status}: ${JSON.stringify(reply.body)}`);
    }
    return reply.body;
  };
  return {
    request,
    send: async (events) => {
      const answer = (await expect2xx('POST', '/v1/events', events)) as IngestAnswer;
      if (answer.rejected.length > 0) throw new Error(`events were refused: ${JSON.stringify(answer.rejected)}`);
      return answer;
    },
    query: async (body) => (await expect2xx('POST', '/v1/query', body)) as QueryAnswer,
    catalogue: async () => (await expect2xx('GET', '/v1/catalogue')) as Catalogue,
    defineMetric: (metric) => request('POST', '/v1/metrics', metric),
  };
}

/** Starts a real service in this process, on an empty folder that `stop` removes. */
export async function startRunningService(
  now: number,
  variables: Readonly<Record<string, string>> = {},
): Promise<RunningService> {
  const folder = await mkdtemp(join(tmpdir(), 'callsight-test-'));
  const { config } = readConfig({
    CALLSIGHT_DATA_DIR: folder,
    CALLSIGHT_BOOTSTRAP_KEY: BOOTSTRAP_KEY,
    CALLSIGHT_DUCKDB_MEMORY: '1GB',
    CALLSIGHT_MIN_FREE_BYTES: '0',
    ...variables,
  });
  const time = { now };
  const service = await startService(config, pino({ level: 'silent' }), () => time.now);
  const main = clientOf(service, BOOTSTRAP_KEY);
  let tenants = 0;
  return {
    get now() {
      return time.now;
    },
    set now(value) {
      time.now = value;
    },
    service,
    main,
    tenant: async (name) => {
      tenants += 1;
      const tenant = name ?? `tenant-${tenants}`;
      const scopes = ['ingest', 'query', 'admin'];
      const reply = await main.request('POST', '/v1/keys', { name: 'test', scopes, tenant });
      if (reply.status !== 201) throw new Error(`no key for ${tenant}: ${JSON.stringify(reply.body)}`);
      return clientOf(service, (reply.body as { key: string }).key);
    },
    settled: () => service.services.projector.drain(),
    published: async () => {
      await service.services.projector.drain();
      await service.services.replication?.drain();
    },
    ready: () => until(() => Promise.resolve(service.services.isReady())),
    stop: async () => {
      await service.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
