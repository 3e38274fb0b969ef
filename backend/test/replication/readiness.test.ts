import { InfluxServer } from '../support/influx/influx-server.js';
import { influxServers } from '../support/influx/influx-servers.js';
import { phoneCall } from '../support/events/call.js';
import { TestService } from '../support/service/test-service.js';
import { until } from '../support/service/until.js';
import { columnOf } from '../support/frames.js';

const NOW = Date.parse('2026-05-05T12:00:00Z');
const CALL = phoneCall({ id: 'c1', start: '2026-05-05T10:00:00Z', answered: 4, ended: 60 });

interface Health {
  readonly ready: boolean;
  readonly status: string;
  readonly record: {
    readonly status: string;
    readonly reason: string | null;
    readonly lag_seconds: number;
    readonly restore?: { readonly phase: string };
  };
}

const [installation] = influxServers();
let server: InfluxServer;
let running: TestService[];
beforeEach(async () => {
  server = await InfluxServer.start(installation!);
  running = [];
});
afterEach(async () => {
  for (const service of running) await service.remove();
  await server.stop();
});

async function start(variables: Readonly<Record<string, string>>): Promise<TestService> {
  const service = await TestService.start(NOW, { CALLSIGHT_INFLUX_TIMEOUT_SECONDS: '1', ...variables });
  running.push(service);
  return service;
}

async function readiness(service: TestService): Promise<{ status: number; health: Health }> {
  const { status, body } = await service.main.request('GET', '/readyz');
  return { status, health: body as Health };
}

test('a new node takes nothing before it has what InfluxDB holds, and says why', async () => {
  const { variables } = await server.database();
  const first = await start(variables);
  await first.waitUntilReady();
  await first.main.send(CALL);
  await first.waitUntilPublished();
  await server.kill();

  const second = await start(variables);
  await until(async () => (await readiness(second)).health.record.reason !== null);
  const { status, health } = await readiness(second);
  expect(status).toBe(503);
  expect(health).toMatchObject({ ready: false, status: 'degraded', record: { status: 'restoring' } });
  expect((await second.main.request('GET', '/healthz')).status).toBe(200);
  for (const [method, url, body] of [
    ['POST', '/v1/events', CALL],
    ['POST', '/v1/query', { from: 'now-1d', to: 'now', queries: [] }],
  ] as const) {
    const refused = await second.main.request(method, url, body);
    expect(refused).toMatchObject({ status: 503, body: { error: { code: 'restoring' } } });
  }

  await server.restart();
  await second.waitUntilReady();
  expect((await readiness(second)).health.record.restore?.phase).toBe('done');
  const answer = await second.main.query({
    from: '2026-05-05T00:00:00Z',
    to: '2026-05-06T00:00:00Z',
    queries: [{ refId: 'A', metrics: ['calls.count', 'calls.duration.sum'] }],
  });
  expect(columnOf(answer, 'calls.duration.sum')).toEqual([56]);
});

test('a node that is to be restored can be stopped while InfluxDB is away', async () => {
  const { variables } = await server.database();
  await server.kill();
  const service = await start(variables);
  await until(async () => (await readiness(service)).health.record.reason !== null);
  running = [];
  await service.remove();
});

test('a follower takes nothing in, and is not ready while it is too far behind', async () => {
  const { variables } = await server.database();
  const follower = await start({ ...variables, CALLSIGHT_FOLLOW: 'true', CALLSIGHT_FOLLOW_MAX_LAG_SECONDS: '30' });
  await follower.waitUntilReady();
  expect(await follower.main.request('POST', '/v1/events', CALL)).toMatchObject({
    status: 403,
    body: { error: { code: 'follower' } },
  });
  await server.kill();
  await until(async () => (await readiness(follower)).health.record.status === 'away');
  expect((await readiness(follower)).status).toBe(200);
  follower.now += 31_000;
  const behind = await readiness(follower);
  expect(behind.status).toBe(503);
  expect(behind.health.record.lag_seconds).toBeGreaterThanOrEqual(31);
  await server.restart();
  await follower.waitUntilReady();
  expect((await readiness(follower)).health.record).toMatchObject({ status: 'ok', reason: null });
});

test('the pipeline is a metric: what came in, what waits, and how far the record is behind', async () => {
  const { variables } = await server.database();
  const service = await start(variables);
  await service.waitUntilReady();
  await service.main.send(CALL);
  await service.main.request('POST', '/v1/events', [...CALL, { specversion: '1.0' }]);
  await service.waitUntilPublished();
  await service.services.observePipeline();
  await server.kill();
  await service.main.send(phoneCall({ start: '2026-05-05T11:00:00Z' }));
  await service.waitUntilProjected();
  service.now += 90_000;
  await service.services.observePipeline();
  const metrics = ['accepted', 'duplicates', 'quarantined', 'lag', 'pending'].map((id) => `pipeline.${id}`);
  const answer = await service.main.query({ from: NOW, to: NOW + 120_000, queries: [{ refId: 'A', metrics }] });
  expect(metrics.map((metric) => columnOf(answer, metric)[0])).toEqual([4, 3, 1, 90, 1]);
});

test('without its database it says which command creates it, takes events, and needs none of them again later', async () => {
  const { variables } = await server.database();
  const service = await start({ ...variables, CALLSIGHT_INFLUX_BUCKET: 'nowhere', CALLSIGHT_RESTORE: 'never' });
  await until(async () => (await readiness(service)).health.ready);
  await service.main.send(CALL);
  await until(async () => (await readiness(service)).health.record.reason !== null);
  const { status, health } = await readiness(service);
  expect(status).toBe(200);
  expect(health.record.reason).toMatch(/not found.*\(callsight setup influx creates it\)/);
});
