import { callEvent, type TestEvent } from '../support/events/event.js';
import type { InfluxDatabase } from '../support/influx/influx-database.js';
import { InfluxServer } from '../support/influx/influx-server.js';
import { influxServers } from '../support/influx/influx-servers.js';
import { TestService } from '../support/service/test-service.js';
import { columnOf } from '../support/frames.js';
import { KPI_NOW, KPI_RANGE } from './kpi-history.js';

const SECOND = 1_000_000;
const START = (KPI_NOW - 86_400_000) * 1_000;

const started = (call: string, id: string): TestEvent =>
  callEvent('call.started', call, START, { direction: 'inbound', from: '+4930901820', agent: { id: 'anna' } }, id);
const turn = (call: string, index: number): TestEvent =>
  callEvent('call.turn', call, START + index * SECOND, { index, latency_ms: { e2e: 100 } });

describe.each(influxServers())('erased callers in the record, InfluxDB $version', (installation) => {
  let server: InfluxServer;
  let database: InfluxDatabase;
  let service: TestService;
  beforeAll(async () => {
    server = await InfluxServer.start(installation);
    database = await server.database();
    service = await TestService.start(KPI_NOW, database.variables);
    await service.waitUntilReady();
  });
  afterAll(async () => {
    await service.remove();
    await server.stop();
  });

  const erase = async (): Promise<void> => {
    const query = { refId: 'A', metrics: ['calls.count'], groupBy: ['caller'] };
    const answer = await service.main.query({ ...KPI_RANGE, queries: [query] });
    for (const caller of columnOf(answer, 'caller')) {
      expect(await service.main.request('DELETE', `/v1/callers/${String(caller)}`)).toMatchObject({ status: 200 });
    }
  };
  const points = async (measurement: string): Promise<unknown[]> => {
    const series = await database.influxql(`SELECT "call_id", "change" FROM "${measurement}"`);
    return series.flatMap(({ values }) => values.map((row) => row[1]));
  };

  test('all turns of a very long call go', async () => {
    await service.main.send([started('long', 'a'), ...[0, 999, 1_000, 2_500].map((index) => turn('long', index))]);
    await service.waitUntilPublished();
    expect(await points('turns')).toHaveLength(4);
    await erase();
    await service.waitUntilPublished();
    expect(await points('calls')).toEqual([]);
    expect(await points('turns')).toEqual([]);
  });

  test('a call that is told anew after the erasure comes back neither in the rows nor in the record', async () => {
    await service.main.send([started('again', 'b'), turn('again', 0)]);
    await service.waitUntilPublished();
    expect(await points('calls')).toEqual(['again']);
    await erase();
    // By another sender, under ids of its own: still the same call of the same person.
    await service.main.send([started('again', 'c'), turn('again', 0)]);
    // Another call of the same number is news.
    await service.main.send([started('later', 'd'), turn('later', 0)]);
    await service.waitUntilPublished();
    expect(await points('calls')).toEqual(['later']);
    expect(await points('turns')).toEqual(['later']);
  });
});
