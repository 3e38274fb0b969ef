import { framesOf, rowsOf } from '../../support/frames.js';
import type { PhoneCall } from '../../support/events/call.js';
import type { TenantClient } from '../../support/service/tenant-client.js';
import { TestService } from '../../support/service/test-service.js';
import { ask, askRows, calls, expectRow, NOW, tenantWith } from './segment-rows.js';

const service = TestService.forTests(NOW);

const version = (name: string | undefined): Omit<PhoneCall, 'start'> => ({
  started: { agent: { id: 'anna', ...(name === undefined ? {} : { version: name }) } },
});

describe('values of a dimension', () => {
  let tenant: TenantClient;
  beforeAll(async () => {
    tenant = await tenantWith(service, [
      ...calls(80, 48, version('1.4')),
      ...calls(70, 56, version('1.5')),
      ...calls(7, 2, version(undefined)),
      ...calls(6, 6, version('2.0')),
      ...calls(40, 1, version('1.3'), '08'),
    ]);
  });

  // Differences: Newcombe's method 10; p: pooled z, all from statsmodels 0.15.0. Holm over the three: 3 p, 2 p, 2 p.
  it('compares each with the baseline that is named, the most frequent first, a missing value as well', async () => {
    const found = await askRows(tenant, { metrics: ['calls.answer_rate'], by: 'agent_version', baseline: '1.4' });
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
    const found = await askRows(tenant, { metrics: ['calls.answer_rate'], by: 'agent_version' });
    expect(found.map(({ baseline }) => baseline)).toEqual(['1.4', '1.4', '1.4']);
  });

  it('keeps as many values as asked for, and the baseline whatever its rank', async () => {
    const metrics = ['calls.answer_rate'];
    const cut = await askRows(tenant, { metrics, by: 'agent_version', limit: 2 });
    expect(cut.map(({ segment }) => segment)).toEqual(['1.5']);
    const rare = await askRows(tenant, { metrics, by: 'agent_version', limit: 2, baseline: '2.0' });
    expect(rare.map(({ segment, baseline }) => [segment, baseline])).toEqual([
      ['1.4', '2.0'],
      ['1.5', '2.0'],
    ]);
    const missing = await askRows(tenant, { metrics, by: 'agent_version', limit: 1, baseline: null });
    expect(missing.map(({ segment, baseline, baseline_n }) => [segment, baseline, baseline_n])).toEqual([
      ['1.4', null, 7],
    ]);
  });

  it('obeys filters', async () => {
    const filters = [{ dimension: 'agent_version', op: 'in', values: ['1.5', '2.0'] }];
    const found = await askRows(tenant, { metrics: ['calls.answer_rate'], by: 'agent_version', filters });
    expect(found.map(({ segment, baseline }) => [segment, baseline])).toEqual([['2.0', '1.5']]);
  });

  it('takes numbers and truth values, too', async () => {
    const metrics = ['calls.answer_rate'];
    const hours = await ask(tenant, { metrics, by: 'hour_of_day', baseline: 9 });
    expect(rowsOf(hours).map(({ segment, baseline }) => [segment, baseline])).toEqual([[8, 9]]);
    expect(rowsOf(hours)[0]?.['verdict']).toContain('Hour of day 8');
    const fields = framesOf(hours)[0]?.schema.fields ?? [];
    expect(fields.filter(({ type }) => type === 'number').map(({ name }) => name)).toContain('baseline');
    expect(await askRows(tenant, { metrics, by: 'transferred', baseline: false })).toEqual([]);
  });

  it('answers with no row where there is no call', async () => {
    const empty = { from: '2026-05-01T00:00:00Z', to: '2026-05-02T00:00:00Z' };
    expect(await askRows(tenant, { metrics: ['calls.answer_rate'], by: 'agent' }, empty)).toEqual([]);
  });

  it('tests a funnel by its conversion', async () => {
    const funnel = { steps: ['call.started', 'call.answered'] };
    const found = await askRows(tenant, {
      funnel,
      by: 'agent_version',
      baseline: '1.4',
      metrics: ['calls.answer_rate'],
    });
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
    tenant = await tenantWith(service, [
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
    const found = await askRows(tenant, { metrics: ['calls.answer_rate'], of, filters: anna }, elsewhere);
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
    const found = await askRows(tenant, { metrics: ['calls.answer_rate'], of });
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
    const [row] = await askRows(tenant, { metrics: ['calls.answer_rate'], of });
    expectRow(row, { n: 24, baseline_n: 9 });
  });

  it('tests a funnel in each of them', async () => {
    const funnel = { steps: ['call.started', 'call.answered'] };
    const of = [{ from: '2026-06-08T00:00:00Z', to: '2026-06-09T00:00:00Z' }, { from: '2026-06-09T00:00:00Z' }];
    const [row] = await askRows(tenant, { funnel, of, filters: anna });
    expectRow(row, { metric: 'funnel', value: 0.3, baseline_value: 0.9, n: 10, p_value: 0.006169899320544151 });
  });
});
