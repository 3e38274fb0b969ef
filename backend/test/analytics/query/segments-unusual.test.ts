import { phoneCall } from '../../support/events/call.js';
import { callEvent, microsOf, type TestEvent } from '../../support/events/event.js';
import { TestService } from '../../support/service/test-service.js';
import { askRows, booking, calls, expectRow, NOTHING, NOW, tenantWith } from './segment-rows.js';

const service = TestService.forTests(NOW);

describe('rates of bookings', () => {
  // Newcombe, Statistics in Medicine 17 (1998) 873–890, table II (b): 9/10 and 3/10; p from statsmodels 0.15.0.
  it('are of those that belong to a call, in the agent of their call', async () => {
    const agentsCalls = (agent: string, kept: number): TestEvent[] =>
      Array.from({ length: 10 }, (_, index) => [
        ...phoneCall({ id: `${agent}-${index}`, agent, start: `2026-06-09T08:0${index}:00Z`, answered: 2, ended: 60 }),
        ...booking(`${agent}-${index}`, index < kept),
      ]).flat();
    const tenant = await tenantWith(service, [
      ...agentsCalls('anna', 9),
      ...agentsCalls('ben', 3),
      ...booking(undefined, true),
    ]);
    const found = await askRows(tenant, { metrics: ['bookings.kept_rate'], by: 'agent', baseline: 'ben' });
    expect(found).toHaveLength(1);
    expectRow(found[0], {
      segment: 'anna',
      value: 0.9,
      baseline_value: 0.3,
      n: 10,
      baseline_n: 10,
      difference_low: 0.1705227239345029,
      difference_high: 0.809017973535488,
      p_value: 0.006169899320544151,
      significant: true,
    });
  });
});

describe('what is not of the usual kind', () => {
  it('compares nobody with an agent of whom no call was analysed', async () => {
    const tenant = await tenantWith(service, [
      ...calls(3, 3, { agent: 'ben', analyzed: { success: true } }),
      ...calls(1, 1, { agent: 'anna' }),
    ]);
    const [row] = await askRows(tenant, { metrics: ['calls.success_rate'], by: 'agent' });
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
    const tenant = await tenantWith(service, [...calls(3, 2, { agent: 'ben' }), ...calls(2, 2, { agent: 'anna' })]);
    await tenant.defineMetric({
      id: 'my.odd',
      title: 'Odd',
      unit: 'percentunit',
      formula: 'calls.count / calls.answered',
    });
    const [row] = await askRows(tenant, { metrics: ['my.odd'], by: 'agent' });
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
    const tenant = await tenantWith(service, [
      ...[1, 2, 3].map((value) => sample('usual', value)),
      ...[1e200, 2e200].map((value) => sample('huge', value)),
    ]);
    await tenant.defineMetric({
      id: 'my.mean',
      title: 'Mine',
      aggregate: { dataset: 'samples', aggregation: 'mean', measure: 'value' },
    });
    const [row] = await askRows(tenant, { metrics: ['my.mean'], by: 'metric' });
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
    const tenant = await tenantWith(service, [
      ...calls(3, 1, { started: { queue: nasty } }),
      ...calls(2, 2, { started: { queue: 'sales' } }),
    ]);
    const asked = { metrics: ['calls.answer_rate'], by: 'queue', baseline: nasty };
    const [row] = await askRows(tenant, asked);
    expectRow(row, { segment: 'sales', baseline: nasty, n: 2, baseline_n: 3, value: 1, baseline_value: 1 / 3 });
  });

  it('sees nothing of another tenant', async () => {
    await tenantWith(service, calls(3, 1, { agent: 'eve' }));
    const tenant = await tenantWith(service, calls(3, 1, { agent: 'anna' }));
    expect(await askRows(tenant, { metrics: ['calls.answer_rate'], by: 'agent' })).toEqual([]);
  });
});
