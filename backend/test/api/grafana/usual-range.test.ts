import { phoneCall } from '../../support/events/call.js';
import { newAsker, type Asker } from './support/asking.js';
import { startGrafanaService, type GrafanaService } from './support/grafana-service.js';
import type { ReadFrame } from './support/read-arrow.js';
import { columnsOf, columnsOfApi } from './support/read-rows.js';

const HOUR = 3_600_000;
const WEEK = 7 * 24 * HOUR;
/** A Wednesday, half past ten. */
const NOW = Date.parse('2026-03-04T10:30:00Z');
const at = (hour: number): number => Date.parse('2026-03-04T00:00:00Z') + hour * HOUR;
const iso = (ms: number): string => new Date(ms).toISOString();

/** Anna takes ten calls an hour from nine to eleven, Ben one, in each of the six weeks before; today Anna takes thirty. */
const calls = (agent: string, start: number, count: number) =>
  Array.from({ length: count }, (_, index) =>
    phoneCall({ start: iso(start + index * 60_000), agent, answered: 2, ended: 40 }),
  ).flat();

const WEEKS = Array.from({ length: 6 }, (_, week) => (week + 1) * WEEK);
const EVENTS = [
  ...WEEKS.flatMap((before) =>
    [9, 10].flatMap((hour) => [
      ...calls('anna', at(hour) - before, 9 + ((before / WEEK) % 3)),
      ...calls('ben', at(hour) - before, 1),
    ]),
  ),
  ...calls('anna', at(9), 30),
  ...calls('anna', at(10), 5),
  ...calls('ben', at(9), 1),
];

const MORNING = { from: iso(at(9)), to: iso(at(11)) };
const MODEL = { metrics: ['calls.count'], interval: '1h', baseline: true };

let service: GrafanaService;
let asker: Asker;
beforeAll(async () => {
  service = await startGrafanaService(NOW);
  asker = await newAsker(service, EVENTS);
});
afterAll(() => service.stop());

interface Custom {
  readonly fillBelowTo?: string;
  readonly fillOpacity?: number;
  readonly lineWidth?: number;
  readonly lineStyle?: { readonly fill: string };
  readonly hideFrom?: object;
}

const shown = (frame: ReadFrame) =>
  frame.fields.slice(1).map(({ name, labels, config, values }) => ({
    name,
    labels,
    title: config['displayNameFromDS'],
    values,
    custom: config['custom'] as Custom,
    colour: (config['color'] as { fixedColor?: string } | undefined)?.fixedColor,
    links: config['links'],
  }));

async function series(model: object): Promise<ReturnType<typeof shown>> {
  const [frame] = await asker.frames({ ...MODEL, ...model }, MORNING);
  expect(frame).toMatchObject({ meta: { type: 'timeseries-wide' } });
  return shown(frame!);
}

test('a metric is followed by a broken line of what is usual and a band without lines', async () => {
  const [count, usual, low, high, anomaly, ...others] = await series({});
  expect(others).toEqual([]);
  expect(count).toMatchObject({ name: 'calls.count', title: 'Calls', values: [31, 5], colour: undefined });
  expect(count?.links).toHaveLength(1);
  // The hour from ten still runs: it is not compared.
  expect(usual).toMatchObject({
    name: 'calls.count_baseline',
    title: 'Calls (usual)',
    values: [11, null],
    colour: '#8e8e8e',
    custom: { lineStyle: { fill: 'dash' }, lineWidth: 1 },
  });
  expect(low).toMatchObject({
    name: 'calls.count_low',
    title: 'Calls (usual, low)',
    custom: { lineWidth: 0, fillOpacity: 0, hideFrom: { viz: false, legend: true, tooltip: true } },
  });
  expect(high).toMatchObject({
    name: 'calls.count_high',
    title: 'Calls (usual range)',
    custom: { fillBelowTo: 'Calls (usual, low)', hideFrom: { viz: false, legend: false, tooltip: true } },
  });
  expect(high?.custom.fillOpacity).toBeGreaterThan(0);
  expect([low?.values[1], high?.values[1], anomaly?.values[1]]).toEqual([null, null, null]);
  expect(Number(low?.values[0])).toBeLessThan(11);
  expect(Number(high?.values[0])).toBeGreaterThan(11);
  expect(Number(high?.values[0])).toBeLessThan(31);
  expect(anomaly).toMatchObject({
    name: 'calls.count_anomaly',
    custom: { hideFrom: { viz: true, legend: true, tooltip: true } },
  });
  expect(Number(anomaly?.values[0])).toBeGreaterThan(10);
  // What was usual is no list of calls of the range.
  expect([usual, low, high, anomaly].map((one) => one?.links)).toEqual([undefined, undefined, undefined, undefined]);
});

