import { columnOf, rowsOf } from '../../support/frames.js';
import { phoneCall, type PhoneCall } from '../../support/events/call.js';
import type { TenantClient } from '../../support/service/tenant-client.js';
import { TestService } from '../../support/service/test-service.js';

const NOW = Date.parse('2026-06-09T12:00:00Z');
const METRICS = ['calls.concurrency.mean', 'calls.concurrency.max', 'calls.active', 'calls.count'];

const service = TestService.forTests(NOW);

const on = (time: string): string => `2026-06-09T${time}Z`;
const MINUTE = 60;

async function tenantWith(calls: readonly PhoneCall[]): Promise<TenantClient> {
  const tenant = await service.tenant();
  await tenant.send(calls.flatMap(phoneCall));
  await service.waitUntilProjected();
  return tenant;
}

/** Mean, most, active at the end, and calls that began, of the range or of each bucket. */
async function presence(tenant: TenantClient, from: string, to: string, interval?: string): Promise<unknown[][]> {
  const query = { refId: 'A', metrics: METRICS, ...(interval === undefined ? {} : { interval }) };
  const answer = await tenant.query({ from: on(from), to: on(to), queries: [query] });
  return METRICS.map((metric) => columnOf(answer, metric));
}

describe('simultaneous calls', () => {
  it('one call after the other is one at a time', async () => {
    const tenant = await tenantWith([
      { start: on('10:00:00'), ended: 10 * MINUTE },
      { start: on('10:10:00'), ended: 10 * MINUTE },
    ]);
    expect(await presence(tenant, '10:00:00', '10:20:00')).toEqual([[1], [1], [0], [2]]);
    expect(await presence(tenant, '10:00:00', '11:00:00')).toEqual([[1 / 3], [1], [0], [2]]);
    expect(await presence(tenant, '10:00:00', '10:10:00')).toEqual([[1], [1], [1], [1]]);
  });

  it('a call that spans buckets counts in each, and begins in one', async () => {
    const tenant = await tenantWith([{ start: on('10:05:00'), answered: 60, ended: 45 * MINUTE }]);
    const [mean, most, active, count] = await presence(tenant, '10:00:00', '11:00:00', '15m');
    expect([most, active, count]).toEqual([
      [1, 1, 1, 1],
      [1, 1, 1, 0],
      [1, 0, 0, 0],
    ]);
    expect(mean).toEqual([10 / 15, 1, 1, 5 / 15]);
  });

  it('a call from before the range to after it counts in all of it and begins in none', async () => {
    const tenant = await tenantWith([{ start: on('08:00:00'), answered: 1, ended: 3 * 3_600 }]);
    expect(await presence(tenant, '09:00:00', '10:00:00', '15m')).toEqual([
      [1, 1, 1, 1],
      [1, 1, 1, 1],
      [1, 1, 1, 1],
      [0, 0, 0, 0],
    ]);
  });

  it('overlaps are counted exactly, however short', async () => {
    const tenant = await tenantWith([
      { start: on('10:00:00'), ended: 100 },
      { start: on('10:01:00'), ended: 100 },
      { start: on('10:01:39.999'), ended: 60 },
      { start: on('10:30:00'), ended: 0 },
    ]);
    expect(await presence(tenant, '10:00:00', '11:00:00')).toEqual([[260 / 3_600], [3], [0], [4]]);
    expect(await presence(tenant, '10:01:40', '11:00:00')).toEqual([[(60 + 59.999) / 3_500], [2], [0], [1]]);
    expect(await presence(tenant, '10:29:00', '10:30:00')).toEqual([[0], [0], [0], [0]]);
  });

  it('the bucket of a range that cuts it is only as long as the part inside', async () => {
    const tenant = await tenantWith([{ start: on('10:05:00'), ended: 10 * MINUTE }]);
    const [mean] = await presence(tenant, '10:10:00', '10:20:00', '15m');
    expect(mean).toEqual([1, 0]);
  });

  it('empty buckets have none', async () => {
    const tenant = await tenantWith([{ start: on('10:00:00'), ended: 60 }]);
    expect(await presence(tenant, '10:00:00', '10:45:00', '15m')).toEqual([
      [1 / 15, 0, 0],
      [1, 0, 0],
      [0, 0, 0],
      [1, 0, 0],
    ]);
  });

  it('groups have their own', async () => {
    const tenant = await tenantWith([
      { start: on('10:00:00'), agent: 'anna', ended: 10 * MINUTE },
      { start: on('10:05:00'), agent: 'ben', ended: 10 * MINUTE },
      { start: on('10:06:00'), agent: 'ben', ended: 2 * MINUTE },
      { start: on('09:00:00'), agent: 'cleo', ended: 10 * MINUTE },
    ]);
    const metrics = METRICS.slice(0, 3);
    const answer = await tenant.query({
      from: on('10:00:00'),
      to: on('10:10:00'),
      queries: [{ refId: 'A', metrics, groupBy: ['agent'] }],
    });
    expect(rowsOf(answer)).toEqual([
      { agent: 'anna', 'calls.concurrency.mean': 1, 'calls.concurrency.max': 1, 'calls.active': 0 },
      { agent: 'ben', 'calls.concurrency.mean': 0.7, 'calls.concurrency.max': 2, 'calls.active': 1 },
    ]);
  });

  it.each([
    // 10:00 of winter time, and a call of 81 days; 10:00 of summer time.
    [['2026-03-20T09:00:00Z', '2026-06-09T08:00:00Z'], on('10:00:00'), on('10:30:00'), [[10, 2]]],
    // Clocks go from 2:00 to 3:00 as the range ends and the call begins.
    [['2026-03-29T01:00:00Z'], '2026-03-29T00:00:00Z', '2026-03-29T01:00:00Z', [[3, 1]]],
  ])('of an hour in Berlin are those that started at it: %j from %s to %s', async (starts, from, to, expected) => {
    const until = Date.parse(on('11:00:00'));
    const tenant = await tenantWith(starts.map((start) => ({ start, ended: (until - Date.parse(start)) / 1_000 })));
    const answer = await tenant.query({
      from,
      to,
      timezone: 'Europe/Berlin',
      queries: [{ refId: 'A', metrics: ['calls.active'], groupBy: ['hour_of_day'] }],
    });
    expect(rowsOf(answer).map((row) => [row['hour_of_day'], row['calls.active']])).toEqual(expected);
  });
});

describe('calls that have not ended', () => {
  it('go on until now; of what lies ahead nothing is known', async () => {
    const tenant = await tenantWith([{ start: on('11:30:00'), answered: 1 }]);
    expect(await presence(tenant, '11:00:00', '14:00:00', '1h')).toEqual([
      [0.5, null, null],
      [1, null, null],
      [1, null, null],
      [1, 0, 0],
    ]);
    expect(await presence(tenant, '11:00:00', '12:00:00')).toEqual([[0.5], [1], [1], [1]]);
    expect((await presence(tenant, '11:00:00', '14:00:00'))[2]).toEqual([1]);
  });

  it('stop at their last event once they are lost', async () => {
    const tenant = await tenantWith([{ start: on('06:00:00'), answered: 10 * MINUTE }]);
    expect(await presence(tenant, '06:00:00', '07:00:00', '30m')).toEqual([
      [1 / 3, 0],
      [1, 0],
      [0, 0],
      [1, 0],
    ]);
  });
});
