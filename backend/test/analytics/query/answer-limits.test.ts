import type { QueryResult } from '@callsight/contract/query/answer';
import type { TenantClient } from '../../support/service/tenant-client.js';
import { TestService } from '../../support/service/test-service.js';
import { phoneCall } from '../../support/events/call.js';

const NOW = Date.parse('2026-05-02T00:00:00Z');
const CALLERS = 40;

const service = TestService.forTests(NOW, { CALLSIGHT_QUERY_MAX_CELLS: '5000' });
let tenant: TenantClient;
beforeAll(async () => {
  tenant = await service.tenant();
  await tenant.send(
    Array.from({ length: CALLERS }, (_, index) =>
      phoneCall({
        start: new Date(NOW - 86_400_000 + index * 60_000).toISOString(),
        caller: `+4930${1_000_000 + index}`,
        agent: `agent-${index % 4}`,
        answered: 2,
        ended: 30,
      }),
    ).flat(),
  );
  await service.waitUntilProjected();
});

async function ask(...queries: object[]): Promise<Record<string, QueryResult>> {
  const named = queries.map((query, index) => ({ refId: `Q${index}`, ...query }));
  const { results } = await tenant.query({ from: 'now-1d', to: 'now', queries: named });
  return results;
}

const codeOf = (result: QueryResult | undefined): string =>
  result === undefined ? 'none' : 'error' in result ? result.error.code : 'answered';

const FUNNEL = { steps: ['call.started', 'call.answered', 'booking.confirmed'] };

/** Whatever the question, an answer that is too large is refused; the same question that asks for less is answered. */
it.each<[string, object, object]>([
  ['metrics, groups and buckets', { metrics: ['calls.count'], groupBy: ['caller'], interval: '5m' }, { limit: 3 }],
  [
    'a comparison',
    { metrics: ['calls.count'], interval: '1m', compare: 'previous_period', groupBy: ['direction'] },
    { interval: '1h' },
  ],
  ['presence', { metrics: ['calls.concurrency.max'], groupBy: ['caller'], interval: '5m' }, { interval: '6h' }],
  [
    'many metrics',
    {
      metrics: Array.from(
        { length: 8 },
        (_, n) =>
          [
            'calls.count',
            'calls.asa',
            'calls.aht',
            'calls.answered',
            'calls.offered',
            'calls.answer_rate',
            'calls.abandoned',
            'calls.error_rate',
          ][n],
      ),
      interval: '1m',
    },
    { interval: '1h' },
  ],
])('%s', async (_title, query, less) => {
  expect(codeOf((await ask(query))['Q0'])).toBe('answer_too_large');
  expect(codeOf((await ask({ ...query, ...less }))['Q0'])).toBe('answered');
});

it('funnels', async () => {
  const wide = { ...FUNNEL, breakdown: ['caller', 'agent'], interval: '1h' };
  expect(codeOf((await ask({ funnel: wide }))['Q0'])).toBe('answer_too_large');
  expect(codeOf((await ask({ funnel: { ...wide, limit: 2 } }))['Q0'])).toBe('answered');
});

it('all queries of a request share one budget, and a small one beside a large one is answered', async () => {
  const hourly = { metrics: ['calls.count'], groupBy: ['caller'], interval: '1h' };
  expect(codeOf((await ask(hourly))['Q0'])).toBe('answered');
  const results = await ask(hourly, hourly, hourly, { metrics: ['calls.count'] });
  const codes = Object.values(results).map(codeOf);
  expect(codes.filter((code) => code === 'answered').length).toBeGreaterThanOrEqual(1);
  expect(codes).toContain('answer_too_large');
});

it('an answer that was kept counts like a new one', async () => {
  const hourly = { metrics: ['calls.count'], groupBy: ['caller'], interval: '1h' };
  await ask(hourly);
  expect(Object.values(await ask(hourly, { ...hourly, limit: 100_000 })).map(codeOf)).toContain('answer_too_large');
});

it('what is refused says how to ask for less', async () => {
  const { Q0 } = await ask({ metrics: ['calls.count'], groupBy: ['caller'], interval: '5m' });
  expect(Q0).toMatchObject({
    error: { message: expect.stringMatching(/values, 5000 are the most.*group by less/) as string },
  });
});

it('definitions that multiply are refused when they are saved, and the catalogue is as it was', async () => {
  const before = (await tenant.catalogue()).metrics.length;
  const sum = (id: string, times: number): string => Array.from({ length: times }, () => id).join(' + ');
  const first = await tenant.defineMetric({ id: 'bomb.a', title: 'a', formula: sum('calls.count', 90) });
  expect(first.status).toBe(201);
  const second = await tenant.defineMetric({ id: 'bomb.b', title: 'b', formula: sum('bomb.a', 90) });
  expect(second).toMatchObject({ status: 400, body: { error: { code: 'formula_too_large' } } });
  // Growing one that others build on is refused, too.
  await tenant.defineMetric({ id: 'bomb.c', title: 'c', formula: sum('bomb.a', 5) });
  const grown = await tenant.request('PUT', '/v1/metrics/bomb.a', {
    id: 'bomb.a',
    title: 'a',
    formula: sum('calls.aht', 130),
  });
  expect(grown).toMatchObject({ status: 400, body: { error: { code: 'formula_too_large' } } });
  expect((await tenant.catalogue()).metrics).toHaveLength(before + 2);
});
