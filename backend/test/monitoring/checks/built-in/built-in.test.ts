import type { Component } from '@callsight/contract/monitoring/check';
import { builtInTasks, type BuiltInDependencies } from '../../../../src/monitoring/checks/built-in/built-in-tasks.js';
import { PLATFORM_APIS } from '../../../../src/monitoring/checks/built-in/platform-apis.js';
import { RulesWatch } from '../../../../src/monitoring/checks/built-in/rules-watch.js';
import { CREATE } from '../../../../src/config/connections.js';
import { receivedAt } from '../../../../src/service/build-checks.js';
import { rowsOf } from '../../../support/frames.js';
import { TestService } from '../../../support/service/test-service.js';
import { webServer } from '../web-server.js';

const NOW = Date.parse('2026-06-10T12:00:00Z');
const MINUTE = 60_000;

async function* nothing() {
  await Promise.resolve();
  yield* [] as number[];
}

const parts = (further: Partial<BuiltInDependencies>): BuiltInDependencies => ({
  clock: () => NOW,
  ledger: () => ({ obstacle: undefined, damage: undefined }),
  disk: () => Promise.resolve({ free: 2, required: 1 }),
  blobs: () => ({ status: 'ok', reason: undefined }),
  rows: () => ({ damage: undefined, failure: undefined, failed: 0 }),
  influx: undefined,
  rules: new RulesWatch(),
  accounts: [],
  receivedAt: nothing,
  platforms: {},
  ...further,
});

it('knows an address of every platform whose webhooks can be taken', () => {
  expect(Object.keys(PLATFORM_APIS).sort()).toEqual(Object.keys(CREATE).sort());
  for (const url of Object.values(PLATFORM_APIS)) expect(new URL(url).protocol).toBe('https:');
});

it('looks at each account, and at each platform once, whatever the accounts', () => {
  const accounts = [
    { provider: 'vapi', name: 'default', tenant: 'main' },
    { provider: 'vapi', name: 'berlin', tenant: 'other' },
    { provider: 'stripe', name: 'default', tenant: 'main' },
  ];
  const influx = () => Promise.resolve({ status: 'ok' as const, reason: undefined, lagMs: 0, deadLetters: 0 });
  const tasks = builtInTasks(parts({ accounts, influx, platforms: PLATFORM_APIS }));
  expect(tasks.map(({ component, everyMs }) => [component, everyMs / MINUTE])).toEqual([
    ['ledger', 1],
    ['disk', 1],
    ['blobs', 1],
    ['duckdb', 1],
    ['influxdb', 1],
    ['grafana', 1],
    ['webhooks-vapi', 5],
    ['webhooks-vapi-berlin', 5],
    ['webhooks-stripe', 5],
    ['vapi-api', 5],
    ['stripe-api', 5],
  ]);
  expect(new Set(tasks.map(({ tenant, source }) => `${tenant} ${source}`))).toEqual(
    new Set(['main callsight/built-in']),
  );
});

it('takes any answer of a platform below 500 for a sign of life, and follows none of them', async () => {
  let status = 200;
  const server = await webServer((_request, response) => response.writeHead(status, { location: '/next' }).end());
  try {
    const accounts = [{ provider: 'vapi', name: 'default', tenant: 'main' }];
    const api = builtInTasks(parts({ accounts, platforms: { vapi: server.url } })).find(({ id }) => id === 'vapi-api');
    const found: unknown[] = [];
    for (status of [200, 302, 401, 404, 429, 500, 503])
      found.push((await api?.run(new AbortController().signal))?.status);
    expect(found).toEqual(['up', 'up', 'up', 'up', 'up', 'down', 'down']);
    expect(await api?.run(new AbortController().signal)).toMatchObject({
      reason: 'answered 503; expected one below 500',
    });
    expect(server.requests.length).toBe(8);
  } finally {
    await server.close();
  }
});

describe('the service', () => {
  const service = TestService.forTests(NOW, { CALLSIGHT_CHECKS_BUILT_IN: 'true' });

  it('checks itself for the operator, and answers only that tenant', async () => {
    const components = async (client = service.main) =>
      ((await client.get('/v1/components')) as { components: Component[] }).components;
    const { checks } = service.services;
    await checks.runDue();
    const names = ['blobs', 'disk', 'duckdb', 'ledger'];
    expect((await components()).map(({ component, status }) => [component, status])).toEqual(
      names.map((name) => [name, 'up']),
    );
    checks.onRulesAsked();
    service.now += MINUTE;
    await checks.runDue();
    expect((await components()).map(({ component }) => component)).toEqual([
      'blobs',
      'disk',
      'duckdb',
      'grafana',
      'ledger',
    ]);
    service.now += 6 * MINUTE;
    await checks.runDue();
    expect((await components()).find(({ component }) => component === 'grafana')).toMatchObject({
      status: 'down',
      reason: 'Grafana has not asked for alert rules for 7 min',
    });
    expect(await components(await service.tenant())).toEqual([]);
    await service.waitUntilProjected();
    service.now += 1;
    const answer = await service.main.query({
      from: NOW - MINUTE,
      to: service.now,
      queries: [{ refId: 'A', metrics: ['health.failed_in_a_row'], groupBy: ['component'] }],
    });
    expect(rowsOf(answer).map((row) => [row['component'], row['health.failed_in_a_row']])).toEqual([
      ['blobs', 0],
      ['disk', 0],
      ['duckdb', 0],
      ['grafana', 1],
      ['ledger', 0],
    ]);
  });
});

describe('a service with a webhook account', () => {
  // Without the built-in checks of the service, which would ask the platform itself.
  const service = TestService.forTests(NOW, { CALLSIGHT_STRIPE_WEBHOOK_SECRET: 'whsec_of_the_test_0123456789' });

  it('misses webhooks that were verified and have stopped, whatever comes unverified', async () => {
    const { inbox, config } = service.services;
    const account = config.connections[0]!;
    const task = builtInTasks(
      parts({
        clock: () => service.now,
        accounts: [{ provider: 'stripe', name: 'default', tenant: 'main' }],
        receivedAt: (one) => receivedAt(inbox, one),
      }),
    ).find(({ component }) => component === 'webhooks-stripe');
    const stateAfter = (minutes: number) => {
      service.now += minutes * MINUTE;
      return task?.run(new AbortController().signal);
    };
    for (let index = 0; index < 30; index += 1) {
      expect(await stateAfter(1 / 6)).toEqual(
        index < 20 ? undefined : { status: 'up', reason: undefined, latencyMs: undefined },
      );
      const body = { id: `evt_${index}`, object: 'event', type: 'ping' };
      await inbox.accept(account, Buffer.from(JSON.stringify(body)));
    }
    expect(await stateAfter(30)).toMatchObject({ status: 'up' });
    await inbox.refuse(
      account,
      { ok: false, code: 'bad_signature', message: 'wrong' },
      { header: 'x', header_present: true },
    );
    expect(task?.component).toBe('webhooks-stripe');
    expect(await stateAfter(5)).toMatchObject({
      status: 'degraded',
      reason: 'no webhook for 35 min; usual are at most 30 min',
    });
  });
});
