import { newAsker, type Asker } from './support/asking.js';
import { CALLS, DAY, DAY_BEFORE, IN_DOLLARS, NOW } from './support/call-day.js';
import { startGrafanaService, type GrafanaService } from './support/grafana-service.js';
import { columnsOf, columnsOfApi, fieldOf, rowsOf } from './support/read-rows.js';
import type { ReadFrame } from './support/read-arrow.js';

let service: GrafanaService;
let asker: Asker;
beforeAll(async () => {
  service = await startGrafanaService(NOW);
  asker = await newAsker(service, [...CALLS, ...DAY_BEFORE]);
});
afterAll(() => service.stop());

/** The only frame of metrics over the whole day; each of its numbers is what the HTTP API says as well. */
async function numbers(model: object, of: Asker = asker): Promise<ReadFrame> {
  const [frame, ...others] = await of.frames(model, DAY);
  const [api] = await of.api(model, DAY);
  expect(others).toEqual([]);
  expect(columnsOf(frame!)).toEqual(columnsOfApi(api!));
  expect(frame).toMatchObject({ name: 'A', refId: 'A', meta: { ...api!.schema.meta, typeVersion: [0, 1] } });
  return frame!;
}

test('one metric is one number, with its name, its words and its unit', async () => {
  const frame = await numbers({ metrics: ['calls.asa'] });
  expect(frame.meta['type']).toBe('numeric-long');
  expect(frame.fields).toEqual([
    {
      name: 'calls.asa',
      arrow: 'Float64',
      nullable: true,
      tstype: 'number',
      labels: undefined,
      config: expect.objectContaining({ displayNameFromDS: expect.any(String), unit: 's', custom: { good: 'down' } }),
      // (4 + 8) / 2
      values: [6],
    },
  ]);
});

test('a name that the datasource gives can be replaced by a name that a user gives', async () => {
  const frame = await numbers({
    metrics: ['calls.count', 'calls.cost.sum'],
    groupBy: ['agent'],
    compare: 'previous_week',
  });
  expect(frame.fields.map(({ config }) => config['displayName'])).toEqual(frame.fields.map(() => undefined));
  expect(frame.fields.map(({ config }) => config['displayNameFromDS'])).toEqual([
    'Agent',
    'Calls',
    'Calls (previous)',
    'Cost',
    'Cost (previous)',
  ]);
});

test('several metrics of groups are a row for each group', async () => {
  const frame = await numbers({ metrics: ['calls.count', 'calls.answer_rate'], groupBy: ['agent'] });
  expect(frame.fields.map(({ name, arrow, nullable }) => [name, arrow, nullable])).toEqual([
    ['agent', 'Utf8', true],
    ['calls.count', 'Float64', true],
    ['calls.answer_rate', 'Float64', true],
  ]);
  expect(rowsOf(frame)).toEqual([
    { agent: 'anna', 'calls.count': 2, 'calls.answer_rate': 1 },
    { agent: 'ben', 'calls.count': 1, 'calls.answer_rate': 0 },
  ]);
});

test('a group of nothing and a number that there is none of are null', async () => {
  const frame = await numbers({ metrics: ['calls.count', 'calls.asa'], groupBy: ['queue'] });
  expect(rowsOf(frame)).toEqual([
    { queue: 'sales', 'calls.count': 2, 'calls.asa': 6 },
    { queue: null, 'calls.count': 1, 'calls.asa': null },
  ]);
  expect(fieldOf(frame, 'queue')).toMatchObject({ arrow: 'Utf8', nullable: true });
});

test('groups can be truth values and numbers', async () => {
  const frame = await numbers({ metrics: ['calls.count'], groupBy: ['success', 'transferred', 'hour_of_day'] });
  expect(frame.fields.map(({ name, arrow, tstype }) => [name, arrow, tstype])).toEqual([
    ['success', 'Bool', 'boolean'],
    ['transferred', 'Bool', 'boolean'],
    ['hour_of_day', 'Float64', 'number'],
    ['calls.count', 'Float64', 'number'],
  ]);
  expect(rowsOf(frame)).toEqual([
    { success: false, transferred: true, hour_of_day: 10, 'calls.count': 1 },
    { success: true, transferred: false, hour_of_day: 9, 'calls.count': 1 },
    { success: null, transferred: false, hour_of_day: 10, 'calls.count': 1 },
  ]);
});

test('a comparison puts what was beside what is', async () => {
  const frame = await numbers({ metrics: ['calls.count'], groupBy: ['agent'], compare: 'previous_period' });
  expect(rowsOf(frame)).toEqual([
    { agent: 'anna', 'calls.count': 2, 'calls.count_previous': 1 },
    { agent: 'ben', 'calls.count': 1, 'calls.count_previous': 0 },
  ]);
  expect(frame.meta['custom']).toMatchObject({
    compare: { kind: 'previous_period', from: Date.parse('2026-03-02T00:00:00Z'), to: Date.parse(DAY.from) },
  });
});

test('money in one currency has it for its unit', async () => {
  const frame = await numbers({ metrics: ['calls.cost.sum'] });
  expect(frame.fields).toMatchObject([{ labels: undefined, config: { unit: 'currencyEUR' }, values: [2] }]);
});

test('money in two currencies is two columns of one name, told apart by a label', async () => {
  const both = await newAsker(service, [...CALLS, ...IN_DOLLARS]);
  const frame = await numbers({ metrics: ['calls.cost.sum', 'calls.count'] }, both);
  expect(frame.fields).toMatchObject([
    { name: 'calls.cost.sum', labels: { currency: 'EUR' }, config: { unit: 'currencyEUR' }, values: [2] },
    { name: 'calls.cost.sum', labels: { currency: 'USD' }, config: { unit: 'currencyUSD' }, values: [3] },
    { name: 'calls.count', values: [4] },
  ]);
});

test('money that there is none of is a number without a currency', async () => {
  const none = await newAsker(service, []);
  const frame = await numbers({ metrics: ['calls.cost.sum', 'calls.cost.mean', 'calls.count'] }, none);
  expect(frame.fields).toMatchObject([
    { name: 'calls.cost.sum', labels: undefined, config: { unit: 'short' }, values: [0] },
    { name: 'calls.cost.mean', labels: undefined, config: { unit: 'short' }, values: [null] },
    { name: 'calls.count', values: [0] },
  ]);
});

test('groups of which there are none are columns without rows', async () => {
  const none = await newAsker(service, []);
  const frame = await numbers({ metrics: ['calls.count'], groupBy: ['agent', 'success', 'hour_of_day'] }, none);
  expect(frame.fields.map(({ name, arrow, values }) => [name, arrow, values])).toEqual([
    ['agent', 'Utf8', []],
    ['success', 'Bool', []],
    ['hour_of_day', 'Float64', []],
    ['calls.count', 'Float64', []],
  ]);
});

test('text of any letters and length comes through as it is', async () => {
  const agents = ['ä', '日本語', '🙂 smile', 'a"b\\c', "o'hara", '${__data.fields.agent}', 'x'.repeat(256), ' '];
  const calls = agents.flatMap((agent, index) =>
    CALLS.filter(({ subject }) => subject === 'b1').map((event) => ({
      ...event,
      id: `${event.id}-${index}`,
      subject: `c${index}`,
      data: event.type === 'call.started' ? { ...event.data, agent: { id: agent } } : event.data,
    })),
  );
  const many = await newAsker(service, calls);
  const frame = await numbers({ metrics: ['calls.count'], groupBy: ['agent'] }, many);
  expect([...fieldOf(frame, 'agent').values].sort()).toEqual([...agents].sort());
});
