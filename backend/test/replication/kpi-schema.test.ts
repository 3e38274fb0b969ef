import { Catalogue } from '../../src/analytics/catalogue/catalogue.js';
import { kpiGrains } from '../../src/analytics/catalogue/kpi-grains.js';
import { readConfig } from '../../src/config/config.js';
import { InfluxConnection } from '../../src/storage/influx/influx-connection.js';
import { packAnchors, unpackAnchors } from '../../src/storage/influx/changes.js';
import { CALLS, PLAIN, TURNS } from '../../src/storage/influx/measurements.js';
import type { TestEvent } from '../support/events/event.js';
import type { InfluxDatabase } from '../support/influx/influx-database.js';
import { InfluxServer } from '../support/influx/influx-server.js';
import { influxServers } from '../support/influx/influx-servers.js';
import { TestService } from '../support/service/test-service.js';
import { blocks, tableAfter, type Row } from './kpi-document.js';

const WORKED_EXAMPLE = { CALLSIGHT_ATTRIBUTES: 'plan', CALLSIGHT_CALLER_SECRET: 'secret of the worked example' };
const grains = kpiGrains(Catalogue.builtIn(readConfig({}).config.metrics, []));

describe('the document names what the code has', () => {
  test.each([CALLS, TURNS, ...Object.values(PLAIN)])('the fields of $name, with their bits', ({ name, fields }) => {
    const told = tableAfter(`### \`${name}\``).map(({ bit, field, type }) => ({ bit, field, type }));
    expect(told).toEqual(fields.map((field, bit) => ({ bit: String(bit), field: field.name, type: field.kind })));
  });

  test('the grains', () => {
    expect(
      tableAfter('time zone are hours').map(({ grain, counts, 'dimensions (tags)': tags }) => [grain, counts, tags]),
    ).toEqual(grains.map(({ id, dataset, dimensions }) => [id, dataset, dimensions.map((one) => one.id).join(' ')]));
  });

  test.each([
    ['Fields of `agent`', ['agent', 'campaign', 'queue']],
    ['Fields of `cost`', ['cost']],
    ['Fields of `turn`', ['turn']],
    ['Fields of `component`', ['component']],
  ])('%s', (start, ids) => {
    const told = tableAfter(start).map(({ field, type }) => [field, type]);
    for (const id of ids) {
      const { fields = [] } = grains.find((grain) => grain.id === id) ?? {};
      expect(told).toEqual(fields.map(({ name, isCount }) => [name, isCount ? 'integer' : 'float']));
    }
  });

  test('the example of packed anchors', () => {
    expect(packAnchors([1777972502350121, 1777972502351121])).toBe('hi8lai0ch5 rs');
    expect(unpackAnchors('hi8lai0ch5 rs')).toEqual([1777972502350121, 1777972502351121]);
  });
});

/** Writer and time of these points are of the machine. */
const unspecific = (line: string): string =>
  line.startsWith('changes,') ? line.replace(/writer=\w+/, 'writer=…').replace(/\d+$/, '…') : line;

const instant = (nanoseconds: bigint): string =>
  `${new Date(Number(nanoseconds / 1_000_000n)).toISOString().slice(0, 19)}.${String(nanoseconds % 1_000_000_000n).padStart(9, '0')}Z`;

async function askInfluxql(database: InfluxDatabase, statement: string): Promise<Row[]> {
  const series = await database.influxql(
    statement
      .replace('$timeFilter', `time >= '2026-05-05T09:00:00Z' AND time < '2026-05-05T10:00:00Z'`)
      .replace('$__interval', '1h'),
  );
  return series.flatMap(({ tags = {}, columns, values }) =>
    values.map((row) => ({
      ...tags,
      ...Object.fromEntries(
        columns.map((name, at) => [name, name === 'time' ? instant(BigInt(String(row[at]))) : String(row[at])]),
      ),
    })),
  );
}

/** Columns of Flux that say nothing about the answer. */
const FRAME = ['result', 'table', '_start', '_stop'];

async function askFlux(database: InfluxDatabase, query: string): Promise<Row[]> {
  const rows = await database.flux(query.replace('"callsight"', `"${database.name}"`));
  return rows.map((row) => Object.fromEntries(Object.entries(row).filter(([name]) => !FRAME.includes(name))));
}

describe.each(influxServers())('the worked example, InfluxDB $version', (installation) => {
  const written: string[] = [];
  let server: InfluxServer;
  let database: InfluxDatabase;

  beforeAll(async () => {
    server = await InfluxServer.start(installation);
    database = await server.database();
    const service = await TestService.start(0, { ...WORKED_EXAMPLE, ...database.variables });
    const write = jest.spyOn(InfluxConnection.prototype, 'write');
    try {
      await service.waitUntilReady();
      for (const { text } of blocks().filter(({ language }) => language === 'json')) {
        const events = JSON.parse(text) as TestEvent[];
        service.now = Date.parse(events.at(-1)?.time ?? '') + 250;
        write.mockClear();
        await service.main.send(events);
        await service.waitUntilPublished();
      }
      written.push(...write.mock.calls.flatMap(([lines]) => lines));
    } finally {
      write.mockRestore();
      await service.remove();
    }
  });
  afterAll(() => server.stop());

  test('the service writes the lines that it shows', () => {
    const shown = (blocks().find(({ language }) => language === 'text')?.text ?? '').split('\n');
    const hours = shown
      .filter((line) => line.startsWith('kpi_1m,'))
      .map((line) => line.replace('kpi_1m', 'kpi_1h').replace(/\d+$/, '1777971600000000000'));
    expect(written.map(unspecific).sort()).toEqual([...shown, ...hours].map(unspecific).sort());
  });

  test('the queries have the answers that it shows', async () => {
    const asked = blocks().filter(({ language }) => language === 'influxql');
    expect(asked.length).toBeGreaterThan(4);
    for (const { text, answer } of asked) expect([text, await askInfluxql(database, text)]).toEqual([text, answer]);
  });

  (installation.flux ? test : test.skip)('so in Flux', async () => {
    const asked = blocks().filter(({ language }) => language === 'flux');
    expect(asked.length).toBeGreaterThan(1);
    for (const { text, answer } of asked) expect([text, await askFlux(database, text)]).toEqual([text, answer]);
  });
});
