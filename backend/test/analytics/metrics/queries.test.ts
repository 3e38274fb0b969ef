/* eslint-disable max-lines -- one history is asked in every form of the query language */
import type { Filter, MetricQuery } from '@callsight/contract/query/request';
import { columnOf, framesOf, rowsOf } from '../../support/frames.js';
import { phoneCall, type PhoneCall } from '../../support/events/call.js';
import type { TenantClient } from '../../support/service/tenant-client.js';
import { TestService } from '../../support/service/test-service.js';

const NOW = Date.parse('2026-06-10T12:00:00Z');
const DAY = { from: '2026-06-09T00:00:00Z', to: '2026-06-10T00:00:00Z' };
const BERLIN = { timezone: 'Europe/Berlin' };

const service = TestService.forTests(NOW);
afterEach(() => {
  service.now = NOW;
});

async function tenantWith(calls: readonly PhoneCall[]): Promise<TenantClient> {
  const tenant = await service.tenant();
  await tenant.send(calls.flatMap(phoneCall));
  await service.waitUntilProjected();
  return tenant;
}

const on = (time: string): string => `2026-06-09T${time}Z`;
const times = (count: number, call: PhoneCall): PhoneCall[] => Array<PhoneCall>(count).fill(call);

const count = (query: Partial<MetricQuery>): MetricQuery => ({ refId: 'A', metrics: ['calls.count'], ...query });

describe('comparison', () => {
  /** Local days of Berlin around 29 March 2026, the day with 23 hours; the first and the last call are just outside. */
  const DAYS = [
    ...times(7, { start: '2026-03-26T22:59:59Z' }),
    ...times(1, { start: '2026-03-26T23:00:00Z', ended: 10 }),
    ...times(2, { start: '2026-03-28T22:59:59Z' }),
    ...times(3, { start: '2026-03-28T23:00:00Z' }),
    ...times(4, { start: '2026-03-30T21:59:59Z' }),
    ...times(7, { start: '2026-03-30T22:00:00Z' }),
  ];
  const RANGE = { from: '2026-03-28T23:00:00Z', to: '2026-03-30T22:00:00Z', ...BERLIN };

  it('of whole days is with as many whole days before, though one of them is shorter', async () => {
    const tenant = await tenantWith(DAYS);
    const compare = 'previous_period';
    const answer = await tenant.query({
      ...RANGE,
      queries: [count({ compare }), count({ refId: 'D', compare, interval: '1d' })],
    });
    expect(rowsOf(answer)).toEqual([{ 'calls.count': 7, 'calls.count_previous': 3 }]);
    expect(rowsOf(answer, 'D')).toEqual([
      { time: Date.parse('2026-03-28T23:00:00Z'), 'calls.count': 3, 'calls.count_previous': 1 },
      { time: Date.parse('2026-03-29T22:00:00Z'), 'calls.count': 4, 'calls.count_previous': 2 },
    ]);
  });

  it('of any other range is with the same time before', async () => {
    const tenant = await tenantWith([
      { start: on('09:59:59.999') },
      { start: on('10:00:00') },
      { start: on('10:29:59.999') },
      { start: on('10:30:00') },
      { start: on('10:59:59') },
      { start: on('10:59:59') },
    ]);
    const answer = await tenant.query({
      from: on('10:30:00'),
      to: on('11:00:00'),
      queries: [
        count({ compare: 'previous_period' }),
        count({ refId: 'M', compare: 'previous_period', interval: '15m' }),
      ],
    });
    expect(rowsOf(answer)).toEqual([{ 'calls.count': 3, 'calls.count_previous': 2 }]);
    expect(columnOf(answer, 'calls.count', 'M')).toEqual([1, 2]);
    expect(columnOf(answer, 'calls.count_previous', 'M')).toEqual([1, 1]);
  });

  it.each([
    ['previous_week', '2026-03-24T06:00:00Z', '2026-03-24T06:59:59Z'],
    ['previous_month', '2026-02-28T06:00:00Z', '2026-02-28T06:59:59Z'],
    ['previous_year', '2025-03-31T05:00:00Z', '2025-03-31T05:59:59Z'],
  ])('%s is with the same hour of the wall clock', async (compare, first, last) => {
    const tenant = await tenantWith([
      { start: '2026-03-31T05:30:00Z' },
      { start: first },
      { start: last },
      { start: new Date(Date.parse(first) - 1).toISOString() },
      { start: new Date(Date.parse(last) + 1_000).toISOString() },
    ]);
    const range = { from: '2026-03-31T05:00:00Z', to: '2026-03-31T06:00:00Z', ...BERLIN };
    const answer = await tenant.query({ ...range, queries: [count({ compare })] });
    expect(rowsOf(answer)).toEqual([{ 'calls.count': 1, 'calls.count_previous': 2 }]);
  });

  it('has groups of either range, and nothing to compare is 0 for counts and null for means', async () => {
    const tenant = await tenantWith([
      { start: on('10:10:00'), agent: 'anna', answered: 2, ended: 9 },
      { start: on('11:10:00'), agent: 'ben', answered: 4, ended: 9 },
    ]);
    const query = { refId: 'A', metrics: ['calls.count', 'calls.asa'], groupBy: ['agent'], compare: 'previous_period' };
    const answer = await tenant.query({ from: on('11:00:00'), to: on('12:00:00'), queries: [query] });
    expect(rowsOf(answer).find(({ agent }) => agent === 'ben')).toEqual({
      agent: 'ben',
      'calls.count': 1,
      'calls.count_previous': 0,
      'calls.asa': 4,
      'calls.asa_previous': null,
    });
  });

  it('lays simultaneous calls of the day before over those of the day, though it is longer', async () => {
    const tenant = await tenantWith([
      { start: '2026-03-28T10:00:00Z', ended: 12 * 3_600 },
      { start: '2026-03-29T10:00:00Z', ended: 6 * 3_600 },
    ]);
    const metrics = ['calls.concurrency.mean', 'calls.concurrency.max', 'calls.active'];
    const query = { refId: 'A', metrics, compare: 'previous_period', interval: '1d' };
    const range = { from: '2026-03-28T23:00:00Z', to: '2026-03-29T22:00:00Z', ...BERLIN };
    expect(rowsOf(await tenant.query({ ...range, queries: [query] }))).toEqual([
      {
        time: Date.parse(range.from),
        'calls.concurrency.mean': 6 / 23,
        'calls.concurrency.mean_previous': 12 / 24,
        'calls.concurrency.max': 1,
        'calls.concurrency.max_previous': 1,
        'calls.active': 0,
        'calls.active_previous': 0,
      },
    ]);
  });
});

