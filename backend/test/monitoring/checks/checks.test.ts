import type { Check, CheckResult, Component } from '@callsight/contract/monitoring/check';
import { rowsOf } from '../../support/frames.js';
import type { TenantClient } from '../../support/service/tenant-client.js';
import { TestService } from '../../support/service/test-service.js';
import { check, failure } from '../../support/events/system.js';
import { webServer, type WebServer } from './web-server.js';

const NOW = Date.parse('2026-06-10T12:00:00Z');
const SETTINGS = { CALLSIGHT_CHECKS_PRIVATE: 'true' };

const service = TestService.forTests(NOW, SETTINGS);

let tenant: TenantClient;
let server: WebServer;
let status = 200;
beforeAll(async () => {
  server = await webServer((_request, response) => response.writeHead(status).end('fine'));
});
afterAll(() => server.close());
beforeEach(async () => {
  status = 200;
  service.now = NOW;
  tenant = await service.tenant();
});

const crm = (further: object = {}): object => ({
  id: 'crm',
  component: 'crm',
  kind: 'http',
  target: server.url,
  ...further,
});

const define = async (input: object): Promise<Check> => (await tenant.post('/v1/checks', input)) as Check;

const resultsOf = async (id: string): Promise<CheckResult[]> =>
  ((await tenant.get(`/v1/checks/${id}/results`)) as { results: CheckResult[] }).results;

const components = async (): Promise<Component[]> =>
  ((await tenant.get('/v1/components')) as { components: Component[] }).components;

/** Lets time pass, and what is due run to its end. */
async function after(seconds: number): Promise<void> {
  service.now += seconds * 1_000;
  await service.services.checks.runDue();
}

/** Of the only component, a moment later. */
async function health(metrics: readonly string[]): Promise<Record<string, unknown>> {
  service.now += 1_000;
  await service.waitUntilProjected();
  const range = { from: '2026-06-10T11:00:00Z', to: '2026-06-10T14:00:00Z' };
  const query = { refId: 'A', metrics: [...metrics], groupBy: ['component'] };
  return rowsOf(await tenant.query({ ...range, queries: [query] }))[0] ?? {};
}

it('runs a check when it is defined and once in each interval, as events that metrics see', async () => {
  expect(await define(crm())).toMatchObject({ id: 'crm', every: '1m', timeout: '5s', version: 1 });
  await after(0);
  status = 503;
  await after(60);
  await after(60);
  expect(await resultsOf('crm')).toMatchObject([
    { status: 'down', reason: 'answered 503; expected 200 to 299', recorded: true },
    { status: 'down' },
    { check: 'crm', component: 'crm', status: 'up', reason: null, at: '2026-06-10T12:00:00.000Z', recorded: true },
  ]);
  expect(await health(['health.checks', 'health.checks.failed'])).toEqual({
    component: 'crm',
    'health.checks': 3,
    'health.checks.failed': 2,
  });
});

const HEARTBEAT = { id: 'agent', component: 'agent', kind: 'heartbeat', every: '1m', timeout: '10s' };

it('reports the state of each component, by checks of this service and by events of others', async () => {
  await define(crm());
  await after(0);
  await tenant.send([
    check('2026-06-10T11:30:00Z', 'telephony', 'up', 20),
    check('2026-06-10T11:40:00Z', 'telephony', 'down'),
    check('2026-06-10T11:50:00Z', 'telephony', 'down'),
    // Too old to say anything.
    check('2026-06-09T11:59:59Z', 'retired', 'down'),
  ]);
  await service.waitUntilProjected();
  expect(await components()).toMatchObject([
    { component: 'crm', status: 'up', since: '2026-06-10T12:00:00.000Z', latency_ms: expect.any(Number) },
    {
      component: 'telephony',
      status: 'down',
      since: '2026-06-10T11:40:00.000Z',
      reported_at: '2026-06-10T11:50:00.000Z',
      latency_ms: null,
      reason: null,
      suppressed_by: null,
    },
  ]);
  await tenant.send([check('2026-06-10T11:58:00Z', 'telephony', 'up', 30)]);
  await service.waitUntilProjected();
  expect((await components())[1]).toMatchObject({ status: 'up', since: '2026-06-10T11:58:00.000Z', latency_ms: 30 });
});

it('says which component that is down explains that others do not work', async () => {
  status = 500;
  await define({ ...crm(), id: 'network', component: 'network' });
  await define(crm({ depends_on: ['network'] }));
  await define({ ...crm(), id: 'booking', component: 'booking', depends_on: ['crm'] });
  await after(0);
  expect((await components()).map(({ component, suppressed_by: by }) => [component, by])).toEqual([
    ['booking', 'network'],
    ['crm', 'network'],
    ['network', null],
  ]);
  const { checks, definitions } = service.services;
  const own = definitions.all().findLast(({ id }) => id === 'booking')?.tenant ?? '';
  expect(checks.causes(own)).toEqual({
    booking: { isDown: true, dependency: 'network' },
    crm: { isDown: true, dependency: 'network' },
    network: { isDown: true, dependency: undefined },
  });
});

