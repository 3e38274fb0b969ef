import fc from 'fast-check';
import { failedInARow } from '../../reference/health.js';
import { rowsOf } from '../../support/frames.js';
import type { TenantClient } from '../../support/service/tenant-client.js';
import { TestService } from '../../support/service/test-service.js';
import type { TestEvent } from '../../support/events/event.js';
import { check, failure } from '../../support/events/system.js';

const NOW = Date.parse('2026-03-03T12:00:00Z');
const AVAILABILITY = ['health.availability', 'health.time.up', 'health.time.observed'];

let service: TestService;
async function tenantWith(events: readonly TestEvent[]): Promise<TenantClient> {
  const tenant = await service.tenant();
  await tenant.send(events);
  await service.waitUntilProjected();
  return tenant;
}

beforeAll(async () => {
  service = await TestService.start(NOW, { CALLSIGHT_CHECK_HOLD_MINUTES: '10' });
});
afterAll(() => service.remove());

const HOUR = { from: '2026-03-03T10:00:00Z', to: '2026-03-03T11:00:00Z' };

test('what a check finds holds until the next one, and no longer than is set', async () => {
  // up 10:00-10:04, down 10:04-10:08, degraded 10:08-10:18 and unknown after that, up 10:50-11:00 and beyond the range.
  const tenant = await tenantWith([
    check('2026-03-03T10:00:00Z', 'telephony', 'up', 40),
    check('2026-03-03T10:04:00Z', 'telephony', 'down'),
    check('2026-03-03T10:08:00Z', 'telephony', 'degraded', 400),
    check('2026-03-03T10:50:00Z', 'telephony', 'up', 60),
  ]);
  const answer = await tenant.query({ ...HOUR, queries: [{ refId: 'A', metrics: AVAILABILITY }] });
  expect(rowsOf(answer)).toEqual([
    { 'health.availability': 14 / 28, 'health.time.up': 14 * 60, 'health.time.observed': 28 * 60 },
  ]);
});

test('a check before the range reaches into it, and buckets share a span', async () => {
  const tenant = await tenantWith([
    check('2026-03-03T09:55:00Z', 'billing', 'down'),
    check('2026-03-03T10:02:00Z', 'billing', 'up'),
    check('2026-03-03T10:28:00Z', 'billing', 'up'),
    check('2026-03-03T10:33:00Z', 'billing', 'down'),
  ]);
  const answer = await tenant.query({
    ...HOUR,
    queries: [{ refId: 'A', metrics: AVAILABILITY, interval: '30m', groupBy: ['component'] }],
  });
  expect(
    rowsOf(answer).map(({ component, ...row }) => [component, row['health.time.up'], row['health.time.observed']]),
  ).toEqual([
    // 10:00-10:02 down, 10:02-10:12 up, 10:28-10:30 up
    ['billing', 12 * 60, 14 * 60],
    // 10:30-10:33 up, 10:33-10:43 down
    ['billing', 3 * 60, 13 * 60],
  ]);
});

test('components are apart, and together they are added up', async () => {
  const tenant = await tenantWith([
    check('2026-03-03T10:00:00Z', 'a', 'up'),
    check('2026-03-03T10:05:00Z', 'b', 'down'),
  ]);
  const both = await tenant.query({ ...HOUR, queries: [{ refId: 'A', metrics: ['health.availability'] }] });
  expect(rowsOf(both)).toEqual([{ 'health.availability': 0.5 }]);
  const apart = await tenant.query({
    ...HOUR,
    queries: [
      {
        refId: 'A',
        metrics: ['health.availability'],
        groupBy: ['component'],
        filters: [{ dimension: 'component', op: 'in', values: ['a'] }],
      },
    ],
  });
  expect(rowsOf(apart)).toEqual([{ component: 'a', 'health.availability': 1 }]);
});

test('a span ends now at the latest', async () => {
  const tenant = await tenantWith([check('2026-03-03T11:57:00Z', 'a', 'up')]);
  const answer = await tenant.query({
    from: '2026-03-03T11:00:00Z',
    to: '2026-03-03T13:00:00Z',
    queries: [{ refId: 'A', metrics: AVAILABILITY, interval: '1h' }],
  });
  expect(rowsOf(answer).map((row) => row['health.time.observed'])).toEqual([180, null]);
});

test('without checks there is no number', async () => {
  const tenant = await tenantWith([failure('2026-03-03T10:10:00Z', 'a')]);
  const answer = await tenant.query({
    ...HOUR,
    queries: [{ refId: 'A', metrics: [...AVAILABILITY, 'health.latency.p95', 'health.checks', 'health.errors'] }],
  });
  expect(rowsOf(answer)).toEqual([
    {
      'health.availability': null,
      'health.time.up': null,
      'health.time.observed': null,
      'health.latency.p95': null,
      'health.checks': 0,
      'health.errors': 1,
    },
  ]);
});

test('error rate is failed checks and reported errors of all of both', async () => {
  const tenant = await tenantWith([
    check('2026-03-03T10:00:00Z', 'a', 'up', 10),
    check('2026-03-03T10:01:00Z', 'a', 'degraded', 30),
    check('2026-03-03T10:02:00Z', 'a', 'down'),
    failure('2026-03-03T10:02:30Z', 'a'),
    failure('2026-03-03T10:02:40Z', 'a'),
  ]);
  const metrics = [
    'health.error_rate',
    'health.checks',
    'health.checks.failed',
    'health.latency.p50',
    'health.latency.max',
  ];
  const answer = await tenant.query({ ...HOUR, queries: [{ refId: 'A', metrics }] });
  expect(rowsOf(answer)).toEqual([
    {
      'health.error_rate': 3 / 5,
      'health.checks': 3,
      'health.checks.failed': 1,
      'health.latency.p50': 20,
      'health.latency.max': 30,
    },
  ]);
});

