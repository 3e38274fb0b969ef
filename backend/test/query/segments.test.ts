import type { FrameValue, QueryAnswer } from '@callsight/contract/query/answer';
import { callEvent, microsOf, type TestEvent } from '../support/events.js';
import { framesOf, rowsOf } from '../support/frames.js';
import { phoneCall, type PhoneCall } from '../support/phone-call.js';
import { startRunningService, type RunningService, type TenantClient } from '../support/running-service.js';

const NOW = Date.parse('2026-06-10T12:00:00Z');
const DAY = { from: '2026-06-09T00:00:00Z', to: '2026-06-10T00:00:00Z' };

let service: RunningService;
beforeAll(async () => {
  service = await startRunningService(NOW);
});
afterAll(() => service.stop());

async function tenantWith(events: readonly TestEvent[]): Promise<TenantClient> {
  const tenant = await service.tenant();
  if (events.length > 0) await tenant.send(events);
  await service.settled();
  return tenant;
}

const ask = (tenant: TenantClient, segments: object, range = DAY): Promise<QueryAnswer> =>
  tenant.query({ ...range, queries: [{ refId: 'A', segments }] });

const rows = async (tenant: TenantClient, segments: object, range = DAY): Promise<Record<string, FrameValue>[]> =>
  rowsOf(await ask(tenant, segments, range));

/** So many calls of a kind, one a minute; the first `answered` of them are answered. */
function calls(count: number, answered: number, call: Omit<PhoneCall, 'start'>, day = '09'): TestEvent[] {
  return Array.from({ length: count }, (_, index) => {
    const start = new Date(Date.parse(`2026-06-${day}T08:00:00Z`) + index * 60_000).toISOString();
    return phoneCall({ ended: 5, ...call, start, ...(index < answered ? { answered: 2 } : {}) });
  }).flat();
}

const version = (name: string | undefined): Omit<PhoneCall, 'start'> => ({
  started: { agent: { id: 'anna', ...(name === undefined ? {} : { version: name }) } },
});

const number = (value: FrameValue | undefined): number => {
  if (typeof value !== 'number') throw new Error(`${String(value)} is no number`);
  return value;
};

/** Numbers to twelve digits, everything else as it is. */
function expectRow(row: Record<string, FrameValue> | undefined, expected: Record<string, FrameValue>): void {
  for (const [name, value] of Object.entries(expected)) {
    if (typeof value === 'number') expect(number(row?.[name])).toBeCloseTo(value, 11);
    else expect({ [name]: row?.[name] }).toEqual({ [name]: value });
  }
}

const NOTHING = {
  difference: null,
  difference_low: null,
  difference_high: null,
  p_value: null,
  significant: null,
};

