import type { ThresholdPreview, ThresholdState } from '@callsight/contract/monitoring/threshold';
import type { Chance } from '../evidence/world.js';
import { TestService } from '../../support/service/test-service.js';
import { FIRST_MONDAY, sendAll, usualCalls } from './usual-weeks.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Wednesday of the tenth week, 12:00; since 09:00 agents are slow and calls of Anna cost three times as much. */
const NOW = FIRST_MONDAY + 65 * DAY + 12 * HOUR;
const SICK_SINCE = NOW - 3 * HOUR;
/** For five days there are 60 % more calls. */
const MORE_SINCE = FIRST_MONDAY + 60 * DAY;

const CURRENCIES: Readonly<Record<string, string>> = { anna: 'EUR', ben: 'USD' };

const more = (start: number, agent: string, chance: Chance) => {
  const isSick = start >= SICK_SINCE;
  const latency = () => Math.round(chance.logNormal(900, 0.42) * (isSick ? 2 : 1));
  const total = (chance.logNormal(0.3, 0.5) * (isSick && agent === 'anna' ? 3 : 1)).toFixed(4);
  return {
    turns: [{ latency_ms: { e2e: latency() } }, { latency_ms: { e2e: latency() } }],
    end: { errors: chance.uniform() < 0.02 ? 1 : 0, cost: { total, currency: CURRENCIES[agent] ?? 'EUR' } },
  };
};

const service = TestService.forTests(NOW);

beforeAll(async () => {
  const incidents = [{ from: MORE_SINCE, to: NOW, calls: 1.6 }];
  const agents = Object.keys(CURRENCIES);
  await sendAll(service.main, usualCalls({ seed: 9, weeks: 10, peak: 60, until: NOW, agents, incidents, more }));
  await service.waitUntilProjected();
}, 400_000);

const define = async (threshold: object): Promise<ThresholdState[]> => {
  await service.main.post('/v1/thresholds', { title: 'A threshold', ...threshold });
  return (await service.main.get(`/v1/thresholds/${(threshold as { id: string }).id}/state`)) as ThresholdState[];
};

const levels = (states: readonly ThresholdState[], name: string): Record<string, string> =>
  Object.fromEntries(states.map(({ group, level }) => [String(group[name]), level]));

/** A value of the last half hour, as a query gives it. */
const queried = async (metric: string, filters: readonly object[] = []): Promise<unknown> => {
  const [values = []] = await service.main.values({ metrics: [metric], filters }, { from: NOW - 30 * MINUTE, to: NOW });
  return values[0];
};

const ofAgent = (agent: string) => [{ dimension: 'agent', op: '=', values: [agent] }];

it('a percentile is judged by what is slow, and shown as a query gives it', async () => {
  const states = await define({ id: 'slow', metric: 'turns.latency.p95', kind: 'usual', groupBy: ['agent'] });
  expect(levels(states, 'agent')).toEqual({ anna: 'critical', ben: 'critical' });
  const anna = states.find(({ group }) => group['agent'] === 'anna');
  expect(anna?.value).toBe(await queried('turns.latency.p95', ofAgent('anna')));
  expect(anna?.n).toBe(await queried('turns.with_latency', ofAgent('anna')));
  // The 95th percentile of 900·exp(0.42·z) is 900·exp(0.42·1.645) = 1796.
  expect(anna?.baseline).toBeGreaterThan(1_600);
  expect(anna?.baseline).toBeLessThan(2_000);
});

it('a mean of money is judged for each currency, and no two are added', async () => {
  const states = await define({ id: 'cost', metric: 'calls.cost.mean', kind: 'usual' });
  expect(levels(states, 'currency')).toEqual({ EUR: 'critical', USD: 'ok' });
  const euros = states.find(({ group }) => group['currency'] === 'EUR');
  expect(euros?.value).toBeCloseTo(Number(await queried('calls.cost.mean', ofAgent('anna'))), 9);
  expect(euros?.n).toBe(await queried('calls.count', ofAgent('anna')));
  // The mean of 0.3·exp(0.5·z) is 0.3·exp(0.125) = 0.34.
  expect(euros?.baseline).toBeCloseTo(0.34, 1);
});

it('a mean that a formula divides is judged as well', async () => {
  const [state] = await define({ id: 'handling', metric: 'calls.aht', kind: 'usual', direction: 'either' });
  expect(state).toMatchObject({ level: 'ok', value: await queried('calls.aht') });
  expect(state?.baseline).toBeCloseTo(26, 5);
});

it('either direction is watched at once', async () => {
  const [state] = await define({ id: 'any', metric: 'calls.count', kind: 'usual', direction: 'either' });
  expect(state).toMatchObject({ value: await queried('calls.count'), n: await queried('calls.count') });
});

