import type { Frame } from '@callsight/contract/query/answer';
import { booked, completed } from '../../support/events/booking.js';
import { call, steps } from '../../support/events/call.js';
import { paid } from '../../support/events/payment.js';
import { touch } from '../../support/events/touch.js';
import { newAsker, type Asker } from './support/asking.js';
import { startGrafanaService, type GrafanaService } from './support/grafana-service.js';
import { columnsOf, columnsOfApi, fieldOf, rowsOf } from './support/read-rows.js';
import type { ReadFrame } from './support/read-arrow.js';

const NOW = Date.parse('2026-06-03T12:00:00Z');
const DAY = { from: '2026-05-04T00:00:00Z', to: '2026-05-05T00:00:00Z' };
const PHONE = '+4930901820';

/**
 * Three calls: the first books and pays 49.90 EUR, the second is answered and ends, the third is given up. Ben's system
 * was down from 10:30 to 10:45, and Anna has a new version since 10:20.
 */
const EVENTS = [
  touch('09:00', { source: 'web', medium: 'cpc', phone: PHONE, cost: '0.50 EUR' }),
  ...call('c0', '2026-05-03T10:00:00Z', { agent: 'anna', answered: '2026-05-03T10:00:02Z' }).map((event) =>
    event.type === 'call.started' ? { ...event, data: { ...event.data, agent: { id: 'anna', version: '1' } } } : event,
  ),
  ...call('c1', '10:00', {
    from: PHONE,
    answered: '10:00:04',
    ended: '10:05',
    cost: ['1.25', 'EUR'],
    outcome: 'booked',
  }),
  ...steps('c1', 'intent.booking', '10:01'),
  booked('b1', '10:02', { call: 'c1', phone: PHONE, starts: '05T09:00', price: '49.90 EUR' }),
  paid('p1', '10:03', '49.90 EUR', { call: 'c1', appointment: 'b1' }),
  completed('b1', '05T10:00'),
  ...call('c2', '10:20', { agent: 'anna', answered: '10:20:10', ended: '10:21', reason: 'no-slot' }).map((event) =>
    event.type === 'call.started' ? { ...event, data: { ...event.data, agent: { id: 'anna', version: '2' } } } : event,
  ),
  ...call('c3', '11:30', { agent: 'ben', ended: '11:30:20', reason: 'hangup' }),
  ...(['10:30', '10:45'] as const).map((time, index) => ({
    specversion: '1.0',
    id: `check-${index}`,
    source: 'tests',
    type: 'system.check',
    subject: 'telephony',
    time: `2026-05-04T${time}:00Z`,
    data: { component: 'telephony', status: index === 0 ? 'down' : 'up' },
  })),
];

const FUNNEL = {
  steps: [{ step: 'call.started', title: 'Rings' }, 'call.answered', 'booking.confirmed'],
  window: '1h',
};

let service: GrafanaService;
let asker: Asker;
beforeAll(async () => {
  service = await startGrafanaService(NOW);
  asker = await newAsker(service, EVENTS);
});
afterAll(() => service.stop());

const ARROW = { time: 'Timestamp<NANOSECOND>', number: 'Float64', string: 'Utf8', boolean: 'Bool' } as const;

/** Whatever is asked, Grafana gets the frames of the HTTP API: their columns, values, types, units and words. */
function expectSame(frames: readonly ReadFrame[], api: readonly Frame[]): void {
  expect(frames.map(columnsOf)).toEqual(api.map(columnsOfApi));
  expect(frames.map(({ name, refId, meta }) => ({ name, refId, meta }))).toEqual(
    api.map(({ schema: { name, refId, meta } }) => ({ name, refId, meta })),
  );
  const fields = frames.flatMap((frame) => frame.fields);
  api
    .flatMap(({ schema }) => schema.fields)
    .forEach(({ type, config: { displayName, ...config } }, index) => {
      const { arrow, tstype, nullable, values, config: own } = fields[index]!;
      expect([arrow, tstype]).toEqual([ARROW[type], type]);
      expect(nullable).toBe(type !== 'time' || values.includes(null));
      expect(own).toMatchObject(config);
      expect([own['displayName'], own['displayNameFromDS']]).toEqual([undefined, displayName]);
    });
}

async function ask(queryType: string, asked: object, model: object = {}): Promise<readonly ReadFrame[]> {
  const frames = await asker.frames({ queryType, version: 1, ...model, [queryType]: asked }, DAY);
  expectSame(frames, await asker.api({ [queryType]: asked }, DAY));
  return frames;
}