describe('values of a dimension', () => {
  let tenant: TenantClient;
  beforeAll(async () => {
    tenant = await tenantWith([
      ...calls(80, 48, version('1.4')),
      ...calls(70, 56, version('1.5')),
      ...calls(7, 2, version(undefined)),
      ...calls(6, 6, version('2.0')),
      ...calls(40, 1, version('1.3'), '08'),
    ]);
  });

  // Differences: Newcombe's method 10; p: pooled z, all from statsmodels 0.15.0. Holm over the three: 3 p, 2 p, 2 p.
  it('compares each with the baseline that is named, the most frequent first, a missing value as well', async () => {
    const found = await rows(tenant, { metrics: ['calls.answer_rate'], by: 'agent_version', baseline: '1.4' });
    expect(found.map(({ segment }) => segment)).toEqual(['1.5', null, '2.0']);
    expectRow(found[0], {
      metric: 'calls.answer_rate',
      baseline: '1.4',
      value: 0.8,
      baseline_value: 0.6,
      n: 70,
      baseline_n: 80,
      difference: 0.2,
      difference_low: 0.05243147240236498,
      difference_high: 0.33387265403690614,
      p_value: 0.00804508136819656,
      test: 'two_proportion',
      significant: true,
      verdict:
        'Answer rate: Agent version 1.5 80.0 %, Agent version 1.4 60.0 %. That is 20.0 points more (5.2 to 33.4), which is better. Such a difference would hardly be chance (p = 0.024, corrected for 3 comparisons).',
    });
    expectRow(found[1], {
      value: 2 / 7,
      n: 7,
      difference_low: -0.5411928599622636,
      difference_high: 0.057567352694141316,
      p_value: 0.10677836091354687,
      significant: false,
    });
    expect(found[1]?.['verdict']).toContain('(no agent version) 28.6 %');
  });

  it('takes the most frequent where none is named', async () => {
    const found = await rows(tenant, { metrics: ['calls.answer_rate'], by: 'agent_version' });
    expect(found.map(({ baseline }) => baseline)).toEqual(['1.4', '1.4', '1.4']);
  });

  it('keeps as many values as asked for, and the baseline whatever its rank', async () => {
    const metrics = ['calls.answer_rate'];
    const cut = await rows(tenant, { metrics, by: 'agent_version', limit: 2 });
    expect(cut.map(({ segment }) => segment)).toEqual(['1.5']);
    const rare = await rows(tenant, { metrics, by: 'agent_version', limit: 2, baseline: '2.0' });
    expect(rare.map(({ segment, baseline }) => [segment, baseline])).toEqual([
      ['1.4', '2.0'],
      ['1.5', '2.0'],
    ]);
    const missing = await rows(tenant, { metrics, by: 'agent_version', limit: 1, baseline: null });
    expect(missing.map(({ segment, baseline, baseline_n }) => [segment, baseline, baseline_n])).toEqual([
      ['1.4', null, 7],
    ]);
  });

  it('obeys filters', async () => {
    const filters = [{ dimension: 'agent_version', op: 'in', values: ['1.5', '2.0'] }];
    const found = await rows(tenant, { metrics: ['calls.answer_rate'], by: 'agent_version', filters });
    expect(found.map(({ segment, baseline }) => [segment, baseline])).toEqual([['2.0', '1.5']]);
  });

  it('takes numbers and truth values, too', async () => {
    const metrics = ['calls.answer_rate'];
    const hours = await ask(tenant, { metrics, by: 'hour_of_day', baseline: 9 });
    expect(rowsOf(hours).map(({ segment, baseline }) => [segment, baseline])).toEqual([[8, 9]]);
    expect(rowsOf(hours)[0]?.['verdict']).toContain('Hour of day 8');
    const fields = framesOf(hours)[0]?.schema.fields ?? [];
    expect(fields.filter(({ type }) => type === 'number').map(({ name }) => name)).toContain('baseline');
    expect(await rows(tenant, { metrics, by: 'transferred', baseline: false })).toEqual([]);
  });

  it('answers with no row where there is no call', async () => {
    const empty = { from: '2026-05-01T00:00:00Z', to: '2026-05-02T00:00:00Z' };
    expect(await rows(tenant, { metrics: ['calls.answer_rate'], by: 'agent' }, empty)).toEqual([]);
  });

  it('tests a funnel by its conversion', async () => {
    const funnel = { steps: ['call.started', 'call.answered'] };
    const found = await rows(tenant, { funnel, by: 'agent_version', baseline: '1.4', metrics: ['calls.answer_rate'] });
    expect(found.map(({ metric }) => metric)).toEqual([
      ...Array<string>(3).fill('calls.answer_rate'),
      'funnel',
      'funnel',
      'funnel',
    ]);
    found.slice(3).forEach(({ metric: _metric, verdict, ...row }, index) => {
      expectRow(found[index], row);
      expect(verdict).toContain('Conversion: ');
    });
  });

  it('names fields, units and what is compared', async () => {
    const frame = framesOf(await ask(tenant, { metrics: ['calls.answer_rate'], by: 'agent_version' }))[0]!;
    expect(frame.schema.meta).toMatchObject({
      type: 'numeric-long',
      custom: { metrics: [{ id: 'calls.answer_rate', title: 'Answer rate', unit: 'percentunit', good: 'up' }] },
    });
    expect(frame.schema.fields.map(({ name, config }) => [name, config['unit']])).toEqual([
      ['metric', undefined],
      ['segment', undefined],
      ['baseline', undefined],
      ['value', 'percentunit'],
      ['baseline_value', 'percentunit'],
      ['n', 'short'],
      ['baseline_n', 'short'],
      ['difference', 'percentunit'],
      ['difference_low', 'percentunit'],
      ['difference_high', 'percentunit'],
      ['p_value', 'none'],
      ['test', undefined],
      ['significant', undefined],
      ['verdict', undefined],
    ]);
    for (const { config } of frame.schema.fields) {
      expect(config['displayName']).toEqual(expect.any(String));
      expect(config['description']).toEqual(expect.any(String));
    }
  });
});

