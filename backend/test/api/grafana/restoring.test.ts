import { InfluxServer } from '../../support/influx/influx-server.js';
import { influxServers } from '../../support/influx/influx-servers.js';
import { phoneCall } from '../../support/events/call.js';
import { TEST_KEY } from '../../support/service/service-under-test.js';
import { TestService } from '../../support/service/test-service.js';
import { until } from '../../support/service/until.js';
import { startGrafanaService, type GrafanaService } from './support/grafana-service.js';
import { fieldOf } from './support/read-rows.js';

const NOW = Date.parse('2026-03-04T12:00:00Z');
const DAY = { from: '2026-03-03T00:00:00Z', to: '2026-03-04T00:00:00Z' };
/** Of the configuration, so that it is known before anything is restored. */

const [installation] = influxServers();
let server: InfluxServer;
let service: GrafanaService;
beforeAll(async () => {
  server = await InfluxServer.start(installation!);
  const { variables } = await server.database();
  const settings = { CALLSIGHT_INFLUX_TIMEOUT_SECONDS: '1', ...variables };
  const first = await TestService.start(NOW, settings);
  await first.waitUntilReady();
  await first.main.send(phoneCall({ id: 'c1', start: '2026-03-03T10:00:00Z', answered: 2, ended: 30 }));
  await first.waitUntilPublished();
  await first.remove();
  await server.kill();
  service = await startGrafanaService(NOW, 'unix', settings);
});
afterAll(async () => {
  await service.stop();
  await server.stop();
});

const RANGE = [
  { ...DAY, refId: 'A', model: { metrics: ['calls.count'] } },
  { ...DAY, refId: 'B', model: 'no JSON' },
];

test('a service that is restoring answers nothing from half of its rows, and says why', async () => {
  const datasource = { apiKey: TEST_KEY };
  expect(await service.host.health()).toBe('SERVING');
  const answers = await service.host.queryData(datasource, RANGE);
  for (const refId of ['A', 'B']) {
    expect(answers[refId]).toEqual({
      status: 503,
      error: 'Callsight is restoring its rows and will answer when they are there',
      errorSource: 'downstream',
      frames: [],
      size: 0,
    });
  }
  expect(await service.host.checkHealth(datasource)).toEqual({
    status: 'ERROR',
    message: 'Callsight is restoring its rows; try again when it is ready.',
    details: {},
  });
  expect(await service.host.callResource(datasource, 'catalogue')).toMatchObject({
    code: 503,
    body: { error: { code: 'restoring' } },
  });
});

test('whoever has no key is not even told that', async () => {
  const { A } = await service.host.queryData({ apiKey: 'cs_wrong' }, RANGE);
  expect(A!.status).toBe(401);
  expect((await service.host.checkHealth({ apiKey: 'cs_wrong' })).details).toEqual({ code: 'invalid_key' });
  expect((await service.host.callResource({ apiKey: 'cs_wrong' }, 'catalogue')).code).toBe(401);
});

test('it answers when the rows are there, without anything being started anew', async () => {
  await server.restart();
  await service.running.waitUntilReady();
  await until(async () => (await service.host.checkHealth({ apiKey: TEST_KEY })).status === 'OK');
  const { A, B } = await service.host.queryData({ apiKey: TEST_KEY }, RANGE);
  expect(fieldOf(A!.frames[0]!, 'calls.count').values).toEqual([1]);
  expect(B!.status).toBe(400);
});
