import { phoneCall } from '../../support/events/call.js';
import { framesOf } from '../../support/frames.js';
import type { TenantClient } from '../../support/service/tenant-client.js';
import { TestService } from '../../support/service/test-service.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const ZONE = 'Europe/Berlin';

/** Wednesday 2026-04-08, 10:00 in Berlin (summer); clocks went forward on 29 March, within the six weeks before. */
const AT = Date.parse('2026-04-08T08:00:00Z');
const NOW = AT + 2 * HOUR;

/** Ten o'clock of Wednesday, some weeks before, by the clock of the wall. */
const weeksBefore = (weeks: number): number => AT - weeks * 7 * DAY + (weeks >= 2 ? HOUR : 0);

const service = TestService.forTests(NOW);

/** Calls within the hour from 10:00 of each of the six weeks before, the nearest first, and of the hour itself. */
const BEFORE = [10, 12, 11, 13, 12, 12];
const NOW_CALLS = 40;

beforeAll(async () => {
  const calls = (start: number, count: number) =>
    Array.from({ length: count }, (_, index) =>
      phoneCall({ start: (start + index * 1_000) * 1_000, answered: 1, ended: 9 }),
    ).flat();
  for (const [index, count] of BEFORE.entries()) await service.main.send(calls(weeksBefore(index + 1), count));
  await service.main.send(calls(AT, NOW_CALLS));
  // Something in an hour that is usually empty, and a call a day before everything, so that all weeks are known.
  await service.main.send(calls(weeksBefore(6) - 2 * DAY, 1));
  await service.waitUntilProjected();
});

const ask = async (more: object = {}, range: object = {}) => {
  const query = { refId: 'A', metrics: ['calls.count'], baseline: true, ...more };
  const { results } = await service.main.query({ from: AT, to: AT + HOUR, timezone: ZONE, queries: [query], ...range });
  const result = results['A'];
  if (result === undefined || 'error' in result) throw new Error(JSON.stringify(result));
  const [frame] = result.frames;
  return Object.fromEntries(
    (frame?.schema.fields ?? []).map(({ name }, index) => [name, frame?.data.values[index] ?? []]),
  );
};

test('a bucket has the median of the same local hour of six weeks, over a change of the clock', async () => {
  const answer = await ask({ interval: '1h' });
  expect(answer['calls.count']).toEqual([NOW_CALLS]);
  expect(answer['calls.count_baseline']).toEqual([12]);
  // Deviations 2, 0, 1, 1, 0, 0: their median is 0.5, and a count deviates by one at least.
  expect(answer['calls.count_anomaly']).toEqual([expect.closeTo(18.886, 3)]);
  expect(Number(answer['calls.count_low']?.[0])).toBeLessThan(12);
  expect(Number(answer['calls.count_high']?.[0])).toBeGreaterThan(20);
  expect(Number(answer['calls.count_high']?.[0])).toBeLessThan(NOW_CALLS);
});

test('the range as a whole, and days, are compared in the same way', async () => {
  expect((await ask())['calls.count_baseline']).toEqual([12]);
  const from = AT - 10 * HOUR;
  const days = await ask({ interval: '1d' }, { from, to: from + DAY });
  expect(days['calls.count_baseline']).toEqual([12]);
});

test('a bucket that is cut off or still running has no anomaly', async () => {
  const answer = await ask({ interval: '1h' }, { from: AT + HOUR / 2, to: AT + 3 * HOUR });
  expect(answer['calls.count_anomaly']).toEqual([null, expect.any(Number), null]);
});

test('a listed holiday is left out, and with too few weeks nothing is usual', async () => {
  const days = [1, 2, 3, 4].map((weeks) => ({
    date: new Date(weeksBefore(weeks)).toISOString().slice(0, 10),
    title: `week ${weeks}`,
  }));
  await service.main.post('/v1/calendars', { id: 'free', title: 'Free', days: days.slice(0, 3) });
  expect((await ask({ interval: '1h' }))['calls.count_baseline']).toEqual([12]);
  await service.main.request('PUT', '/v1/calendars/free', { id: 'free', title: 'Free', days });
  expect((await ask({ interval: '1h' }))['calls.count_baseline']).toEqual([null]);
  expect((await ask({ interval: '1h' }))['calls.count_high']).toEqual([null]);
  await service.main.request('DELETE', '/v1/calendars/free');
});

