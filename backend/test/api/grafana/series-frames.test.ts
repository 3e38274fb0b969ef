import { newAsker, type Asker } from './support/asking.js';
import { CALLS, DAY_BEFORE, IN_DOLLARS, MORNING, NOW } from './support/call-day.js';
import { startGrafanaService, type GrafanaService } from './support/grafana-service.js';
import { columnsOf, columnsOfApi, rowsOf } from './support/read-rows.js';
import type { ReadField, ReadFrame } from './support/read-arrow.js';

let service: GrafanaService;
let asker: Asker;
beforeAll(async () => {
  service = await startGrafanaService(NOW);
  asker = await newAsker(service, [...CALLS, ...DAY_BEFORE]);
});
afterAll(() => service.stop());

const HOURS = ['2026-03-03T09:00:00Z', '2026-03-03T10:00:00Z'];

async function series(model: object, of: Asker = asker): Promise<ReadFrame> {
  const [frame, ...others] = await of.frames({ interval: '1h', ...model }, MORNING);
  expect(others).toEqual([]);
  expect(frame).toMatchObject({ name: 'A', refId: 'A', meta: { type: 'timeseries-wide', typeVersion: [0, 1] } });
  return frame!;
}

/** What a legend shows, the labels that alert rules see, and the points. */
const shown = ({ fields: [, ...numbers] }: ReadFrame) =>
  numbers.map(({ name, labels, config, values }) => [name, config['displayNameFromDS'], labels, values]);

const isPlain = ({ arrow, nullable, labels, config }: ReadField): unknown[] => [arrow, nullable, labels, config];

test('a metric is one column beside the time, which is complete and in nanoseconds', async () => {
  const { fields } = await series({ metrics: ['calls.count'] });
  expect(fields).toHaveLength(2);
  expect([fields[0]!.name, fields[0]!.tstype, ...isPlain(fields[0]!)]).toEqual([
    'time',
    'time',
    'Timestamp<NANOSECOND>',
    false,
    undefined,
    {},
  ]);
  expect(fields[0]!.values).toEqual(HOURS);
  expect(fields[1]).toMatchObject({
    name: 'calls.count',
    arrow: 'Float64',
    nullable: true,
    labels: undefined,
    config: { displayNameFromDS: 'Calls', unit: 'short', custom: { good: 'none' } },
    values: [1, 2],
  });
});

test('each group is a column with its labels; one without a value has an empty label', async () => {
  expect(shown(await series({ metrics: ['calls.count'], groupBy: ['agent', 'queue'] }))).toEqual([
    ['calls.count', 'anna · sales', { agent: 'anna', queue: 'sales' }, [1, 1]],
    ['calls.count', 'ben · (none)', { agent: 'ben', queue: '' }, [0, 1]],
  ]);
});

test('several metrics are named in front of their groups', async () => {
  expect(shown(await series({ metrics: ['calls.count', 'calls.asa'], groupBy: ['agent'] }))).toEqual([
    ['calls.count', 'Calls · anna', { agent: 'anna' }, [1, 1]],
    ['calls.asa', expect.stringMatching(/ · anna$/), { agent: 'anna' }, [4, 8]],
    ['calls.count', 'Calls · ben', { agent: 'ben' }, [0, 1]],
    ['calls.asa', expect.stringMatching(/ · ben$/), { agent: 'ben' }, [null, null]],
  ]);
});

test('truth values and numbers become labels', async () => {
  expect(shown(await series({ metrics: ['calls.count'], groupBy: ['success', 'hour_of_day'] }))).toEqual([
    ['calls.count', 'false · 10', { success: 'false', hour_of_day: '10' }, [0, 1]],
    ['calls.count', 'true · 9', { success: 'true', hour_of_day: '9' }, [1, 0]],
    ['calls.count', '(none) · 10', { success: '', hour_of_day: '10' }, [0, 1]],
  ]);
});

test('what was before is a broken line beside what is', async () => {
  const frame = await series({ metrics: ['calls.count'], groupBy: ['agent'], compare: 'previous_period' });
  // The two hours before have no calls; a day earlier Anna has one, half past nine.
  expect(shown(frame)).toEqual([
    ['calls.count', 'anna', { agent: 'anna' }, [1, 1]],
    ['calls.count_previous', 'anna (previous)', { agent: 'anna' }, [0, 0]],
    ['calls.count', 'ben', { agent: 'ben' }, [0, 1]],
    ['calls.count_previous', 'ben (previous)', { agent: 'ben' }, [0, 0]],
  ]);
  expect(
    frame.fields.map(({ config: { custom } }) => (custom as { lineStyle?: unknown } | undefined)?.lineStyle),
  ).toEqual([undefined, undefined, { fill: 'dash', dash: [6, 4] }, undefined, { fill: 'dash', dash: [6, 4] }]);
  const alone = await series({ metrics: ['calls.count'], compare: 'previous_period' });
  expect(shown(alone).map(([, name]) => name)).toEqual(['Calls', 'Calls (previous)']);
});

