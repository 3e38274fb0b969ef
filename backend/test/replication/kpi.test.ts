import { columnOf } from '../support/frames.js';
import type { InfluxDatabase } from '../support/influx/influx-database.js';
import { InfluxServer } from '../support/influx/influx-server.js';
import { influxServers } from '../support/influx/influx-servers.js';
import type { TenantClient } from '../support/service/tenant-client.js';
import { TestService } from '../support/service/test-service.js';
import { tableAfter } from './kpi-document.js';
import { expectEqualSeries, GRAINS } from './kpi-equal.js';
import { historyPortions, KPI_NOW, KPI_RANGE } from './kpi-history.js';

const TENANTS = ['firm-0', 'firm-1'] as const;
const SETTINGS = { CALLSIGHT_QUERY_MAX_ROWS: '2000000', CALLSIGHT_ATTRIBUTES: 'plan,score:number,vip:boolean' };

/** InfluxQL of a quotient that the document names, over the grain that has its fields. */
function ratioOf(quotient: string, further: string): string {
  const names = quotient.match(/\w+/g) ?? [];
  const grain = GRAINS.find(({ fields }) => names.every((name) => fields.some((field) => field.name === name)));
  const sums = quotient.replace(/\w+/g, (name) => `sum("${name}")`);
  return `SELECT ${sums} FROM "kpi_1h" WHERE "grain" = '${grain?.id ?? ''}' AND "tenant" = '${TENANTS[0]}'${further}`;
}

describe.each(influxServers())('KPI series, InfluxDB $version', (installation) => {
  let server: InfluxServer;
  let database: InfluxDatabase;
  let service: TestService;
  let clients: TenantClient[];

  beforeAll(async () => {
    server = await InfluxServer.start(installation);
    database = await server.database();
    service = await TestService.start(KPI_NOW, { ...SETTINGS, ...database.variables });
    await service.waitUntilReady();
    clients = await Promise.all(TENANTS.map((tenant) => service.tenant(tenant)));
  });
  afterAll(async () => {
    await service.remove();
    await server.stop();
  });

  const expectEqual = async (flux: boolean) => {
    const counts = [];
    for (const [index, client] of clients.entries())
      counts.push(
        await expectEqualSeries({
          tenant: TENANTS[index] ?? '',
          ask: (body) => client.query(body),
          database,
          range: KPI_RANGE,
          flux: flux && installation.flux,
        }),
      );
    return counts;
  };

  /** Those with the most calls first. */
  const callers = async (client: TenantClient): Promise<string[]> => {
    const query = { refId: 'A', metrics: ['calls.count'], groupBy: ['caller'], orderBy: { metric: 'calls.count' } };
    const answer = await client.query({ ...KPI_RANGE, queries: [query] });
    return columnOf(answer, 'caller').filter((caller) => typeof caller === 'string');
  };

  const idsIn = async (measurement: 'calls' | 'turns', tenant: string, where: string): Promise<Set<unknown>> => {
    const series = await database.influxql(
      `SELECT "call_id" FROM "${measurement}" WHERE "tenant" = '${tenant}' AND ${where}`,
    );
    return new Set(series.flatMap(({ values }) => values.map((row) => row[1])));
  };

  test.each([0, 1, 2])('equal the answers of the API after portion %i', async (portion) => {
    for (const [index, client] of clients.entries()) await client.send(historyPortions(index)[portion] ?? []);
    await service.waitUntilPublished();
    const counts = await expectEqual(portion === 2);
    for (const { cells, zeros } of counts) {
      expect(cells).toBeGreaterThan(100);
      // Later portions change where calls are counted.
      if (portion > 0) expect(zeros).toBeGreaterThan(10);
    }
  });

  test('the ratios of the document are those of the API', async () => {
    const ratios = tableAfter('A ratio of a range is');
    expect(ratios.length).toBeGreaterThan(15);
    for (const { metric = '', 'quotient of sums': quotient = '' } of ratios) {
      const isMoney = metric.startsWith('calls.cost');
      const filters = isMoney ? [{ dimension: 'currency', op: 'in', values: ['EUR'] }] : [];
      const answer = await clients[0]!.query({ ...KPI_RANGE, queries: [{ refId: 'A', metrics: [metric], filters }] });
      const [expected] = columnOf(answer, metric);
      expect(expected).not.toBeNull();
      const series = await database.influxql(ratioOf(quotient, isMoney ? ` AND "currency" = 'EUR'` : ''));
      expect([metric, series[0]?.values[0]?.[1]]).toEqual([metric, expect.closeTo(Number(expected), 9)]);
    }
  });

  test('equal them when callers have been erased, of whom nothing is left', async () => {
    const gone = [];
    for (const [index, client] of clients.entries()) {
      const tenant = TENANTS[index] ?? '';
      const [caller = ''] = await callers(client);
      const calls = await idsIn('calls', tenant, `"caller" = '${caller}'`);
      expect(calls.size).toBeGreaterThan(1);
      gone.push({ tenant, caller, calls });
      expect(await client.request('DELETE', `/v1/callers/${caller}`)).toMatchObject({ body: { calls: calls.size } });
    }
    await service.waitUntilPublished();
    await expectEqual(true);
    for (const { tenant, caller, calls } of gone) {
      expect(await idsIn('calls', tenant, `"caller" = '${caller}'`)).toEqual(new Set());
      const left = [...(await idsIn('turns', tenant, 'time > 0')), ...(await idsIn('calls', tenant, 'time > 0'))];
      expect(left.length).toBeGreaterThan(0);
      expect(left.filter((id) => calls.has(id))).toEqual([]);
    }
  });

  test('have no known caller left when everybody has been erased', async () => {
    const client = clients[0]!;
    for (const caller of await callers(client)) await client.request('DELETE', `/v1/callers/${caller}`);
    await service.waitUntilPublished();
    await expectEqual(false);
    const [series] = await database.influxql(
      `SELECT sum("callers_new"), sum("calls_repeated") FROM "kpi_1m" WHERE "grain" = 'queue' AND "tenant" = '${TENANTS[0]}'`,
    );
    expect(series?.values[0]?.slice(1)).toEqual([0, 0]);
  });
});
