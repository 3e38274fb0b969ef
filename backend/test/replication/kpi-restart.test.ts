import type { TestEvent } from '../support/events/event.js';
import { columnOf } from '../support/frames.js';
import type { InfluxDatabase } from '../support/influx/influx-database.js';
import { InfluxServer } from '../support/influx/influx-server.js';
import { influxServers } from '../support/influx/influx-servers.js';
import { TestService } from '../support/service/test-service.js';
import type { Ask } from './kpi-cells.js';
import { expectEqualSeries } from './kpi-equal.js';
import { historyPortions, KPI_NOW, KPI_RANGE } from './kpi-history.js';

const SETTINGS = { CALLSIGHT_QUERY_MAX_ROWS: '2000000', CALLSIGHT_ATTRIBUTES: 'plan,score:number,vip:boolean' };
const OTHER_DEFINITIONS = {
  CALLSIGHT_SERVICE_LEVEL_SECONDS: '3600',
  CALLSIGHT_SHORT_ABANDON_SECONDS: '30',
  CALLSIGHT_FCR_HOURS: '1',
};

const PORTIONS = historyPortions(7, 4);

describe.each(influxServers())('KPI series over restarts, InfluxDB $version', (installation) => {
  let server: InfluxServer;
  let database: InfluxDatabase;
  let restartable: TestService;

  beforeAll(async () => {
    server = await InfluxServer.start(installation);
    database = await server.database();
    restartable = await TestService.create(KPI_NOW);
  });
  afterAll(async () => {
    await restartable.remove();
    await server.stop();
  });

  const start = async (variables: Readonly<Record<string, string>>): Promise<void> => {
    await restartable.stop();
    await restartable.startReady({ ...SETTINGS, ...variables });
  };
  const send = async (events: readonly TestEvent[] | undefined): Promise<void> => {
    await restartable.main.post('/v1/events', [...(events ?? [])]);
    await restartable.waitUntilProjected();
  };
  const ask: Ask = async (body) => await restartable.main.query(body);
  const expectEqual = async () => {
    await restartable.services.replication?.drain();
    return expectEqualSeries({ tenant: 'main', ask, database, range: KPI_RANGE, flux: false });
  };
  const totals = async (): Promise<unknown> => {
    const sums = `sum("calls_answered_in_time"), sum("calls_abandoned"), sum("calls_short_abandoned")`;
    const [series] = await database.influxql(`SELECT ${sums} FROM "kpi_1m" WHERE "grain" = 'agent'`);
    return series?.values;
  };

  test('other definitions are worked out for what has long been published', async () => {
    await start(database.variables);
    await send(PORTIONS[0]);
    await send(PORTIONS[1]);
    expect((await expectEqual()).cells).toBeGreaterThan(100);
    const before = await totals();

    await start({ ...database.variables, ...OTHER_DEFINITIONS });
    await expectEqual();
    expect(await totals()).not.toEqual(before);
  });

  test('what happens while the record is switched off is there afterwards, and nothing of who was erased', async () => {
    await start({});
    const query = { refId: 'A', metrics: ['calls.count'], groupBy: ['caller'], orderBy: { metric: 'calls.count' } };
    const [caller] = columnOf(await ask({ ...KPI_RANGE, queries: [query] }), 'caller').filter((one) => one !== null);
    const ofCaller = `SELECT "call_id" FROM "calls" WHERE "caller" = '${String(caller)}'`;
    expect(await database.influxql(ofCaller)).not.toEqual([]);
    await send(PORTIONS[2]);
    const { status } = await restartable.main.request('DELETE', `/v1/callers/${String(caller)}`);
    expect(status).toBe(200);

    await start(database.variables);
    expect((await expectEqual()).zeros).toBeGreaterThan(20);
    expect(await database.influxql(ofCaller)).toEqual([]);
  });
});
