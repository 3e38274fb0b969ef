import { readFileSync } from 'node:fs';
import { phoneCall } from '../support/events/call.js';
import type { TestEvent } from '../support/events/event.js';
import { InfluxServer } from '../support/influx/influx-server.js';
import { influxServers } from '../support/influx/influx-servers.js';
import { ServiceProcess } from '../support/service/service-process.js';
import type { Variables } from '../support/service/service-under-test.js';
import { until } from '../support/service/until.js';
import { expectExact, listedCalls } from './failure-exact.js';
import { FailureProxy } from './failure-proxy.js';
import { Traffic } from './failure-traffic.js';

const MB = 1 << 20;

/** Caches that are full from the beginning, and a heap that a backlog held in memory would break. */
const SMALL = {
  CALLSIGHT_DUCKDB_MEMORY: '128MB',
  CALLSIGHT_HOT_EVENTS: '5000',
  NODE_OPTIONS: '--max-old-space-size=128',
};

/** What the process may hold in all: twice 128 MB, and what the allocators keep around them (340 measured, 420 after 180,000). */
const MAX_MEMORY = 480 * MB;

/** Calls of one request, three events each. */
const CALLS_IN_REQUEST = 500;

/** The memory that the service holds for itself, bytes; pages of its files do not count. */
function memoryOf({ pid }: ServiceProcess): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/^RssAnon:\s+(\d+) kB$/m.exec(status)?.[1]) * 1_024;
}

async function started(variables: Variables): Promise<ServiceProcess> {
  const service = await ServiceProcess.start({ CALLSIGHT_INFLUX_TIMEOUT_SECONDS: '1', ...variables });
  await service.waitUntilReady();
  return service;
}

/** Sends until the events are acknowledged, as a sender does whose service was killed before it answered. */
const sendUntilTaken = (service: ServiceProcess, events: readonly TestEvent[]): Promise<void> =>
  until(async () => {
    const reply = await service.main.request('POST', '/v1/events', events).catch(() => undefined);
    return reply?.status === 202;
  });

describe.each(influxServers())('a service process before InfluxDB $version', (installation) => {
  let server: InfluxServer;
  beforeAll(async () => {
    server = await InfluxServer.start(installation);
  });
  afterAll(() => server.stop());

  test('killed in the middle of publishing, several times', async () => {
    const proxy = await FailureProxy.start(server.url);
    const database = await server.database();
    const service = await started({ ...database.variables, CALLSIGHT_INFLUX_URL: proxy.url });
    try {
      const now = Date.now();
      const traffic = new Traffic((events) => sendUntilTaken(service, events), now - 3_000_000);
      traffic.begin();
      for (let time = 0; time < 3; time += 1) {
        proxy.requests.length = 0;
        // The second and third time InfluxDB gets what the killed process had sent only after the next one has begun.
        proxy.fault = ({ isWrite }) =>
          isWrite ? (time > 0 ? { kind: 'hold' } : { kind: 'slow', ms: 300 }) : undefined;
        await until(() => Promise.resolve(proxy.requests.some(({ isWrite }) => isWrite)));
        await service.kill();
        await service.start();
        proxy.fault = () => undefined;
        await proxy.release();
      }
      await traffic.finish();
      await service.waitUntilPublished();
      const range = { from: new Date(now - 3_600_000).toISOString(), to: new Date(now).toISOString() };
      await expectExact(database, await listedCalls((body) => service.main.query(body), range), traffic);
    } finally {
      await service.remove();
      await proxy.stop();
    }
  });

  test('its memory is bounded while InfluxDB is away and 60,000 events pour in', async () => {
    const database = await server.database();
    const service = await started({ ...database.variables, ...SMALL });
    try {
      const start = Date.now() - 14_400_000;
      let calls = 0;
      const request = (): TestEvent[] =>
        Array.from({ length: CALLS_IN_REQUEST }, () => {
          calls += 1;
          return phoneCall({ start: new Date(start + calls * 100).toISOString(), answered: 1, ended: 9 });
        }).flat();
      const pour = async (requests: number): Promise<number> => {
        let most = 0;
        for (let sent = 0; sent < requests; sent += 1) {
          await sendUntilTaken(service, request());
          most = Math.max(most, memoryOf(service));
        }
        await until(async () => {
          most = Math.max(most, memoryOf(service));
          return (await service.health()).rows.pending === 0;
        });
        return most;
      };
      await pour(20);
      await service.waitUntilPublished();
      await server.kill();
      const most = await pour(40);
      expect((await service.health()).record).toMatchObject({ status: 'away', pending_rows: 20_000 });
      expect(most).toBeGreaterThan(100 * MB);
      expect(most).toBeLessThan(MAX_MEMORY);
      await server.restart();
      await service.waitUntilPublished();
      expect((await database.influxql('SELECT count(known) FROM calls'))[0]?.values[0]?.[1]).toBe(calls);
      const sum = await database.influxql(`SELECT sum(calls_count) FROM kpi_1m WHERE "grain" = 'agent'`);
      expect(sum[0]?.values[0]?.[1]).toBe(calls);
    } finally {
      await service.remove();
    }
  });
});