it('takes the worst of several checks of one component', async () => {
  const broken = await webServer((_request, response) => response.writeHead(500).end());
  try {
    await define(crm());
    await define({ ...crm(), id: 'crm-api', target: broken.url });
    await after(0);
    expect(await components()).toMatchObject([
      { component: 'crm', status: 'down', reason: 'answered 500; expected 200 to 299' },
    ]);
    expect(await health(['health.checks', 'health.checks.failed'])).toMatchObject({
      'health.checks': 2,
      'health.checks.failed': 1,
    });
    // What is paused or deleted says nothing any more.
    await tenant.request('PUT', '/v1/checks/crm-api', { ...crm(), id: 'crm-api', target: broken.url, paused: true });
    expect(await components()).toMatchObject([{ component: 'crm', status: 'up' }]);
    await tenant.request('DELETE', '/v1/checks/crm');
    expect(await components()).toEqual([]);
  } finally {
    await broken.close();
  }
});

it('runs a check anew when it is changed, and none that is paused', async () => {
  await define(crm({ every: '24h', paused: true }));
  await after(60);
  expect(await resultsOf('crm')).toEqual([]);
  const changed = crm({ every: '24h', target: `${server.url}/changed` });
  expect((await tenant.request('PUT', '/v1/checks/crm', changed)).status).toBe(200);
  await after(1);
  expect(await resultsOf('crm')).toMatchObject([{ planned_at: '2026-06-10T12:01:00.000Z', status: 'up' }]);
  expect(server.requests.at(-1)).toBe('/changed');
});

it('runs a check on demand, answers what it found, and records it', async () => {
  await define(crm({ paused: true }));
  status = 404;
  expect(await tenant.post('/v1/checks/crm/run')).toEqual({
    check: 'crm',
    component: 'crm',
    planned_at: '2026-06-10T12:00:00.000Z',
    at: '2026-06-10T12:00:00.000Z',
    status: 'down',
    latency_ms: expect.any(Number),
    reason: 'answered 404; expected 200 to 299',
    recorded: true,
  });
  expect(await health(['health.checks.failed', 'health.failed_in_a_row'])).toMatchObject({
    'health.checks.failed': 1,
    'health.failed_in_a_row': 1,
  });
});

it('keeps the last hundred results, and shows as many as are asked for', async () => {
  await define(crm({ every: '10s' }));
  for (let run = 0; run < 103; run += 1) await after(10);
  const results = await resultsOf('crm');
  expect([results.length, results[0]?.at]).toEqual([100, new Date(service.now).toISOString()]);
  expect(await tenant.get('/v1/checks/crm/results?limit=7')).toMatchObject({ results: results.slice(0, 7) });
});

it('notices that a component has not been heard of, by events of others alone', async () => {
  await define(HEARTBEAT);
  await after(0);
  await after(120);
  await tenant.send([check(new Date(service.now).toISOString(), 'agent', 'degraded')]);
  await service.waitUntilProjected();
  await after(60);
  await tenant.send([failure(new Date(service.now).toISOString(), 'agent')]);
  await service.waitUntilProjected();
  await after(60);
  await after(60);
  expect((await resultsOf('agent')).map(({ status: found, reason, latency_ms: ms }) => [found, reason, ms])).toEqual([
    ['down', 'not heard for more than 70 s', null],
    ['up', null, null],
    ['up', null, null],
    ['down', 'not heard for more than 70 s', null],
    ['degraded', 'not heard yet; expected within 70 s', null],
  ]);
});

it('is refused without the right key, for checks that are not there, and with limits that make no sense', async () => {
  await define(crm());
  const other = await service.tenant();
  const { key } = (await tenant.post('/v1/keys', { name: 'reader', scopes: ['query'] })) as { key: string };
  const reader = service.clientOf(key);
  const statusOf = async (client: TenantClient, method: 'GET' | 'POST', url: string): Promise<number> =>
    (await client.request(method, url)).status;
  const nobody = service.clientOf('nobody');
  expect(await statusOf(reader, 'POST', '/v1/checks/crm/run')).toBe(403);
  expect(await statusOf(reader, 'GET', '/v1/checks/crm/results')).toBe(200);
  expect(await statusOf(reader, 'GET', '/v1/components')).toBe(200);
  for (const client of [other, nobody]) {
    const expected = client === other ? 404 : 401;
    expect(await statusOf(client, 'POST', '/v1/checks/crm/run')).toBe(expected);
    expect(await statusOf(client, 'GET', '/v1/checks/crm/results')).toBe(expected);
  }
  expect(await statusOf(nobody, 'GET', '/v1/components')).toBe(401);
  await after(0);
  expect(await other.get('/v1/components')).toEqual({ components: [] });
  for (const limit of ['0', '101', '-1', 'all'])
    expect(await statusOf(tenant, 'GET', `/v1/checks/crm/results?limit=${limit}`)).toBe(400);
  await after(60);
  expect(await tenant.get('/v1/checks/crm/results?limit=1')).toMatchObject({ results: [{ status: 'up' }] });
});