test('months are no part of a week', async () => {
  const query = { refId: 'A', metrics: ['calls.count'], baseline: true, interval: '1M' };
  const { results } = await service.main.query({ from: AT - 40 * DAY, to: AT, timezone: ZONE, queries: [query] });
  expect(results['A']).toMatchObject({ error: { code: 'invalid_baseline', path: '/baseline' } });
});

describe('what was measured of the weeks before', () => {
  const NEWS = Date.parse('2026-04-08T08:00:00Z');
  const usualOf = async (tenant: TenantClient, query: object, from = NEWS, to = NEWS + HOUR) => {
    const asked = { refId: 'A', metrics: ['calls.count'], baseline: true, interval: '1h', ...query };
    const [frame] = framesOf(await tenant.query({ from, to, timezone: ZONE, queries: [asked] }));
    const column = frame!.schema.fields.findIndex(({ name }) => name.endsWith('_baseline'));
    return frame!.data.values[column];
  };
  const callsAt = (start: number, count: number, agent = 'anna') =>
    Array.from({ length: count }, (_, index) =>
      phoneCall({ start: (start + index * 1_000) * 1_000, answered: 1, ended: 9, agent }),
    ).flat();

  it('is read again when one of the weeks has changed', async () => {
    const tenant = await service.tenant();
    for (const weeks of [1, 2, 3]) await tenant.send(callsAt(weeksBefore(weeks), 4));
    await service.waitUntilProjected();
    expect(await usualOf(tenant, {})).toEqual([4]);
    expect(await usualOf(tenant, {})).toEqual([4]);
    for (const weeks of [1, 2, 3]) await tenant.send(callsAt(weeksBefore(weeks) + 60_000, 2));
    await service.waitUntilProjected();
    // The end is another one: the answer was not kept, the weeks before were.
    expect(await usualOf(tenant, {}, NEWS, NEWS + HOUR - 1)).toEqual([6]);
  });

  it('counts an hour without calls of a group that was known before, and not one before it was known', async () => {
    const tenant = await service.tenant();
    // Anna was first heard of five weeks ago on the day before; Ben two weeks ago.
    await tenant.send(callsAt(weeksBefore(5) - 20 * HOUR, 1));
    for (const weeks of [1, 2]) {
      await tenant.send(callsAt(weeksBefore(weeks), 6));
      await tenant.send(callsAt(weeksBefore(weeks), 6, 'ben'));
    }
    await tenant.send([...callsAt(NEWS, 1), ...callsAt(NEWS, 1, 'ben')]);
    await service.waitUntilProjected();
    // 6, 6, 0, 0, 0 of Anna; two weeks of Ben are too few.
    expect(await usualOf(tenant, { groupBy: ['agent'] })).toEqual([0, null]);
  });

  it('has nothing of the metrics of presence before anything is known', async () => {
    const tenant = await service.tenant();
    for (const weeks of [1, 2]) await tenant.send(callsAt(weeksBefore(weeks), 3));
    await service.waitUntilProjected();
    const query = { metrics: ['calls.concurrency.max'] };
    expect(await usualOf(tenant, query)).toEqual([null]);
    await tenant.send(callsAt(weeksBefore(3), 3));
    await service.waitUntilProjected();
    expect(await usualOf(tenant, query)).toEqual([3]);
  });

  it('is whole for weeks that the range cuts', async () => {
    const tenant = await service.tenant();
    const monday = Date.parse('2026-04-05T22:00:00Z');
    for (const weeks of [1, 2, 3]) await tenant.send(callsAt(weeksBefore(weeks) - 48 * HOUR, 5));
    await service.waitUntilProjected();
    expect(await usualOf(tenant, { interval: '1w' }, monday + 50 * HOUR, monday + 60 * HOUR)).toEqual([5]);
  });
});