describe('listed segments', () => {
  let tenant: TenantClient;
  beforeAll(async () => {
    tenant = await tenantWith([
      ...calls(10, 9, { agent: 'anna' }, '08'),
      ...calls(10, 3, { agent: 'anna' }, '09'),
      ...calls(4, 4, { agent: 'ben' }, '09'),
    ]);
  });
  const elsewhere = { from: '2026-05-01T00:00:00Z', to: '2026-05-02T00:00:00Z' };
  const anna = [{ dimension: 'agent', op: '=', values: ['anna'] }];

  // Newcombe, Statistics in Medicine 17 (1998) 873–890, table II (b): 9/10 and 3/10; p from statsmodels 0.15.0.
  it('compares periods of their own, told in any way that a range can be', async () => {
    const of = [
      { title: 'Before', from: Date.parse('2026-06-08T00:00:00Z'), to: '2026-06-09T00:00:00Z' },
      { title: 'After', from: 'now-1d/d', to: 'now-1d/d' },
    ];
    const found = await rows(tenant, { metrics: ['calls.answer_rate'], of, filters: anna }, elsewhere);
    expect(found).toHaveLength(1);
    expectRow(found[0], {
      segment: 'After',
      baseline: 'Before',
      value: 0.3,
      baseline_value: 0.9,
      n: 10,
      baseline_n: 10,
      difference: -0.6,
      difference_low: -0.809017973535488,
      difference_high: -0.1705227239345029,
      p_value: 0.006169899320544151,
      significant: true,
      verdict:
        'Answer rate: After 30.0 %, Before 90.0 %. That is 60.0 points less (17.1 to 80.9), which is worse. Such a difference would hardly be chance (p = 0.0062).',
    });
  });

  it('compares by filters of their own, names what has no title, and takes the range of the request', async () => {
    const of = [{ filters: anna }, { filters: [{ dimension: 'agent', op: '!=', values: ['anna'] }] }, {}];
    const found = await rows(tenant, { metrics: ['calls.answer_rate'], of });
    expect(found.map(({ segment, baseline, n, value }) => [segment, baseline, n, value])).toEqual([
      ['Segment 2', 'Segment 1', 4, 1],
      ['Segment 3', 'Segment 1', 14, 0.5],
    ]);
  });

  it('replaces one end of the range only, where a segment names but one', async () => {
    const of = [
      { title: 'Half', to: '2026-06-09T08:05:00Z' },
      { title: 'Two days', from: '2026-06-08T00:00:00Z' },
    ];
    const [row] = await rows(tenant, { metrics: ['calls.answer_rate'], of });
    expectRow(row, { n: 24, baseline_n: 9 });
  });

  it('tests a funnel in each of them', async () => {
    const funnel = { steps: ['call.started', 'call.answered'] };
    const of = [{ from: '2026-06-08T00:00:00Z', to: '2026-06-09T00:00:00Z' }, { from: '2026-06-09T00:00:00Z' }];
    const [row] = await rows(tenant, { funnel, of, filters: anna });
    expectRow(row, { metric: 'funnel', value: 0.3, baseline_value: 0.9, n: 10, p_value: 0.006169899320544151 });
  });
});

