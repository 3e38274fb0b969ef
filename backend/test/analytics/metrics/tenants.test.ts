import { columnOf, rowsOf } from '../../support/frames.js';
import { phoneCall, type PhoneCall } from '../../support/events/call.js';
import type { TenantClient } from '../../support/service/tenant-client.js';
import { TestService } from '../../support/service/test-service.js';

const DAY = { from: '2026-06-09T00:00:00Z', to: '2026-06-10T00:00:00Z' };
const CALLER = '+4930901820';

let service: TestService;
let here: TenantClient;
let there: TenantClient;

const call = (time: string, more: Partial<PhoneCall>): PhoneCall => ({
  start: `2026-06-09T${time}Z`,
  caller: CALLER,
  answered: 5,
  ended: 65,
  ...more,
});

/** Both tenants use the same call id and the same caller. */
beforeAll(async () => {
  service = await TestService.start(Date.parse('2026-06-10T12:00:00Z'));
  here = service.main;
  there = await service.tenant('other');
  await here.send(phoneCall(call('10:00:00', { id: 'same', agent: 'anna', turns: [{ latency_ms: { e2e: 100 } }] })));
  await there.send(
    phoneCall(call('10:30:00', { id: 'same', agent: 'ben', ended: 125, turns: [{ latency_ms: { e2e: 900 } }] })),
  );
  await there.send(phoneCall(call('11:00:00', { id: 'more', agent: 'ben' })));
  await service.waitUntilProjected();
});
afterAll(() => service.remove());

const METRICS = [
  ...['calls.count', 'calls.duration.sum', 'calls.containment_rate', 'calls.repeat_rate', 'callers.new'],
  ...['calls.concurrency.mean', 'turns.count', 'turns.latency.max'],
];

it('every tenant has its own numbers, callers and call ids', async () => {
  const query = { refId: 'A', metrics: METRICS, groupBy: ['agent'] };
  const [first, second] = await Promise.all([
    here.query({ ...DAY, queries: [query] }),
    there.query({ ...DAY, queries: [query] }),
  ]);
  const values = (answer: typeof first): unknown[][] => rowsOf(answer).map((row) => Object.values(row));
  expect(values(first)).toEqual([['anna', 1, 60, 1, 0, 1, 65 / 86_400, 1, 100]]);
  expect(values(second)).toEqual([['ben', 2, 180, 0.5, 0.5, 1, 190 / 86_400, 1, 900]]);
});

it('lists of calls, values of dimensions and custom metrics are the tenant’s own', async () => {
  const calls = { refId: 'C', calls: {} };
  expect(columnOf(await here.query({ ...DAY, queries: [calls] }), 'call_id', 'C')).toEqual(['same']);
  expect(columnOf(await there.query({ ...DAY, queries: [calls] }), 'call_id', 'C')).toEqual(['more', 'same']);
  const agents = async (tenant: TenantClient) => (await tenant.request('GET', '/v1/dimensions/agent/values')).body;
  expect(await agents(here)).toEqual({ values: [{ value: 'anna', count: 1 }] });
  expect(await agents(there)).toEqual({ values: [{ value: 'ben', count: 2 }] });
  await there.defineMetric({ id: 'their.metric', title: 'Theirs', formula: 'calls.count * 2' });
  expect((await here.catalogue()).metrics.map(({ id }) => id)).not.toContain('their.metric');
  expect((await there.catalogue()).metrics.map(({ id }) => id)).toContain('their.metric');
});

it('the tenant comes from the key and from nothing in the request', async () => {
  const filters = [{ dimension: 'tenant', op: '=', values: ['other'] }];
  const answer = await here.query({ ...DAY, queries: [{ refId: 'A', metrics: ['calls.count'], filters }] });
  expect(answer.results['A']).toMatchObject({ error: { code: 'unknown_dimension' } });
  const named = await here.request('POST', '/v1/query', {
    ...DAY,
    tenant: 'other',
    queries: [{ refId: 'A', metrics: ['calls.count'] }],
  });
  expect(named.status).toBe(400);
});

it('a change of one tenant leaves the answers of the other as they were', async () => {
  const query = { ...DAY, queries: [{ refId: 'A', metrics: METRICS }] };
  const before = await here.query(query);
  await there.send(phoneCall(call('12:00:00', { agent: 'ben' })));
  await service.waitUntilProjected();
  expect(await here.query(query)).toEqual(before);
});

it('only the bootstrap key makes keys for another tenant', async () => {
  const key = { name: 'mine', scopes: ['query'], tenant: 'main' };
  expect(await there.request('POST', '/v1/keys', key)).toMatchObject({
    status: 403,
    body: { error: { code: 'wrong_tenant' } },
  });
});
