import type { FrameValue } from '@callsight/contract/query/answer';
import { phoneCall } from '../../support/events/call.js';
import type { TestEvent } from '../../support/events/event.js';
import { framesOf, rowsOf } from '../../support/frames.js';
import type { TenantClient } from '../../support/service/tenant-client.js';
import { TestService } from '../../support/service/test-service.js';
import { ask, askRows, booking, calls, DAY, errorOf, expectRow, NOTHING, NOW, tenantWith } from './segment-rows.js';

const service = TestService.forTests(NOW);

/** Calls of one agent, each with its connected time, interrupted turns and cost. */
const connected = (
  agent: string,
  all: readonly { seconds: number; interruptions: number; cost?: readonly [string, string]; work?: number }[],
): TestEvent[] =>
  all.flatMap(({ seconds, interruptions, cost, work }, index) =>
    phoneCall({
      id: `${agent}-${index}`,
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
    tenant = await tenantWith(service, [
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
      ...booking('anna-0', true),
      ...booking('ben-0', false),
    ]);
  });

  // SciPy 1.17.1: ttest_ind([10, 20, 30], [20, 40, 60, 80], equal_var=False), its p and 95 % interval.
  it('are compared in the unit of the metric, over the calls that have the value', async () => {
    const found = await askRows(tenant, { metrics: ['calls.duration.mean'], by: 'agent', baseline: 'ben' });
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
    const [, cleo, dora] = await askRows(tenant, { metrics: ['calls.duration.mean'], by: 'agent', baseline: 'ben' });
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
    const found = await askRows(tenant, { metrics, by: 'agent', baseline: 'ben' });
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
    const found = await askRows(tenant, { metrics: ['calls.cost.mean'], by: 'agent', filters });
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
    const [row] = await askRows(tenant, { metrics: ['turns.latency.mean'], by: 'agent', baseline: 'ben' });
    expectRow(row, { value: 600, baseline_value: 650, n: 12, baseline_n: 16 });
  });

  it('and shares say what the metric says, whatever can be compared', async () => {
    const all = errorOf(await ask(tenant, { metrics: ['calls.count'], by: 'agent' })).suggestions ?? [];
    // Checks of systems know no agent.
    const metrics = all.filter((id) => !id.startsWith('health.'));
    const some = ['calls.success_rate', 'calls.service_level', 'turns.interrupted_rate', 'bookings.kept_rate'];
    expect(metrics).toEqual(expect.arrayContaining(some));
    const asked = await tenant.query({ ...DAY, queries: [{ refId: 'A', metrics, groupBy: ['agent'] }] });
    const byAgent = new Map(rowsOf(asked).map((row) => [row['agent'], row]));
    for (const metric of metrics) {
      const found = await askRows(tenant, { metrics: [metric], by: 'agent', baseline: 'ben' });
      expect(found.map(({ segment }) => segment)).toContain('anna');
      for (const row of found) {
        const column = [metric, row['currency'] ?? []].flat().join(' ');
        const of = (agent: FrameValue): FrameValue => byAgent.get(agent)?.[column] ?? null;
        expectRow(row, { value: of(row['segment'] ?? null), baseline_value: of('ben') });
      }
    }
  });
});