describe('order and limit', () => {
  const CALLS = [
    ...times(5, { start: on('10:00:00'), agent: 'anna', answered: 9, ended: 20 }),
    ...times(3, { start: on('11:00:00'), agent: 'ben', answered: 3, ended: 20 }),
    ...times(8, { start: on('12:00:00'), agent: 'cleo', answered: 6, ended: 20 }),
    ...times(1, { start: on('13:00:00'), agent: 'dora' }),
  ];
  let tenant: TenantClient;
  beforeAll(async () => {
    tenant = await tenantWith(CALLS);
  });
  const agents = async (query: Partial<MetricQuery>): Promise<unknown[]> =>
    columnOf(await tenant.query({ ...DAY, queries: [count({ groupBy: ['agent'], ...query })] }), 'agent');

  it('orders groups by a metric, what has no value comes last', async () => {
    const metrics = ['calls.count', 'calls.asa'];
    expect(await agents({ orderBy: { metric: 'calls.count', dir: 'desc' } })).toEqual(['cleo', 'anna', 'ben', 'dora']);
    expect(await agents({ orderBy: { metric: 'calls.count', dir: 'asc' } })).toEqual(['dora', 'ben', 'anna', 'cleo']);
    expect(await agents({ metrics, orderBy: { metric: 'calls.asa', dir: 'asc' } })).toEqual([
      'ben',
      'cleo',
      'anna',
      'dora',
    ]);
    expect(await agents({ metrics, orderBy: { metric: 'calls.asa', dir: 'desc' } })).toEqual([
      'anna',
      'cleo',
      'ben',
      'dora',
    ]);
  });

  it('keeps the first groups alone', async () => {
    expect(await agents({ orderBy: { metric: 'calls.count', dir: 'desc' }, limit: 2 })).toEqual(['cleo', 'anna']);
    // Without an order, those with most of the first metric.
    expect(await agents({ limit: 3 })).toEqual(['cleo', 'anna', 'ben']);
  });

  it('keeps the first groups of the whole range in every bucket', async () => {
    const query = count({
      groupBy: ['agent'],
      interval: '6h',
      orderBy: { metric: 'calls.count', dir: 'desc' },
      limit: 2,
    });
    const rows = rowsOf(await tenant.query({ ...DAY, queries: [query] }));
    const hours = rows.map((row) => [
      (Number(row['time']) - Date.parse(DAY.from)) / 3_600_000,
      row['agent'],
      row['calls.count'],
    ]);
    expect(hours.sort()).toEqual(
      [
        [0, 'cleo', 0],
        [0, 'anna', 0],
        [6, 'cleo', 0],
        [6, 'anna', 5],
        [12, 'cleo', 8],
        [12, 'anna', 0],
        [18, 'cleo', 0],
        [18, 'anna', 0],
      ].sort(),
    );
  });
});