/** Calls of one agent, each with its connected time, interrupted turns and cost. */
const connected = (
  agent: string,
  all: readonly { seconds: number; interruptions: number; cost?: readonly [string, string]; work?: number }[],
): TestEvent[] =>
  all.flatMap(({ seconds, interruptions, cost, work }, index) =>
    phoneCall({
      start: `2026-06-09T09:0${index}:00Z`,
      agent,
      answered: 3,
      ended: 3 + seconds,
      end: {
        ...(cost === undefined ? {} : { cost: { total: cost[0], currency: cost[1] } }),
        ...(work === undefined ? {} : { after_call_work_ms: work }),
      },
      turns: Array.from({ length: 4 }, (_, turn) => ({
        interrupted: turn < interruptions,
        latency_ms: { e2e: 500 + 100 * index },
      })),
    }),
  );

describe('means', () => {
  let tenant: TenantClient;
  beforeAll(async () => {
    tenant = await tenantWith([
      ...connected('anna', [
        { seconds: 10, interruptions: 0, cost: ['0.1', 'EUR'], work: 1_000 },
        { seconds: 20, interruptions: 1, cost: ['0.2', 'EUR'], work: 1_000 },
        { seconds: 30, interruptions: 2, cost: ['0.3', 'EUR'], work: 1_000 },
      ]),
      ...connected('ben', [
        { seconds: 20, interruptions: 0, cost: ['0.2', 'EUR'] },
        { seconds: 40, interruptions: 0, cost: ['0.4', 'EUR'] },
        { seconds: 60, interruptions: 0, cost: ['0.6', 'EUR'] },
        { seconds: 80, interruptions: 4, cost: ['0.8', 'USD'] },
      ]),
      ...calls(2, 0, { agent: 'anna' }),
      ...connected('cleo', [{ seconds: 15, interruptions: 0 }]),
      ...calls(1, 0, { agent: 'dora' }),
    ]);
  });

  // SciPy 1.17.1: ttest_ind([10, 20, 30], [20, 40, 60, 80], equal_var=False), its p and 95 % interval.
  it('are compared in the unit of the metric, over the calls that have the value', async () => {
    const found = await rows(tenant, { metrics: ['calls.duration.mean'], by: 'agent', baseline: 'ben' });
    expect(found.map(({ segment }) => segment)).toEqual(['anna', 'cleo', 'dora']);
    expectRow(found[0], {
      value: 20,
      baseline_value: 50,
      n: 3,
      baseline_n: 4,
      difference: -30,
      difference_low: -68.97975451083128,
      difference_high: 8.979754510831285,
      p_value: 0.09991286431180091,
      test: 'welch',
      significant: false,
      verdict:
        'Duration, mean: anna 20 s, ben 50 s. That is 30 s less (69 less to 9 more). Such a difference could well be chance (p = 0.1).',
    });
  });

  it('of fewer than two values are too few to tell', async () => {
    const [, cleo, dora] = await rows(tenant, { metrics: ['calls.duration.mean'], by: 'agent', baseline: 'ben' });
    expectRow(cleo, {
      value: 15,
      n: 1,
      baseline_value: 50,
      ...NOTHING,
      verdict: 'Too few to tell: cleo has only one call that counts for Duration, mean.',
    });
    expectRow(dora, {
      value: null,
      n: 0,
      ...NOTHING,
      verdict: 'Too few to tell: dora has no calls that count for Duration, mean.',
    });
  });

  // SciPy 1.17.1: [0, 1, 2] and [0, 0, 0, 4]; [11, 21, 31] and [20, 40, 60, 80].
  it('may be told as a sum for each call', async () => {
    const metrics = ['calls.interruptions.mean', 'calls.aht'];
    const found = await rows(tenant, { metrics, by: 'agent', baseline: 'ben' });
    expectRow(found[0], {
      metric: 'calls.interruptions.mean',
      value: 1,
      baseline_value: 1,
      n: 3,
      baseline_n: 4,
      difference_low: -3.0539358853055028,
      difference_high: 3.0539358853055028,
      p_value: 1,
    });
    expectRow(found[3], {
      metric: 'calls.aht',
      value: 21,
      baseline_value: 50,
      difference_low: -67.97975451083128,
      difference_high: 9.979754510831285,
      p_value: 0.10831854264433612,
    });
  });

  // SciPy 1.17.1: [0.1, 0.2, 0.3] and [0.2, 0.4, 0.6].
  it('of money are compared currency by currency', async () => {
    const answer = await ask(tenant, {
      metrics: ['calls.cost.mean', 'calls.answer_rate'],
      by: 'agent',
      baseline: 'ben',
    });
    const found = rowsOf(answer).filter(({ segment }) => segment === 'anna');
    expect(found.map(({ metric, currency }) => [metric, currency])).toEqual([
      ['calls.cost.mean', 'EUR'],
      ['calls.cost.mean', 'USD'],
      ['calls.answer_rate', null],
    ]);
    expectRow(found[0], {
      value: 0.2,
      baseline_value: 0.4,
      n: 3,
      baseline_n: 3,
      difference_low: -0.6155399503182504,
      difference_high: 0.21553995031825027,
      p_value: 0.2208808404940957,
    });
    expect(found[0]?.['verdict']).toContain('anna 0.20 EUR, ben 0.40 EUR. That is 0.20 EUR less');
    expectRow(found[1], { value: null, baseline_value: 0.8, n: 0, baseline_n: 1, ...NOTHING });
    const { fields, meta } = framesOf(answer)[0]!.schema;
    expect(fields.find(({ name }) => name === 'value')?.config['unit']).toBe('none');
    expect(meta['custom']).toMatchObject({
      metrics: [{ unit: 'currencyEUR' }, { unit: 'currencyUSD' }, { unit: 'percentunit' }],
    });
  });

  it('of money without any are too few to tell', async () => {
    const filters = [{ dimension: 'agent', op: 'in', values: ['cleo', 'dora'] }];
    const found = await rows(tenant, { metrics: ['calls.cost.mean'], by: 'agent', filters });
    expect(found).toHaveLength(1);
    expectRow(found[0], {
      currency: null,
      n: 0,
      baseline_n: 0,
      ...NOTHING,
      verdict: 'Too few to tell: dora and cleo have no calls that count for Cost per call.',
    });
  });

  it('of turns are over turns', async () => {
    const [row] = await rows(tenant, { metrics: ['turns.latency.mean'], by: 'agent', baseline: 'ben' });
    expectRow(row, { value: 600, baseline_value: 650, n: 12, baseline_n: 16 });
  });

  it('and shares say what the metric says, whatever can be compared', async () => {
    const refused = await ask(tenant, { metrics: ['calls.count'], by: 'agent' });
    const metrics = errorOf(refused).suggestions ?? [];
    expect(metrics).toEqual(
      expect.arrayContaining(['calls.success_rate', 'calls.service_level', 'turns.interrupted_rate']),
    );
    // Bookings have no agent of their own here; all of those that can be compared by agent are.
    const asked = await tenant.query({ ...DAY, queries: [{ refId: 'A', metrics, groupBy: ['agent'] }] });
    const byAgent = new Map(rowsOf(asked).map((row) => [row['agent'], row]));
    for (const row of await rows(tenant, { metrics, by: 'agent', baseline: 'ben' })) {
      const name = `${String(row['metric'])}${row['currency'] == null ? '' : ` ${String(row['currency'])}`}`;
      const [value, baseline] = [byAgent.get(row['segment'])?.[name], byAgent.get('ben')?.[name]];
      expectRow(row, { value: value ?? null, baseline_value: baseline ?? null });
    }
  });
});

