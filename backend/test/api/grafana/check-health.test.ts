import { phoneCall } from '../../support/events/call.js';
import { newAsker } from './support/asking.js';
import { startGrafanaService, type GrafanaService } from './support/grafana-service.js';

const NOW = Date.parse('2026-03-04T12:00:00Z');

let service: GrafanaService;
beforeAll(async () => {
  service = await startGrafanaService(NOW);
});
afterEach(() => {
  service.running.now = NOW;
});
afterAll(() => service.stop());

test('says whose data a key opens, and how many calls come in', async () => {
  const starts = ['2026-03-03T11:59:59Z', '2026-03-03T12:00:00Z', '2026-03-04T09:30:00Z'];
  const { datasource, tenant } = await newAsker(
    service,
    starts.flatMap((start) => phoneCall({ start, answered: 2, ended: 30 })),
  );
  const metrics = (await tenant.catalogue()).metrics.length;
  const { status, message, details } = await service.host.checkHealth(datasource);
  const { tenant: name } = details as { tenant: string };
  expect(status).toBe('OK');
  expect(message).toBe(
    `Connected to Callsight (tenant "${name}", ${metrics} metrics). 2 calls in the last 24 hours, the latest at 2026-03-04T09:30:00.000Z.`,
  );
  expect(details).toEqual({
    tenant: name,
    metrics,
    calls_24h: 2,
    latest_call: Date.parse('2026-03-04T09:30:00Z'),
  });
});

test('large numbers are readable', async () => {
  const calls = Array.from({ length: 1_234 }, (_, index) =>
    phoneCall({ start: new Date(Date.parse('2026-03-04T00:00:00Z') + index * 1_000).toISOString() }),
  );
  const { datasource } = await newAsker(service, calls.flat());
  expect((await service.host.checkHealth(datasource)).message).toContain(' 1,234 calls in the last 24 hours');
});

test('says how calls get in where none has come for a month', async () => {
  const asker = await newAsker(service, []);
  const { datasource } = asker;
  const nothing = {
    status: 'OK',
    message: expect.stringMatching(/\. No call has come in within 30 days: send events or connect a platform\.$/),
    details: { calls_24h: 0, latest_call: null },
  };
  expect(await service.host.checkHealth(datasource)).toMatchObject(nothing);
  await asker.send(phoneCall({ start: '2026-02-02T11:59:59Z' }));
  expect(await service.host.checkHealth(datasource)).toMatchObject(nothing);
  await asker.send(phoneCall({ start: '2026-02-02T12:00:00Z' }));
  expect((await service.host.checkHealth(datasource)).message).toContain(
    '0 calls in the last 24 hours, the latest at 2026-02-02T12:00:00.000Z.',
  );
});

test('counts metrics that a tenant has defined', async () => {
  const { datasource, tenant } = await newAsker(service, []);
  const before = (await service.host.checkHealth(datasource)).details as { metrics: number };
  await tenant.defineMetric({ id: 'my.metric', title: 'Mine', formula: 'calls.count * 2' });
  expect((await service.host.checkHealth(datasource)).details).toMatchObject({ metrics: before.metrics + 1 });
});

test('a time zone that is none is told with where to choose another', async () => {
  const { datasource } = await newAsker(service, []);
  expect(await service.host.checkHealth({ ...datasource, timezone: 'Europe/Berln' })).toEqual({
    status: 'ERROR',
    message:
      '"Europe/Berln" is no IANA time zone; Europe/Berlin may be meant. Choose another time zone in the settings of this datasource.',
    details: { code: 'invalid_timezone' },
  });
  for (const timezone of ['browser', '', 'utc', 'Europe/Berlin']) {
    expect((await service.host.checkHealth({ ...datasource, timezone })).status).toBe('OK');
  }
});
