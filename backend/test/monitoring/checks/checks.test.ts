import type { Check, CheckResult, Component } from '@callsight/contract/monitoring/check';
import { rowsOf } from '../../support/frames.js';
import type { TenantClient } from '../../support/service/tenant-client.js';
import { TestService } from '../../support/service/test-service.js';
import { check } from '../../support/events/system.js';
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

async function health(metrics: readonly string[]): Promise<Record<string, unknown>> {
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

it('reports the state of each component, by checks of this service and by events of others', async () => {
  await define(crm());
  await after(0);
  await tenant.send([check('2026-06-10T11:50:00Z', 'telephony', 'down')]);
  await service.waitUntilProjected();
  expect(await components()).toMatchObject([
    { component: 'crm', status: 'up', since: '2026-06-10T12:00:00.000Z', suppressed_by: null },
    { component: 'telephony', status: 'down', since: '2026-06-10T11:50:00.000Z', reason: null },
  ]);
});
