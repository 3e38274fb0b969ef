import fc from 'fast-check';
import { autoWidth } from '../../../src/api/grafana/auto-width.js';
import { bucketIndex, parseInterval } from '../../../src/lib/time/bucket.js';
import { newAsker, type Asker } from './support/asking.js';
import { CALLS, NOW } from './support/call-day.js';
import { startGrafanaService, type GrafanaService } from './support/grafana-service.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const START = Date.parse('2026-03-03T00:00:00Z');

/** @param at milliseconds after the start of 3 March */
const widthOf = (length: number, maxDataPoints: number, intervalMS = 0, at = 0, timezone = 'UTC'): string =>
  autoWidth({
    from: (START + at) * 1_000,
    to: (START + at + length) * 1_000,
    timezone,
    maxDataPoints,
    intervalMS,
  });

test.each([
  // Up to 200 points say all there is to say, however wide a panel is.
  ['an hour on a wide panel', HOUR, 2_000, 0, '1m'],
  ['three hours on a wide panel', 3 * HOUR, 2_000, 0, '1m'],
  ['a day on a wide panel', DAY, 2_000, 0, '15m'],
  ['a week on a wide panel', 7 * DAY, 2_000, 0, '1h'],
  ['a year on a wide panel', 365 * DAY, 2_000, 0, '1w'],
  ['ten years on a wide panel', 3_650 * DAY, 2_000, 0, '1M'],
  ['a day where a panel says nothing', DAY, 0, 0, '15m'],
  ['a day on 100 points', DAY, 100, 0, '15m'],
  ['a day on 95 points', DAY, 95, 0, '30m'],
  ['a day on 24 points', DAY, 24, 0, '1h'],
  ['a day on 23 points', DAY, 23, 0, '3h'],
  ['a day on a single point', DAY, 1, 0, '1d'],
  ['points of at least ten minutes', HOUR, 2_000, 10 * MINUTE, '15m'],
  ['points of at least an hour', HOUR, 2_000, HOUR, '1h'],
  ['points of at least a quarter, to the last bit', 7 * DAY, 2_000, 15 * MINUTE, '1h'],
  ['points of at least six hours', 7 * DAY, 2_000, 6 * HOUR, '6h'],
  ['points wider than the range', HOUR, 2_000, DAY, '1d'],
])('%s', (_name, length, maxDataPoints, intervalMS, expected) => {
  expect(widthOf(length, maxDataPoints, intervalMS)).toBe(expected);
});

test('a range that begins within a bucket touches one more than fit into it', () => {
  // 24 hours, of which 00:30 to 01:00 and the next 00:00 to 00:30 are buckets of their own.
  expect(widthOf(DAY, 24, 0, 0)).toBe('1h');
  expect(widthOf(DAY, 24, 0, 30 * MINUTE)).toBe('3h');
  expect(widthOf(DAY, 25, 0, 30 * MINUTE)).toBe('1h');
});

test('days are those of the place', () => {
  // From midnight to midnight in Kolkata, which is half past six in the evening in UTC.
  const at = 18.5 * HOUR;
  expect(widthOf(7 * DAY, 7, 0, at, 'Asia/Kolkata')).toBe('1d');
  expect(widthOf(7 * DAY, 7, 0, at, 'UTC')).toBe('1w');
});

test('there are never more points than a panel takes, unless one is too many for months', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: Date.UTC(2010, 0), max: Date.UTC(2040, 0) }),
      fc.oneof(fc.integer({ min: 1, max: 2 * DAY }), fc.integer({ min: 1, max: 2_000 * DAY })),
      fc.integer({ min: 1, max: 500 }),
      fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 10 * DAY })),
      fc.constantFrom('UTC', 'Europe/Berlin', 'Asia/Kolkata', 'Australia/Lord_Howe', 'America/Sao_Paulo'),
      (start, length, maxDataPoints, intervalMS, timezone) => {
        const [from, to] = [start * 1_000, (start + length) * 1_000];
        const interval = autoWidth({ from, to, timezone, maxDataPoints, intervalMS });
        const bucket = parseInterval(interval)!;
        const count = bucketIndex(to - 1, bucket, timezone) - bucketIndex(from, bucket, timezone) + 1;
        const micros =
          { micros: 1, day: 86_400e6, week: 7 * 86_400e6, month: 30 * 86_400e6 }[bucket.unit] * bucket.count;
        if (interval === '1M') return;
        expect(count).toBeLessThanOrEqual(Math.min(maxDataPoints, 200));
        expect(micros).toBeGreaterThanOrEqual(intervalMS * 1_000);
      },
    ),
    { numRuns: 2_000 },
  );
});

test.each([
  ['a zone that is none', { timezone: 'Europe/Berln' }],
  ['a time before all time', { from: -(2 ** 60) }],
  ['a time after all time', { to: 2 ** 60 }],
])('%s is left to who answers, who refuses it', (_name, wrong) => {
  const panel = { from: START * 1_000, to: (START + DAY) * 1_000, timezone: 'UTC', maxDataPoints: 100, intervalMS: 0 };
  expect(autoWidth({ ...panel, ...wrong })).toBe('auto');
});

describe('asked by a panel', () => {
  let service: GrafanaService;
  let asker: Asker;
  beforeAll(async () => {
    service = await startGrafanaService(NOW);
    asker = await newAsker(service, CALLS);
  });
  afterAll(() => service.stop());

  const day = { from: '2026-03-03T00:00:00Z', to: '2026-03-04T00:00:00Z' };

  it.each([
    ['its width', { maxDataPoints: 24, intervalMS: 1 }, '1h', 24],
    ['its least interval', { maxDataPoints: 1_000, intervalMS: 6 * HOUR }, '6h', 4],
    ['its zone', { maxDataPoints: 1, intervalMS: 1, timezone: 'Europe/Berlin' }, '1w', 1],
  ])('metrics follow %s', async (_name, panel, interval, points) => {
    const [frame] = await asker.frames({ metrics: ['calls.count'], interval: 'auto' }, { ...day, ...panel });
    expect(frame!.meta['custom']).toMatchObject({ interval });
    expect(frame!.fields[0]!.values).toHaveLength(points);
  });

  it.each(['funnel', 'abandonment'] as const)('a %s does so, too', async (queryType) => {
    const asked = { steps: ['call.started', 'call.answered'], window: '1h', interval: 'auto' };
    const [frame] = await asker.frames(
      { queryType, version: 1, [queryType]: asked },
      { ...day, maxDataPoints: 4, intervalMS: 1 },
    );
    expect(frame!.meta['custom']).toMatchObject({ interval: '6h' });
  });

  it('an interval that is named stays, whatever the panel is like', async () => {
    const [frame] = await asker.frames(
      { metrics: ['calls.count'], interval: '5m' },
      { ...day, maxDataPoints: 10, intervalMS: HOUR },
    );
    expect(frame!.fields[0]!.values).toHaveLength(288);
  });

  it('a zone that is none is told as such', async () => {
    const model = { metrics: ['calls.count'], interval: 'auto', timezone: 'Europe/Berln' };
    const { A } = await service.host.queryData(asker.datasource, [{ ...day, model }]);
    expect(A).toMatchObject({ status: 400, error: expect.stringContaining('"Europe/Berln" is no IANA time zone') });
  });
});