test('each group has a band of its own, named after it', async () => {
  const fields = await series({ groupBy: ['agent'] });
  expect(fields.map(({ title }) => title)).toEqual(
    ['anna', 'ben'].flatMap((agent) => [
      agent,
      `${agent} (usual)`,
      `${agent} (usual, low)`,
      `${agent} (usual range)`,
      `${agent} (anomaly)`,
    ]),
  );
  expect(fields.flatMap(({ custom: { fillBelowTo } }) => fillBelowTo ?? [])).toEqual([
    'anna (usual, low)',
    'ben (usual, low)',
  ]);
  expect(fields[1]?.values).toEqual([10, null]);
  expect(fields[6]).toMatchObject({ values: [1, null], labels: { agent: 'ben' } });
});

test('two metrics and the range before are told apart', async () => {
  const fields = await series({ metrics: ['calls.count', 'calls.asa'], compare: 'previous_period' });
  const titles = fields.map(({ title }) => title);
  expect(titles.slice(0, 6)).toEqual([
    'Calls',
    'Calls (previous)',
    'Calls (usual)',
    'Calls (usual, low)',
    'Calls (usual range)',
    'Calls (anomaly)',
  ]);
  expect(new Set(titles).size).toBe(12);
  const grouped = await series({ metrics: ['calls.count', 'calls.asa'], groupBy: ['agent'] });
  expect(grouped.map(({ title }) => title)).toContain('Calls (usual range) · anna');
  expect(new Set(grouped.map(({ title }) => title)).size).toBe(grouped.length);
});

test('a new installation has a line and no band', async () => {
  const fresh = await newAsker(service, [
    ...calls('anna', at(9) - WEEK, 10),
    ...calls('anna', at(9) - 2 * WEEK, 10),
    ...calls('anna', at(9), 10),
  ]);
  const [frame] = await fresh.frames(MODEL, MORNING);
  expect(shown(frame!).map(({ values }) => values)).toEqual([[10, 0], ...Array(4).fill([null, null])]);
});

test('without it, and with false, the frame is what it was', async () => {
  const { baseline: _baseline, ...plain } = MODEL;
  const [frame] = await asker.frames(plain, MORNING);
  expect(frame!.fields.map(({ name }) => name)).toEqual(['time', 'calls.count']);
  expect(await asker.frames({ ...plain, baseline: false }, MORNING)).toEqual([frame]);
  const [withUsual] = await asker.frames(MODEL, MORNING);
  expect(withUsual!.fields.slice(0, 2)).toEqual(frame!.fields);
});

test('a table has all columns as the API gives them', async () => {
  const [frame] = await asker.frames({ ...MODEL, format: 'table' }, MORNING);
  const [api] = await asker.api(MODEL, MORNING);
  expect(columnsOf(frame!)).toEqual(columnsOfApi(api!));
  const [total] = await asker.frames({ ...MODEL, interval: undefined }, MORNING);
  expect(total!.fields.map(({ name }) => name)).toEqual([
    'calls.count',
    ...['baseline', 'low', 'high', 'anomaly'].map((column) => `calls.count_${column}`),
  ]);
});

test('a rule compares the metric alone, and a change is of two numbers', async () => {
  const { A: rule } = await service.host.evaluate(asker.datasource, [{ ...MORNING, model: MODEL }]);
  expect(rule!.frames[0]!.fields.map(({ name }) => name)).toEqual(['time', 'calls.count']);
  const { interval: _interval, ...whole } = MODEL;
  const [change] = await asker.frames({ ...whole, compare: 'previous_period', format: 'change' }, MORNING);
  expect(change!.fields.map(({ name }) => name)).toEqual(['time', 'calls.count']);
});

test('months have none: auto leaves it out, and who asks for it is told', async () => {
  const years = { from: '2020-01-01T00:00:00Z', to: '2026-03-04T00:00:00Z' };
  const [frame] = await asker.frames({ ...MODEL, interval: 'auto' }, years);
  expect(frame!.fields.map(({ name }) => name)).toEqual(['time', 'calls.count']);
  const { A: refused } = await service.host.queryData(asker.datasource, [
    { ...years, model: { ...MODEL, interval: '1M' } },
  ]);
  expect(refused).toMatchObject({ status: 400, error: expect.stringContaining('/baseline') as unknown });
});

test('what is no yes or no is refused', async () => {
  const { A: refused } = await service.host.queryData(asker.datasource, [
    { ...MORNING, model: { ...MODEL, baseline: 'yes' } },
  ]);
  expect(refused).toMatchObject({ status: 400, error: expect.stringContaining('/baseline') as unknown });
});