test('money in two currencies is two series', async () => {
  const both = await newAsker(service, [...CALLS, ...IN_DOLLARS]);
  expect(shown(await series({ metrics: ['calls.cost.sum'] }, both))).toEqual([
    ['calls.cost.sum', 'EUR', { currency: 'EUR' }, [1.5, 0.5]],
    ['calls.cost.sum', 'USD', { currency: 'USD' }, [3, 0]],
  ]);
  expect(shown(await series({ metrics: ['calls.cost.sum'], groupBy: ['agent'] }, both))).toEqual([
    ['calls.cost.sum', 'anna · EUR', { agent: 'anna', currency: 'EUR' }, [1.5, 0.5]],
    ['calls.cost.sum', 'anna · USD', { agent: 'anna', currency: 'USD' }, [0, 0]],
    ['calls.cost.sum', 'ben · EUR', { agent: 'ben', currency: 'EUR' }, [0, 0]],
    ['calls.cost.sum', 'ben · USD', { agent: 'ben', currency: 'USD' }, [3, 0]],
  ]);
});

test('money grouped by its currency is one series for each, and no two have the same labels', async () => {
  const both = await newAsker(service, [...CALLS, ...IN_DOLLARS]);
  expect(shown(await series({ metrics: ['calls.cost.sum', 'calls.count'], groupBy: ['currency'] }, both))).toEqual([
    ['calls.cost.sum', 'Cost · EUR', { currency: 'EUR' }, [1.5, 0.5]],
    ['calls.count', 'Calls · EUR', { currency: 'EUR' }, [1, 1]],
    ['calls.cost.sum', 'Cost · USD', { currency: 'USD' }, [3, 0]],
    ['calls.count', 'Calls · USD', { currency: 'USD' }, [1, 0]],
    // What has no cost is in no currency.
    ['calls.count', 'Calls · (none)', { currency: '' }, [0, 1]],
  ]);
});

test('groups of which there are none are a frame without columns, which Grafana takes for no data', async () => {
  const none = await newAsker(service, []);
  expect((await series({ metrics: ['calls.count'], groupBy: ['agent'] }, none)).fields).toEqual([]);
  expect(shown(await series({ metrics: ['calls.count'] }, none))).toEqual([
    ['calls.count', 'Calls', undefined, [0, 0]],
  ]);
});

test('as a table it is a row for each time and group', async () => {
  const model = { metrics: ['calls.count', 'calls.asa'], groupBy: ['agent'], interval: '1h' };
  const [frame] = await asker.frames({ ...model, format: 'table' }, MORNING);
  const [api] = await asker.api(model, MORNING);
  expect(frame!.meta).toEqual({ ...api!.schema.meta, type: 'timeseries-long', typeVersion: [0, 1] });
  expect(columnsOf(frame!)).toEqual(columnsOfApi(api!));
  expect(frame!.fields.map(({ arrow, nullable }) => [arrow, nullable])).toEqual([
    ['Timestamp<NANOSECOND>', false],
    ['Utf8', true],
    ['Float64', true],
    ['Float64', true],
  ]);
  expect(rowsOf(frame!)).toEqual([
    { time: HOURS[0], agent: 'anna', 'calls.count': 1, 'calls.asa': 4 },
    { time: HOURS[0], agent: 'ben', 'calls.count': 0, 'calls.asa': null },
    { time: HOURS[1], agent: 'anna', 'calls.count': 1, 'calls.asa': 8 },
    { time: HOURS[1], agent: 'ben', 'calls.count': 1, 'calls.asa': null },
  ]);
});

test('as a change it is two points for each group: the range before, and the range', async () => {
  const both = await newAsker(service, [...CALLS, ...DAY_BEFORE, ...IN_DOLLARS]);
  const day = { from: '2026-03-03T00:00:00Z', to: '2026-03-04T00:00:00Z' };
  const ask = async (model: object): Promise<ReadFrame> => {
    const [frame] = await both.frames({ compare: 'previous_period', format: 'change', ...model }, day);
    expect(frame!.meta).toMatchObject({ type: 'timeseries-wide', typeVersion: [0, 1] });
    expect(frame!.fields[0]).toMatchObject({
      arrow: 'Timestamp<NANOSECOND>',
      nullable: false,
      values: ['2026-03-02T00:00:00Z', '2026-03-03T00:00:00Z'],
    });
    return frame!;
  };
  expect(shown(await ask({ metrics: ['calls.count'] }))).toEqual([['calls.count', 'Calls', undefined, [1, 4]]]);
  expect(shown(await ask({ metrics: ['calls.count'], groupBy: ['agent'] }))).toEqual([
    ['calls.count', 'anna', { agent: 'anna' }, [1, 2]],
    ['calls.count', 'ben', { agent: 'ben' }, [0, 2]],
  ]);
  expect(shown(await ask({ metrics: ['calls.cost.sum'] }))).toEqual([
    ['calls.cost.sum', 'EUR', { currency: 'EUR' }, [2, 2]],
    ['calls.cost.sum', 'USD', { currency: 'USD' }, [0, 3]],
  ]);
});

test('an answer that is not compared, or is a series, has no change: it stays in its own form', async () => {
  const plain = await asker.frames({ metrics: ['calls.count'], format: 'change' }, MORNING);
  expect(plain).toMatchObject([{ meta: { type: 'numeric-long' }, fields: [{ name: 'calls.count', values: [3] }] }]);
});