test('a funnel is a row for each step; what a step is called stands for its name', async () => {
  const [frame] = await ask('funnel', FUNNEL);
  expect(frame!.meta).toMatchObject({ type: 'numeric-long', typeVersion: [0, 1] });
  expect(rowsOf(frame!).map(({ step, reached, dropped, rate_total }) => [step, reached, dropped, rate_total])).toEqual([
    ['call.started', 3, 1, 1],
    ['call.answered', 2, 1, 2 / 3],
    ['booking.confirmed', 1, 0, 1 / 3],
  ]);
  expect(fieldOf(frame!, 'step').config['mappings']).toEqual([
    {
      type: 'value',
      options: {
        'call.started': { text: 'Rings', index: 0 },
        'call.answered': { text: expect.any(String), index: 1 },
        'booking.confirmed': { text: expect.any(String), index: 2 },
      },
    },
  ]);
  expect(fieldOf(frame!, 'rate_step').config).toMatchObject({ unit: 'percentunit', min: 0, max: 1 });
  // Nobody reaches the first step from one before.
  expect(fieldOf(frame!, 'rate_step').values).toEqual([null, 2 / 3, 1 / 2]);
  expect(fieldOf(frame!, 'reached').config['mappings']).toBeUndefined();
});

test('a funnel by groups, and its histogram, are two frames', async () => {
  const frames = await ask('funnel', { ...FUNNEL, breakdown: 'agent', histogram: true });
  expect(frames.map(({ name, refId, meta }) => [name, refId, meta['type']])).toEqual([
    ['A', 'A', 'numeric-long'],
    ['A histogram', 'A', 'table'],
  ]);
  expect(rowsOf(frames[0]!).map(({ agent, step, reached }) => [agent, step, reached])).toEqual([
    ['anna', 'call.started', 2],
    ['anna', 'call.answered', 2],
    ['anna', 'booking.confirmed', 1],
    ['ben', 'call.started', 1],
    ['ben', 'call.answered', 0],
    ['ben', 'booking.confirmed', 0],
  ]);
  expect(fieldOf(frames[1]!, 'step').config['mappings']).toHaveLength(1);
  expect(fieldOf(frames[1]!, 'count').values).toEqual([1, 1, 1]);
});

test('a funnel over time has a row for each time and step', async () => {
  const [frame] = await ask('funnel', { ...FUNNEL, interval: '12h' });
  expect(frame!.meta).toMatchObject({ type: 'timeseries-long', custom: { interval: '12h' } });
  expect(fieldOf(frame!, 'time')).toMatchObject({ nullable: false, arrow: 'Timestamp<NANOSECOND>' });
  expect(rowsOf(frame!).map(({ time, step, reached }) => [time, step, reached])).toEqual([
    ['2026-05-04T00:00:00Z', 'call.started', 3],
    ['2026-05-04T00:00:00Z', 'call.answered', 2],
    ['2026-05-04T00:00:00Z', 'booking.confirmed', 1],
    ['2026-05-04T12:00:00Z', 'call.started', 0],
    ['2026-05-04T12:00:00Z', 'call.answered', 0],
    ['2026-05-04T12:00:00Z', 'booking.confirmed', 0],
  ]);
});

test('a funnel that is compared has columns of the range before', async () => {
  const [frame] = await ask('funnel', { ...FUNNEL, compare: 'previous_period' });
  expect(fieldOf(frame!, 'reached_previous')).toMatchObject({
    config: { displayNameFromDS: 'Reached (previous)', unit: 'short' },
    values: [1, 1, 0],
  });
});

test('a step that nobody has told is a notice', async () => {
  const [frame] = await ask('funnel', { steps: ['call.started', 'call.anwsered'], window: '1h' });
  expect(frame!.meta['notices']).toEqual([
    { severity: 'warning', text: expect.stringContaining('nearest: call.answered') },
  ]);
});

test('abandonment tells where and why', async () => {
  const [frame] = await ask('abandonment', { ...FUNNEL, groupBy: ['end_reason'] });
  expect(
    rowsOf(frame!).map(({ step, next_step, end_reason, dropped }) => [step, next_step, end_reason, dropped]),
  ).toEqual([
    ['call.started', 'call.answered', 'hangup', 1],
    ['call.answered', 'booking.confirmed', 'no-slot', 1],
  ]);
  expect(fieldOf(frame!, 'share').values).toEqual([0.5, 0.5]);
});