describe('filters', () => {
  let tenant: TenantClient;
  beforeAll(async () => {
    tenant = await tenantWith([
      { start: on('01:00:00'), agent: 'anna', started: { queue: 'sales' }, answered: 5, ended: 15 },
      { start: on('02:00:00'), agent: 'ben', started: { queue: 'sales-eu' }, answered: 20, ended: 50 },
      { start: on('03:00:00'), agent: 'cleo', answered: 30, ended: 90 },
      { start: on('04:00:00'), agent: 'dora', direction: 'outbound' },
    ]);
  });

  it.each<[string, Filter, string[]]>([
    ['in', { dimension: 'queue', op: 'in', values: ['sales', 'nobody'] }, ['anna']],
    ['in with null', { dimension: 'queue', op: 'in', values: ['sales', null] }, ['anna', 'cleo', 'dora']],
    ['not in', { dimension: 'queue', op: 'not in', values: ['sales'] }, ['ben', 'cleo', 'dora']],
    ['not in with null', { dimension: 'queue', op: 'not in', values: ['sales', null] }, ['ben']],
    ['in nothing', { dimension: 'queue', op: 'in', values: ["' OR 1=1 --"] }, []],
    ['=', { dimension: 'queue', op: '=', values: ['sales'] }, ['anna']],
    ['!=', { dimension: 'queue', op: '!=', values: ['sales'] }, ['ben', 'cleo', 'dora']],
    ['= null', { dimension: 'queue', op: '=', values: [null] }, ['cleo', 'dora']],
    ['!= null', { dimension: 'queue', op: '!=', values: [null] }, ['anna', 'ben']],
    ['=~ anywhere', { dimension: 'queue', op: '=~', values: ['ale'] }, ['anna', 'ben']],
    ['=~ anchored', { dimension: 'queue', op: '=~', values: ['^sales$'] }, ['anna']],
    ['!~', { dimension: 'queue', op: '!~', values: ['eu$'] }, ['anna', 'cleo', 'dora']],
    ['<', { dimension: 'wait', op: '<', values: [20] }, ['anna']],
    ['<=', { dimension: 'wait', op: '<=', values: [20] }, ['anna', 'ben']],
    ['>', { dimension: 'wait', op: '>', values: [20] }, ['cleo']],
    ['>=', { dimension: 'duration', op: '>=', values: [30] }, ['ben', 'cleo']],
    ['a number that is missing', { dimension: 'wait', op: '=', values: [null] }, ['dora']],
    ['an hour', { dimension: 'hour_of_day', op: 'in', values: [3, 4] }, ['cleo', 'dora']],
  ])('%s', async (_name, filter, agents) => {
    const answer = await tenant.query({ ...DAY, queries: [count({ groupBy: ['agent'], filters: [filter] })] });
    expect(columnOf(answer, 'agent')).toEqual(agents);
  });

  it('hold all at once', async () => {
    const filters = [
      { dimension: 'direction', op: '=', values: ['inbound'] },
      { dimension: 'wait', op: '>', values: [5] },
      { dimension: 'agent', op: '!=', values: ['ben'] },
    ];
    const answer = await tenant.query({ ...DAY, queries: [count({ groupBy: ['agent'], filters })] });
    expect(columnOf(answer, 'agent')).toEqual(['cleo']);
  });
});

it('fills the buckets of every group that has a call, and leaves the others out', async () => {
  const tenant = await tenantWith([
    { start: on('10:05:00'), agent: 'anna', answered: 2, ended: 9 },
    { start: on('10:35:00'), agent: 'ben', answered: 4, ended: 9 },
    { start: on('11:00:00'), agent: 'cleo' },
  ]);
  const query = { refId: 'A', metrics: ['calls.count', 'calls.asa'], groupBy: ['agent'], interval: '15m' };
  const rows = rowsOf(await tenant.query({ from: on('10:00:00'), to: on('10:45:00'), queries: [query] }));
  const at = (time: string, agent: string, calls: number, asa: number | null) => ({
    time: Date.parse(on(time)),
    agent,
    'calls.count': calls,
    'calls.asa': asa,
  });
  expect(rows).toEqual([
    at('10:00:00', 'anna', 1, 2),
    at('10:00:00', 'ben', 0, null),
    at('10:15:00', 'anna', 0, null),
    at('10:15:00', 'ben', 0, null),
    at('10:30:00', 'anna', 0, null),
    at('10:30:00', 'ben', 1, 4),
  ]);
});