describe('what is not of the usual kind', () => {
  it('compares nobody with an agent of whom no call was analysed', async () => {
    const tenant = await tenantWith([
      ...calls(3, 3, { agent: 'ben', analyzed: { success: true } }),
      ...calls(1, 1, { agent: 'anna' }),
    ]);
    const [row] = await rows(tenant, { metrics: ['calls.success_rate'], by: 'agent' });
    expectRow(row, {
      segment: 'anna',
      value: null,
      baseline_value: 1,
      n: 0,
      baseline_n: 3,
      ...NOTHING,
      verdict: 'Too few to tell: anna has no calls that count for Success rate.',
    });
  });

  it('does not test a rate above 1', async () => {
    const tenant = await tenantWith([...calls(3, 2, { agent: 'ben' }), ...calls(2, 2, { agent: 'anna' })]);
    await tenant.defineMetric({
      id: 'my.odd',
      title: 'Odd',
      unit: 'percentunit',
      formula: 'calls.count / calls.answered',
    });
    const [row] = await rows(tenant, { metrics: ['my.odd'], by: 'agent' });
    expectRow(row, {
      value: 1,
      baseline_value: 1.5,
      n: 2,
      ...NOTHING,
      verdict: 'Cannot be compared: ben has more counted than there is to count from for Odd.',
    });
  });

  it('does not fail on values whose square is no number any more', async () => {
    const sample = (metric: string, value: number) =>
      callEvent('metric.sample', metric, microsOf('2026-06-09T10:00:00Z'), { metric, value });
    const tenant = await tenantWith([
      ...[1, 2, 3].map((value) => sample('usual', value)),
      ...[1e200, 2e200].map((value) => sample('huge', value)),
    ]);
    await tenant.defineMetric({
      id: 'my.mean',
      title: 'Mine',
      aggregate: { dataset: 'samples', aggregation: 'mean', measure: 'value' },
    });
    const [row] = await rows(tenant, { metrics: ['my.mean'], by: 'metric' });
    expectRow(row, {
      segment: 'huge',
      n: 2,
      baseline_value: 2,
      baseline_n: 3,
      ...NOTHING,
      verdict: 'Cannot be compared: huge has values too large to compute with for Mine.',
    });
  });

  it('takes any text for a value', async () => {
    const nasty = `it's "quoted"; -- $p1 {now}`;
    const tenant = await tenantWith([
      ...calls(3, 1, { started: { queue: nasty } }),
      ...calls(2, 2, { started: { queue: 'sales' } }),
    ]);
    const asked = { metrics: ['calls.answer_rate'], by: 'queue', baseline: nasty };
    const [row] = await rows(tenant, asked);
    expectRow(row, { segment: 'sales', baseline: nasty, n: 2, baseline_n: 3, value: 1, baseline_value: 1 / 3 });
  });

  it('sees nothing of another tenant', async () => {
    await tenantWith(calls(3, 1, { agent: 'eve' }));
    const tenant = await tenantWith(calls(3, 1, { agent: 'anna' }));
    expect(await rows(tenant, { metrics: ['calls.answer_rate'], by: 'agent' })).toEqual([]);
  });
});

