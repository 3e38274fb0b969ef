import { status } from '@grpc/grpc-js';
import { phoneCall } from '../../support/events/call.js';
import { newAsker, type Asker } from './support/asking.js';
import { CALLS, DAY, NOW } from './support/call-day.js';
import { startGrafanaService, type GrafanaService } from './support/grafana-service.js';
import { columnsOf, columnsOfApi, fieldOf } from './support/read-rows.js';

let service: GrafanaService;
let asker: Asker;
beforeAll(async () => {
  service = await startGrafanaService(NOW);
  asker = await newAsker(service, CALLS);
});
afterAll(() => service.stop());

describe('the health check of gRPC', () => {
  it.each(['', 'plugin'])('knows the service "%s"', async (name) => {
    expect(await service.host.health(name)).toBe('SERVING');
  });

  it.each(['Plugin', 'pluginv2.Data', 'grpc.health.v1.Health'])('does not know %s', async (name) => {
    await expect(service.host.health(name)).rejects.toMatchObject({
      code: status.NOT_FOUND,
      details: 'the service of this health check is "plugin"',
    });
  });
});

test('what is not served is said to be so', async () => {
  await expect(service.host.collectMetrics()).rejects.toMatchObject({ code: status.UNIMPLEMENTED });
});

test('the output of the plugin stays open, and empty, through everything else', async () => {
  let isOver = false;
  void service.host.outputEnded.then(() => (isOver = true));
  await service.host.shutdown();
  await asker.frames({ metrics: ['calls.count'] }, DAY);
  await service.host.checkHealth(asker.datasource);
  await service.host.callResource(asker.datasource, 'catalogue');
  expect([isOver, service.host.output]).toEqual([false, []]);
});

test('a hundred queries in one request are answered each', async () => {
  const queries = Array.from({ length: 100 }, (_, index) => ({
    ...DAY,
    refId: `Q${index}`,
    model: index % 10 === 9 ? { metrics: ['calls.cuont'] } : { metrics: ['calls.count'], limit: index + 1 },
  }));
  const answers = await service.host.queryData(asker.datasource, queries);
  expect(queries.map(({ refId }) => answers[refId]!.status)).toEqual(
    queries.map((_, index) => (index % 10 === 9 ? 400 : 200)),
  );
  for (const { status: code, frames } of Object.values(answers)) {
    if (code === 200) expect(fieldOf(frames[0]!, 'calls.count').values).toEqual([3]);
  }
});

test('more queries than the HTTP API takes at once are answered, too', async () => {
  const queries = Array.from({ length: 250 }, (_, index) => ({
    ...DAY,
    refId: `Q${index}`,
    model: { metrics: ['calls.count'] },
  }));
  const answers = Object.values(await service.host.queryData(asker.datasource, queries));
  expect(answers.map(({ status: code }) => code)).toEqual(queries.map(() => 200));
});

test('a request without queries has no answers', async () => {
  expect(await service.host.queryData(asker.datasource, [])).toEqual({});
});

test('an answer larger than gRPC takes by default comes through whole', async () => {
  const agents = Array.from({ length: 40 }, (_, index) => `agent-${String(index).padStart(2, '0')}-${'x'.repeat(100)}`);
  const many = await newAsker(
    service,
    agents.flatMap((agent) => phoneCall({ start: '2026-03-03T10:00:00Z', agent })),
  );
  const model = { metrics: ['calls.count'], groupBy: ['agent'], interval: '1m' };
  const sent = [{ ...DAY, model: { ...model, format: 'table' } }];
  const { A } = await service.host.queryData(many.datasource, sent);
  // A row for each of 1,440 minutes and 40 agents: 8 bytes of time, 8 of number, 109 of name.
  expect(A!.size).toBeGreaterThan(7e6);
  expect(fieldOf(A!.frames[0]!, 'calls.count').values).toHaveLength(57_600);
  const [api] = await many.api(model, DAY);
  expect(columnsOf(A!.frames[0]!)).toEqual(columnsOfApi(api!));
});

test('a question of many values comes through whole', async () => {
  const values = Array.from({ length: 10_000 }, (_, index) => `agent-${index}-${'y'.repeat(200)}`);
  const filters = [{ dimension: 'agent', op: 'in', values: [...values, 'anna'].slice(1) }];
  const [frame] = await asker.frames({ metrics: ['calls.count'], filters }, DAY);
  expect(fieldOf(frame!, 'calls.count').values).toEqual([2]);
});

test('a question longer than the service takes is refused, and the connection goes on', async () => {
  const model = { metrics: ['calls.count'], note: 'z'.repeat(17 << 20) };
  await expect(service.host.queryData(asker.datasource, [{ ...DAY, model }])).rejects.toMatchObject({
    code: status.RESOURCE_EXHAUSTED,
  });
  expect(await service.host.health()).toBe('SERVING');
});