describe('calls of a range', () => {
  it('come page by page, each once, the latest first', async () => {
    const starts = ['10:00:00', '10:00:00', '10:00:00', '11:00:00', '12:00:00', '13:00:00', '13:00:00'].map(on);
    const tenant = await tenantWith(starts.map((start, index) => ({ id: `id-${index}`, start })));
    const pages: unknown[][] = [];
    let cursor: string | undefined;
    do {
      const calls = { limit: 2, ...(cursor === undefined ? {} : { cursor }) };
      const answer = await tenant.query({ ...DAY, queries: [{ refId: 'C', calls }] });
      pages.push(columnOf(answer, 'call_id', 'C'));
      const custom = framesOf(answer, 'C')[0]!.schema.meta['custom'] as { nextCursor?: string | null };
      cursor = custom.nextCursor ?? undefined;
    } while (cursor !== undefined && pages.length < 10);
    const seen = pages.flat();
    expect(pages.map(({ length }) => length)).toEqual([2, 2, 2, 1]);
    expect([...seen].sort()).toEqual(starts.map((_, index) => `id-${index}`));
    expect([seen.slice(0, 2).sort(), seen.slice(2, 4), seen.slice(4).sort()]).toEqual([
      ['id-5', 'id-6'],
      ['id-4', 'id-3'],
      ['id-0', 'id-1', 'id-2'],
    ]);
  });

  it('are filtered, and carry what was measured', async () => {
    const tenant = await tenantWith([
      {
        id: 'a',
        start: on('10:00:00'),
        answered: 4,
        holds: [[10, 20]],
        ended: 64,
        end: { cost: { total: '1.25', currency: 'EUR' } },
      },
      { id: 'b', start: on('11:00:00'), ended: 4 },
    ]);
    const filters = [{ dimension: 'duration', op: '>', values: [0] }];
    const rows = rowsOf(await tenant.query({ ...DAY, queries: [{ refId: 'C', calls: { filters } }] }), 'C');
    const span = {
      wait: 4,
      duration: 60,
      hold: 10,
      talk: 50,
      cost: 1.25,
      currency: 'EUR',
      started_at: Date.parse(on('10:00:00')),
    };
    expect(rows).toEqual([expect.objectContaining({ call_id: 'a', outcome: 'other', ...span })]);
  });
});

describe('custom metrics', () => {
  let tenant: TenantClient;
  beforeAll(async () => {
    tenant = await tenantWith([
      { start: on('10:00:00'), agent: 'anna', answered: 5, ended: 65 },
      { start: on('10:01:00'), agent: 'anna', ended: 30 },
      { start: on('10:02:00'), agent: 'ben', answered: 5, ended: 25 },
      { start: on('10:03:00'), agent: 'ben', answered: 5, ended: 15, endedBy: 'agent' },
    ]);
  });

  it('are formulas over metrics, null when they divide by 0', async () => {
    const formula = '(calls.answered + calls.abandoned * 3) / calls.abandoned - 1';
    expect((await tenant.defineMetric({ id: 'my.formula', title: 'Mine', formula })).status).toBe(201);
    const answer = await tenant.query({
      ...DAY,
      queries: [{ refId: 'A', metrics: ['my.formula'], groupBy: ['agent'] }],
    });
    expect(rowsOf(answer)).toEqual([
      { agent: 'anna', 'my.formula': 3 },
      { agent: 'ben', 'my.formula': null },
    ]);
  });

  it.each([
    ['count', undefined, 3],
    ['sum', 'duration', 90],
    ['mean', 'duration', 30],
    ['min', 'duration', 10],
    ['max', 'duration', 60],
    ['p50', 'duration', 20],
    ['p90', 'duration', 52],
  ])('are aggregations of a measure, such as %s %s of answered calls', async (aggregation, measure, value) => {
    const id = `my.${aggregation}`;
    const filters = [{ dimension: 'duration', op: '>', values: [0] }];
    const aggregate = { dataset: 'calls', aggregation, filters, ...(measure === undefined ? {} : { measure }) };
    expect((await tenant.defineMetric({ id, title: 'Mine', aggregate })).status).toBe(201);
    const answer = await tenant.query({ ...DAY, queries: [{ refId: 'A', metrics: [id, 'calls.count'] }] });
    expect(rowsOf(answer)).toEqual([{ [id]: value, 'calls.count': 4 }]);
  });

  it('belong to their tenant', async () => {
    const other = await tenantWith([{ start: on('10:00:00') }]);
    const answer = await other.query({ ...DAY, queries: [{ refId: 'A', metrics: ['my.formula'] }] });
    expect(answer.results['A']).toMatchObject({ error: { code: 'unknown_metric' } });
  });
});