interface Refusal {
  readonly code: string;
  readonly path?: string;
  readonly message: string;
  readonly suggestions?: string[];
}

function errorOf(answer: QueryAnswer): Refusal {
  const result = answer.results['A'];
  if (result === undefined || !('error' in result)) throw new Error(`expected an error: ${JSON.stringify(result)}`);
  return result.error;
}

describe('refused', () => {
  let tenant: TenantClient;
  beforeAll(async () => {
    tenant = await tenantWith([...calls(3, 2, { agent: 'anna' }), ...calls(1, 1, { agent: 'ben' })]);
  });
  const metrics = ['calls.answer_rate'];
  const of = [{ title: 'One' }, { title: 'Two' }];
  const filter = (dimension: string) => [{ dimension, op: '=', values: ['x'] }];

  it.each<[string, object, string, string, string?]>([
    ['nothing to compare by', { by: 'agent' }, 'invalid_query', '/segments/metrics'],
    ['no segments', { metrics }, 'invalid_query', '/segments/by'],
    ['segments told twice', { metrics, by: 'agent', of }, 'invalid_query', '/segments/by'],
    ['a baseline of a list', { metrics, of, baseline: 'One' }, 'invalid_query', '/segments/baseline'],
    ['a limit of a list', { metrics, of, limit: 3 }, 'invalid_query', '/segments/limit'],
    ['a list of one', { metrics, of: [{}] }, 'invalid_query', '/segments/of'],
    [
      'an unknown metric',
      { metrics: ['calls.answer_rat'], by: 'agent' },
      'unknown_metric',
      '/segments/metrics/0',
      'calls.answer_rate',
    ],
    [
      'a percentile',
      { metrics: [...metrics, 'calls.duration.p95'], by: 'agent' },
      'not_comparable',
      '/segments/metrics/1',
      'calls.duration.mean',
    ],
    [
      'a number of calls',
      { metrics: ['calls.count'], by: 'agent' },
      'not_comparable',
      '/segments/metrics/0',
      'calls.answer_rate',
    ],
    ['a sum', { metrics: ['calls.cost.sum'], by: 'agent' }, 'not_comparable', '/segments/metrics/0', 'calls.cost.mean'],
    [
      'what is there at once',
      { metrics: ['calls.concurrency.mean'], by: 'agent' },
      'not_comparable',
      '/segments/metrics/0',
      'calls.duration.mean',
    ],
    ['an unknown dimension', { metrics, by: 'agnt' }, 'unknown_dimension', '/segments/by', 'agent'],
    [
      'a dimension that turns lack',
      { metrics: ['turns.latency.mean'], by: 'landing_page' },
      'unknown_dimension',
      '/segments/by',
      'agent',
    ],
    ['a number without end', { metrics, by: 'duration' }, 'not_groupable', '/segments/by'],
    [
      'an unknown dimension in a filter',
      { metrics, by: 'agent', filters: filter('agnt') },
      'unknown_dimension',
      '/segments/filters/0/dimension',
      'agent',
    ],
    [
      'an unknown dimension in a filter of a segment',
      { metrics, of: [{}, { filters: filter('agnt') }] },
      'unknown_dimension',
      '/segments/of/1/filters/0/dimension',
      'agent',
    ],
    [
      'a baseline without rows',
      { metrics, by: 'agent', baseline: 'cleo' },
      'unknown_baseline',
      '/segments/baseline',
      'anna',
    ],
    [
      'a missing value as a baseline without rows',
      { metrics, by: 'agent', baseline: null },
      'unknown_baseline',
      '/segments/baseline',
      'ben',
    ],
    [
      'a baseline of another type',
      { metrics, by: 'hour_of_day', baseline: 'noon' },
      'unknown_baseline',
      '/segments/baseline',
      '8',
    ],
    ['a time that is none', { metrics, of: [{}, { from: 'yesterday' }] }, 'invalid_range', '/segments/of/1/from'],
    [
      'a time beyond the calendar',
      { metrics, of: [{ to: '2222-01-01T00:00:00Z' }, {}] },
      'invalid_range',
      '/segments/of/0/to',
    ],
    ['an empty range', { metrics, of: [{}, { from: DAY.to }] }, 'invalid_range', '/segments/of/1/from'],
  ])('%s', async (_what, segments, code, path, named) => {
    const error = errorOf(await ask(tenant, segments));
    expect(error).toMatchObject({ code, path });
    if (named === undefined) return;
    expect(error.suggestions).toContain(named);
    expect(error.message).toContain(named);
  });

  it('tells the values that there are instead of a baseline', async () => {
    const error = errorOf(await ask(tenant, { metrics, by: 'agent', baseline: 'cleo' }));
    expect(error.message).toBe('no rows in the range with agent "cleo"; there are anna, ben');
    expect(error.suggestions).toEqual(['anna', 'ben']);
  });
});
