import { newAsker, type Asker } from './support/asking.js';
import { CALLS, DAY, DAY_BEFORE, IN_DOLLARS, NOW } from './support/call-day.js';
import { startGrafanaService, type GrafanaService } from './support/grafana-service.js';
import { fieldOf } from './support/read-rows.js';

let service: GrafanaService;
let one: Asker;
let other: Asker;
beforeAll(async () => {
  service = await startGrafanaService(NOW);
  one = await newAsker(service, CALLS);
  other = await newAsker(service, [...IN_DOLLARS, ...DAY_BEFORE]);
});
afterAll(() => service.stop());

const value = async (asker: Asker, model: object, name: string): Promise<unknown> => {
  const [frame] = await asker.frames(model, DAY);
  return fieldOf(frame!, name).values;
};

test('queries through one socket see the calls of their key', async () => {
  expect(await value(one, { metrics: ['calls.count'] }, 'calls.count')).toEqual([3]);
  expect(await value(other, { metrics: ['calls.count'] }, 'calls.count')).toEqual([1]);
  expect(await value(one, { calls: {} }, 'call_id')).toEqual(['a2', 'b1', 'a1']);
  expect(await value(other, { calls: {} }, 'call_id')).toEqual(['u1']);
  expect(await value(one, { metrics: ['calls.count'], groupBy: ['agent'] }, 'agent')).toEqual(['anna', 'ben']);
  expect(await value(other, { metrics: ['calls.count'], groupBy: ['agent'] }, 'agent')).toEqual(['ben']);
  const funnel = { steps: ['call.started', 'call.answered'], window: '1h' };
  expect(await value(one, { funnel }, 'reached')).toEqual([3, 2]);
  expect(await value(other, { funnel }, 'reached')).toEqual([1, 1]);
});

test('also when they ask the same at the same time, over and over', async () => {
  const counts = await Promise.all(
    Array.from(
      { length: 30 },
      async (_, index) =>
        (await value(index % 2 === 0 ? one : other, { metrics: ['calls.count'] }, 'calls.count')) as unknown[],
    ),
  );
  expect(counts.flat()).toEqual(Array.from({ length: 30 }, (_, index) => (index % 2 === 0 ? 3 : 1)));
});

test('a filter for the calls of another finds none', async () => {
  const filters = [{ dimension: 'agent', op: 'in', values: ['anna'] }];
  expect(await value(other, { metrics: ['calls.count'], filters }, 'calls.count')).toEqual([0]);
});

test('resources are those of the key', async () => {
  const range = `from=${DAY.from}&to=${DAY.to}`;
  const agentsOf = async ({ datasource }: Asker): Promise<unknown> =>
    (await service.host.callResource(datasource, `dimensions/agent/values?${range}`)).body;
  expect(await agentsOf(one)).toEqual({
    values: [
      { value: 'anna', count: 2 },
      { value: 'ben', count: 1 },
    ],
  });
  expect(await agentsOf(other)).toEqual({ values: [{ value: 'ben', count: 1 }] });
  expect((await service.host.callResource(one.datasource, 'calls/a1')).code).toBe(200);
  expect(await service.host.callResource(other.datasource, 'calls/a1')).toMatchObject({
    code: 404,
    body: { error: { code: 'unknown_call' } },
  });
});

test('metrics and funnels that one defines are not there for another', async () => {
  const defined = await one.tenant.defineMetric({ id: 'my.metric', title: 'Mine', formula: 'calls.count * 2' });
  expect(defined.status).toBe(201);
  const funnel = { id: 'mine', title: 'Mine', steps: ['call.started'], window: '1h' };
  expect((await one.tenant.request('POST', '/v1/funnels', funnel)).status).toBe(201);
  expect(await value(one, { metrics: ['my.metric'] }, 'my.metric')).toEqual([6]);
  await expect(other.frames({ metrics: ['my.metric'] }, DAY)).rejects.toThrow('no metric');
  await expect(other.frames({ funnel: { id: 'mine' } }, DAY)).rejects.toThrow('no funnel');
  const idsOf = async ({ datasource }: Asker, path: string): Promise<string> =>
    JSON.stringify((await service.host.callResource(datasource, path)).body);
  expect(
    [await idsOf(one, 'catalogue'), await idsOf(one, 'funnels')].map((text) => /"my\.metric"|"mine"/.test(text)),
  ).toEqual([true, true]);
  expect(
    [await idsOf(other, 'catalogue'), await idsOf(other, 'funnels')].map((text) => /"my\.metric"|"mine"/.test(text)),
  ).toEqual([false, false]);
});

test('health is told of the tenant of the key', async () => {
  const [mine, theirs] = [
    await service.host.checkHealth(one.datasource),
    await service.host.checkHealth(other.datasource),
  ];
  expect((mine.details as { tenant: string }).tenant).not.toBe((theirs.details as { tenant: string }).tenant);
  expect([mine.details, theirs.details]).toMatchObject([
    { latest_call: Date.parse('2026-03-03T10:40:00Z') },
    { latest_call: Date.parse('2026-03-03T09:50:00Z') },
  ]);
});