describe('relative ranges', () => {
  it('follow the clock of the service', async () => {
    const tenant = await tenantWith([
      { start: '2026-06-03T11:59:59Z' },
      { start: '2026-06-03T12:00:00Z' },
      { start: '2026-06-10T11:59:59Z' },
    ]);
    const ask = async (from: string, to: string) =>
      columnOf(await tenant.query({ from, to, queries: [count({})] }), 'calls.count');
    expect(await ask('now-7d', 'now')).toEqual([2]);
    expect(await ask('now-1h', 'now')).toEqual([1]);
    expect(await ask('now-8d', 'now-7d')).toEqual([1]);
    service.now = Date.parse('2026-06-11T00:00:00Z');
    expect(await ask('now-7d', 'now')).toEqual([1]);
  });

  it('round to days, weeks and months of the asked zone', async () => {
    const tenant = await tenantWith([
      { start: '2026-06-07T21:59:59Z' },
      { start: '2026-06-07T22:00:00Z' },
      { start: '2026-06-09T21:59:59Z' },
      { start: '2026-06-09T22:00:00Z' },
      { start: '2026-05-31T21:59:59Z' },
    ]);
    const ask = async (from: string, to: string) =>
      columnOf(await tenant.query({ from, to, ...BERLIN, queries: [count({})] }), 'calls.count');
    expect(await ask('now/d', 'now/d')).toEqual([1]);
    expect(await ask('now-1d/d', 'now-1d/d')).toEqual([1]);
    expect(await ask('now/w', 'now')).toEqual([3]);
    expect(await ask('now/M', 'now')).toEqual([4]);
    expect(await ask('now-1M/M', 'now-1M/M')).toEqual([1]);
  });
});

describe('errors', () => {
  it.each<[string, Partial<MetricQuery>, string, string]>([
    ['unknown_metric', { metrics: ['calls.cuont'] }, '/metrics/0', 'calls.count'],
    ['unknown_metric', { metrics: ['calls.count', 'turns.latency.p96'] }, '/metrics/1', 'turns.latency.p95'],
    ['unknown_dimension', { groupBy: ['agnet'] }, '/groupBy/0', 'agent'],
    [
      'unknown_dimension',
      { filters: [{ dimension: 'qeue', op: 'in', values: ['a'] }] },
      '/filters/0/dimension',
      'queue',
    ],
    ['unknown_operator', { filters: [{ dimension: 'agent', op: 'not_in', values: ['a'] }] }, '/filters/0/op', 'not in'],
    ['unknown_comparison', { compare: 'previous_peroid' }, '/compare', 'previous_period'],
  ])('%s names the nearest, and leaves the other queries alone', async (code, query, path, nearest) => {
    const tenant = await tenantWith([{ start: on('10:00:00') }]);
    const answer = await tenant.query({
      ...DAY,
      queries: [count({ refId: 'G' }), count(query), count({ refId: 'H' })],
    });
    expect(answer.results['A']).toMatchObject({ error: { code, path } });
    expect((answer.results['A'] as { error: { suggestions: string[] } }).error.suggestions).toContain(nearest);
    expect([columnOf(answer, 'calls.count', 'G'), columnOf(answer, 'calls.count', 'H')]).toEqual([[1], [1]]);
  });

  it.each([
    ['an interval that is none', { interval: '1x' }, '/interval'],
    ['a pattern that is none', { filters: [{ dimension: 'agent', op: '=~', values: ['('] }] }, '/filters'],
    ['an order by a metric that is not asked for', { orderBy: { metric: 'calls.asa' } }, '/orderBy/metric'],
    [
      'a word where a number is compared',
      { filters: [{ dimension: 'wait', op: '>', values: ['long'] }] },
      '/filters/0/values',
    ],
  ])('%s fails alone', async (_name, query, path) => {
    const tenant = await tenantWith([{ start: on('10:00:00') }]);
    const answer = await tenant.query({ ...DAY, queries: [count({ refId: 'G' }), count(query)] });
    expect(answer.results['A']).toMatchObject({ error: { path: expect.stringMatching(`^${path}`) } });
    expect(columnOf(answer, 'calls.count', 'G')).toEqual([1]);
  });
});