test('paths tell what follows what', async () => {
  const [frame] = await ask('paths', { steps: ['call.started', 'call.answered', 'intent.booking'] });
  expect(rowsOf(frame!)).toEqual([
    { from: 'call.started', to: 'call.answered', count: 2 },
    { from: 'call.answered', to: 'intent.booking', count: 1 },
  ]);
});

test('attribution credits where callers came from', async () => {
  const [frame] = await ask('attribution', { model: 'last', groupBy: ['source'], conversion: 'payment.succeeded' });
  expect(rowsOf(frame!)).toMatchObject([
    { source: 'web', conversions: 1, revenue: 49.9, cost: 0.5, currency: 'EUR', cost_per_conversion: 0.5 },
  ]);
  expect(fieldOf(frame!, 'revenue').config).toMatchObject({ unit: 'currencyEUR', custom: { good: 'up' } });
});

test('segments tell whether a difference could be chance', async () => {
  const [frame] = await ask('segments', { metrics: ['calls.answer_rate'], by: 'agent' });
  expect(frame!.meta['type']).toBe('numeric-long');
  expect(rowsOf(frame!)).toMatchObject([{ segment: 'ben', baseline: 'anna', value: 0, baseline_value: 1, n: 1 }]);
  expect(fieldOf(frame!, 'significant')).toMatchObject({ arrow: 'Bool', values: [false] });
});

test('annotations have the columns that Grafana draws', async () => {
  const [frame] = await ask('annotations', {});
  expect(fieldOf(frame!, 'time').nullable).toBe(false);
  expect(fieldOf(frame!, 'timeEnd').nullable).toBe(true);
  expect(rowsOf(frame!).map(({ time, timeEnd, title, tags }) => [time, timeEnd, title, tags])).toEqual([
    ['2026-05-04T10:20:00Z', null, 'anna: version 2', 'agent_version,anna'],
    ['2026-05-04T10:30:00Z', '2026-05-04T10:45:00Z', 'telephony down', 'incident,telephony,down'],
  ]);
});

test('calls are a table, the latest first, with their times, truth values and gaps', async () => {
  const [frame] = await ask('calls', { limit: 2 });
  expect(frame!.meta).toEqual({ type: 'table', custom: { nextCursor: expect.any(String) } });
  expect(rowsOf(frame!)).toMatchObject([
    {
      started_at: '2026-05-04T11:30:00Z',
      call_id: 'c3',
      agent: 'ben',
      answered_at: null,
      wait: 20,
      cost: null,
      currency: null,
      transferred: false,
      success: null,
    },
    { started_at: '2026-05-04T10:20:00Z', call_id: 'c2', answered_at: '2026-05-04T10:20:10Z', duration: 50 },
  ]);
  expect(fieldOf(frame!, 'started_at')).toMatchObject({ arrow: 'Timestamp<NANOSECOND>', nullable: false });
  expect(fieldOf(frame!, 'answered_at')).toMatchObject({ arrow: 'Timestamp<NANOSECOND>', nullable: true });
  expect(fieldOf(frame!, 'success')).toMatchObject({ arrow: 'Bool', nullable: true });
  const cursor = (frame!.meta['custom'] as { nextCursor: string }).nextCursor;
  const [rest] = await ask('calls', { limit: 2, cursor });
  expect(fieldOf(rest!, 'call_id').values).toEqual(['c1']);
});

test('what there is nothing of is columns without rows', async () => {
  const before = { from: '2026-04-04T00:00:00Z', to: '2026-04-05T00:00:00Z' };
  for (const [queryType, asked] of [
    ['calls', {}],
    ['paths', {}],
    ['annotations', {}],
    ['abandonment', FUNNEL],
    ['funnel', { ...FUNNEL, breakdown: ['agent', 'success'] }],
    ['attribution', { groupBy: ['source'] }],
  ] as const) {
    const frames = await asker.frames({ queryType, version: 1, [queryType]: asked }, before);
    expectSame(frames, await asker.api({ [queryType]: asked }, before));
    expect([queryType, frames[0]!.fields.length > 2, frames[0]!.fields[0]!.values]).toEqual([queryType, true, []]);
  }
});

test('what an editor keeps of metrics does not reshape another kind of question', async () => {
  await ask(
    'funnel',
    { ...FUNNEL, interval: '12h' },
    { metrics: ['calls.count'], interval: '1h', format: 'time_series' },
  );
  await ask('calls', {}, { metrics: ['calls.count'], compare: 'previous_period', format: 'change' });
});
