import { rowsOf } from '../../support/frames.js';
import { phoneCall } from '../../support/events/call.js';
import type { TestEvent } from '../../support/events/event.js';
import { check } from '../../support/events/system.js';
import type { TenantClient } from '../../support/service/tenant-client.js';
import { TestService } from '../../support/service/test-service.js';

const NOW = Date.parse('2026-03-03T12:00:00Z');
const DAY = { from: '2026-03-02T00:00:00Z', to: '2026-03-04T00:00:00Z' };

let service: TestService;

const callOf = (start: string, id: string, version: string | undefined, name?: string): TestEvent[] =>
  phoneCall({
    start,
    started: { agent: { id, ...(version === undefined ? {} : { version }), ...(name === undefined ? {} : { name }) } },
    answered: 2,
    ended: 30,
  });

async function tenantWith(events: readonly TestEvent[]): Promise<TenantClient> {
  const tenant = await service.tenant();
  if (events.length > 0) await tenant.send(events);
  await service.waitUntilProjected();
  return tenant;
}

const ask = (tenant: TenantClient, annotations: object, range = DAY) =>
  tenant.query({ ...range, queries: [{ refId: 'A', annotations }] });

const at = (time: string): number => Date.parse(time);

beforeAll(async () => {
  service = await TestService.start(NOW);
});
afterAll(() => service.remove());

test('a new version of an agent is told once, at its first call; the first version ever is no change', async () => {
  const tenant = await tenantWith([
    ...callOf('2026-02-20T10:00:00Z', 'anna', '1.0', 'Anna'),
    ...callOf('2026-03-02T09:00:00Z', 'anna', '1.1', 'Anna'),
    ...callOf('2026-03-02T08:00:00Z', 'anna', undefined, 'Anna'),
    ...callOf('2026-03-02T11:00:00Z', 'anna', '1.0', 'Anna'),
    ...callOf('2026-03-02T12:00:00Z', 'anna', '1.1', 'Anna'),
    ...callOf('2026-03-02T10:00:00Z', 'ben', '7'),
  ]);
  expect(rowsOf(await ask(tenant, { kinds: ['agent_version'] }))).toEqual([
    {
      time: at('2026-03-02T09:00:00Z'),
      timeEnd: null,
      title: 'Anna: version 1.1',
      text: 'First call of version 1.1; before it: 1.0',
      tags: 'agent_version,anna',
      kind: 'agent_version',
    },
  ]);
});

test('an incident lasts from the first check that is not up to the next that is', async () => {
  const tenant = await tenantWith([
    check('2026-03-02T10:00:00Z', 'telephony', 'up'),
    check('2026-03-02T10:05:00Z', 'telephony', 'degraded'),
    check('2026-03-02T10:10:00Z', 'telephony', 'down'),
    check('2026-03-02T10:15:00Z', 'telephony', 'up'),
    check('2026-03-02T10:20:00Z', 'telephony', 'up'),
    check('2026-03-03T11:48:00Z', 'billing', 'degraded'),
  ]);
  expect(rowsOf(await ask(tenant, {}))).toEqual([
    {
      time: at('2026-03-02T10:05:00Z'),
      timeEnd: at('2026-03-02T10:15:00Z'),
      title: 'telephony down',
      text: '10 minutes, 2 checks not up',
      tags: 'incident,telephony,down',
      kind: 'incident',
    },
    {
      time: at('2026-03-03T11:48:00Z'),
      timeEnd: NOW,
      title: 'billing degraded',
      text: '12 minutes so far, 1 check not up',
      tags: 'incident,billing,degraded',
      kind: 'incident',
    },
  ]);
});

test('an incident that reaches into the range is told, one that is over before is not', async () => {
  const tenant = await tenantWith([
    check('2026-03-01T08:00:00Z', 'a', 'down'),
    check('2026-03-01T09:00:00Z', 'a', 'up'),
    check('2026-03-01T23:00:00Z', 'a', 'down'),
    check('2026-03-02T01:30:00Z', 'a', 'up'),
  ]);
  const rows = rowsOf(await ask(tenant, { kinds: ['incident'] }));
  expect(rows.map(({ time, timeEnd, text }) => [time, timeEnd, text])).toEqual([
    [at('2026-03-01T23:00:00Z'), at('2026-03-02T01:30:00Z'), '2 h 30 min, 1 check not up'],
  ]);
});

test('filters narrow the kinds whose rows have the dimension', async () => {
  const tenant = await tenantWith([
    ...callOf('2026-02-20T10:00:00Z', 'anna', '1'),
    ...callOf('2026-02-20T10:00:00Z', 'ben', '1'),
    ...callOf('2026-03-02T09:00:00Z', 'anna', '2'),
    ...callOf('2026-03-02T10:00:00Z', 'ben', '2'),
    check('2026-03-02T11:00:00Z', 'a', 'down'),
    check('2026-03-02T11:00:00Z', 'b', 'down'),
    check('2026-03-02T12:00:00Z', 'a', 'up'),
    check('2026-03-02T12:00:00Z', 'b', 'up'),
  ]);
  const filters = [
    { dimension: 'agent', op: 'in', values: ['ben'] },
    { dimension: 'component', op: 'in', values: ['a'] },
  ];
  const titles = (answer: Awaited<ReturnType<typeof ask>>) => rowsOf(answer).map(({ title }) => title);
  expect(titles(await ask(tenant, { filters }))).toEqual(['ben: version 2', 'a down']);
  expect(titles(await ask(tenant, { filters, limit: 1 }))).toEqual(['a down']);
});

test('what is not known is told with what is', async () => {
  const tenant = await tenantWith([]);
  expect(rowsOf(await ask(tenant, {}))).toEqual([]);
  expect((await ask(tenant, { kinds: ['incidents'] })).results['A']).toMatchObject({
    error: { code: 'unknown_annotation', path: '/annotations/kinds/0', suggestions: ['incident'] },
  });
  const filters = [{ dimension: 'component', op: 'in', values: ['a'] }];
  expect((await ask(tenant, { kinds: ['agent_version'], filters })).results['A']).toMatchObject({
    error: { code: 'unknown_dimension', path: '/annotations/filters/0/dimension' },
  });
});