const LIMITS: readonly (readonly [string, object, string])[] = [
  ['a rate far below its limit', { metric: 'calls.error_rate', limit: { critical: 0.2 } }, 'ok'],
  ['a percentile above', { metric: 'turns.latency.p95', limit: { critical: 2_200 } }, 'critical'],
  ['a percentile below', { metric: 'turns.latency.p95', limit: { critical: 9_000 } }, 'ok'],
  ['a mean above', { metric: 'calls.cost.mean', limit: { critical: 0.5 }, filters: ofAgent('anna') }, 'critical'],
  ['a mean below', { metric: 'calls.cost.mean', limit: { critical: 2 }, filters: ofAgent('anna') }, 'ok'],
  ['more calls', { metric: 'calls.count', limit: { critical: 10 } }, 'critical'],
  ['fewer calls', { metric: 'calls.count', direction: 'below', limit: { critical: 300 } }, 'critical'],
  ['enough calls', { metric: 'calls.count', direction: 'below', limit: { critical: 5 } }, 'ok'],
  ['a warning before the critical limit', { metric: 'calls.count', limit: { warning: 10, critical: 500 } }, 'warning'],
  [
    'a sum',
    { metric: 'calls.cost.sum', comparison: 'plain', filters: ofAgent('ben'), limit: { critical: 0.01 } },
    'critical',
  ],
  ['a maximum', { metric: 'calls.duration.max', comparison: 'plain', limit: { critical: 100 } }, 'ok'],
];

it.each(LIMITS)('a limit: %s', async (name, threshold, level) => {
  const id = `limit-${name.replaceAll(' ', '-')}`;
  const [state] = await define({ id, kind: 'fixed', direction: 'above', ...threshold });
  expect(state?.level).toBe(level);
});

it('what is compared plainly and crosses its limit more than ten times a day is noisy, with a limit that is quiet', async () => {
  const noisy = { id: 'noisy', metric: 'calls.count', kind: 'fixed', comparison: 'plain', window: '5m' };
  const [state] = await define({ ...noisy, direction: 'above', limit: { critical: 4 } });
  expect(state?.fired_24h).toBeGreaterThan(10);
  expect(state?.noisy).toBe(true);
  const quiet = state?.proposed_limit ?? NaN;
  const [proposed] = await define({ ...noisy, id: 'quiet', direction: 'above', limit: { critical: quiet } });
  expect(proposed).toMatchObject({ fired_24h: 0, level: 'ok' });
});

it('a minimum keeps back what too little stands behind, or what is too near to what is usual', async () => {
  const slow = { metric: 'turns.latency.p95', kind: 'usual' };
  const of = async (id: string, minimum: unknown) => (await define({ id, ...slow, minimum }))[0]?.level;
  expect(await of('many', 100_000)).toBe('ok');
  expect(await of('some', 20)).toBe('critical');
  expect(await of('far', { effect: 5 })).toBe('ok');
  expect(await of('near', { effect: 0.3 })).toBe('critical');
});

it('a minimum number of what has no number is refused', async () => {
  const reply = await service.main.request('POST', '/v1/thresholds', {
    id: 'no-number',
    title: 'No number',
    metric: 'calls.duration.max',
    kind: 'fixed',
    comparison: 'plain',
    limit: { critical: 1 },
    minimum: 5,
  });
  expect(reply).toMatchObject({ status: 400, body: { error: { path: '/minimum' } } });
});

it('a drift is found in whole days against the same weekday weeks before, in a preview as well', async () => {
  const drift = { id: 'drift', title: 'Drift', metric: 'calls.count', kind: 'drift' };
  const [state] = await define(drift);
  expect(state).toMatchObject({ level: 'critical' });
  expect(Number(state?.value) / Number(state?.baseline)).toBeGreaterThan(1.3);
  const { episodes } = (await service.main.post('/v1/thresholds/preview', {
    threshold: drift,
    from: NOW - 10 * DAY,
    to: NOW,
  })) as ThresholdPreview;
  expect(episodes).toMatchObject([{ level: 'critical', from: state?.since }]);
  expect(await define({ ...drift, id: 'drift-below', direction: 'below' })).toMatchObject([{ level: 'ok' }]);
});

it('what is usual has to be learned, a limit has not', async () => {
  // The first week: nothing is known of the weeks before it.
  const week = { from: FIRST_MONDAY, to: FIRST_MONDAY + 7 * DAY };
  const previewed = async (threshold: object): Promise<ThresholdPreview> =>
    (await service.main.post('/v1/thresholds/preview', {
      threshold: { id: 'a', title: 'A threshold', direction: 'above', ...threshold },
      ...week,
    })) as ThresholdPreview;
  const limit = { kind: 'fixed', limit: { critical: 0.001 } };
  for (const metric of ['calls.error_rate', 'calls.count', 'calls.duration.mean', 'turns.latency.p95']) {
    const usual = await previewed({ metric, kind: 'usual' });
    expect([metric, usual.learning_until]).toEqual([metric, expect.stringMatching(/^\d{4}-/)]);
    expect(usual.episodes).toEqual([]);
    const fixed = await previewed({ metric, ...limit });
    expect([metric, fixed.learning_until]).toEqual([metric, undefined]);
    expect(fixed.episodes).not.toEqual([]);
  }
});