test('last heard counts from any word of a component to the end of the bucket, and to now at the latest', async () => {
  const tenant = await tenantWith([
    check('2026-03-02T10:00:00Z', 'old', 'up'),
    check('2026-03-03T10:20:00Z', 'a', 'up'),
    failure('2026-03-03T11:40:00Z', 'a'),
  ]);
  const query = { refId: 'A', metrics: ['health.heartbeat_age'], groupBy: ['component'] };
  const byHour = await tenant.query({
    from: '2026-03-03T10:00:00Z',
    to: '2026-03-03T13:00:00Z',
    queries: [{ ...query, interval: '1h' }],
  });
  expect(rowsOf(byHour).map((row) => [row['component'], row['health.heartbeat_age']])).toEqual([
    ['a', 40 * 60],
    ['old', 25 * 3600],
    ['a', 20 * 60],
    ['old', 26 * 3600],
    // Has not begun.
    ['a', null],
    ['old', null],
  ]);
  const longest = await tenant.query({
    ...HOUR,
    queries: [{ refId: 'A', metrics: ['health.heartbeat_age'] }],
  });
  expect(rowsOf(longest)).toEqual([{ 'health.heartbeat_age': 25 * 3600 }]);
});

test('availability has no dimension of calls', async () => {
  const tenant = await tenantWith([]);
  const answer = await tenant.query({
    ...HOUR,
    queries: [{ refId: 'A', metrics: ['health.availability'], groupBy: ['agent'] }],
  });
  expect(answer.results['A']).toMatchObject({ error: { code: 'unknown_dimension', suggestions: ['component'] } });
});

describe('failed checks in a row', () => {
  const FAILED = { refId: 'A', metrics: ['health.failed_in_a_row'] };

  it('are those since the last one that was not down, at the end of each bucket; of several components the largest', async () => {
    const tenant = await tenantWith([
      check('2026-03-03T10:00:00Z', 'a', 'down'),
      check('2026-03-03T10:10:00Z', 'a', 'degraded'),
      check('2026-03-03T10:20:00Z', 'a', 'down'),
      check('2026-03-03T10:40:00Z', 'a', 'down'),
      check('2026-03-03T10:50:00Z', 'a', 'down'),
      check('2026-03-03T11:10:00Z', 'a', 'up'),
      check('2026-03-03T10:45:00Z', 'b', 'down'),
      failure('2026-03-03T10:55:00Z', 'b'),
    ]);
    const range = { from: '2026-03-03T10:00:00Z', to: '2026-03-03T13:00:00Z' };
    const byHalf = await tenant.query({ ...range, queries: [{ ...FAILED, interval: '30m', groupBy: ['component'] }] });
    expect(rowsOf(byHalf).map((row) => [row['component'], row['health.failed_in_a_row']])).toEqual([
      ['a', 1],
      ['b', null],
      ['a', 3],
      ['b', 1],
      ['a', 0],
      ['b', 1],
      ['a', 0],
      ['b', 1],
      // Have not begun.
      ['a', null],
      ['b', null],
      ['a', null],
      ['b', null],
    ]);
    const together = await tenant.query({ ...HOUR, queries: [FAILED] });
    expect(rowsOf(together)).toEqual([{ 'health.failed_in_a_row': 3 }]);
  });

  it('have no number where nobody has looked for more than 25 hours', async () => {
    const tenant = await tenantWith([check('2026-03-02T10:00:00Z', 'a', 'down')]);
    const at = async (to: string) =>
      rowsOf(await tenant.query({ from: '2026-03-03T10:00:00Z', to, queries: [FAILED] }))[0]?.[
        'health.failed_in_a_row'
      ];
    expect([await at('2026-03-03T11:00:00Z'), await at('2026-03-03T11:00:01Z')]).toEqual([1, null]);
  });

  it('are what a second implementation counts, whatever was reported and in whatever order', async () => {
    const START = Date.parse('2026-03-03T06:00:00Z');
    const MINUTE = 60_000;
    const report = fc.record({
      component: fc.constantFrom('a', 'b', 'c'),
      status: fc.constantFrom('up' as const, 'degraded' as const, 'down' as const, 'down' as const),
      // Minutes, so that several checks have the same time.
      at: fc.integer({ min: 0, max: 330 }).map((minute) => START + minute * MINUTE),
    });
    const reports = fc.array(report, { minLength: 1, maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(reports, async (all) => {
        const checks = all.map((one, index) => ({ ...one, id: `check-${String(index).padStart(3, '0')}` }));
        const tenant = await tenantWith(
          checks.map(({ component, status, at, id }) => ({
            ...check(new Date(at).toISOString(), component, status),
            id,
            source: 'test/checks',
          })),
        );
        const range = { from: new Date(START).toISOString(), to: new Date(START + 360 * MINUTE).toISOString() };
        const answer = await tenant.query({ ...range, queries: [{ ...FAILED, interval: '1h' }] });
        const expected = [1, 2, 3, 4, 5, 6].map((hour) => failedInARow(checks, 0, START + hour * 60 * MINUTE));
        expect(rowsOf(answer).map((row) => row['health.failed_in_a_row'])).toEqual(expected);
      }),
      { numRuns: 25 },
    );
  });
});
