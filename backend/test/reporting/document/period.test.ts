import type { ReportRange } from '@callsight/contract/reports/report';
import fc from 'fast-check';
import { periodOf } from '../../../src/reporting/document/period.js';

/** Worked out with a calendar. */
test.each<[ReportRange, string, string, string, string]>([
  ['yesterday', '2026-11-27T06:00:00+01:00', 'Europe/Berlin', '2026-11-26T00:00:00+01:00', '2026-11-27T00:00:00+01:00'],
  // The day on which the clock is put back has 25 hours, and that on which it is put forward 23.
  ['yesterday', '2026-10-26T06:00:00+01:00', 'Europe/Berlin', '2026-10-25T00:00:00+02:00', '2026-10-26T00:00:00+01:00'],
  ['yesterday', '2027-03-29T06:00:00+02:00', 'Europe/Berlin', '2027-03-28T00:00:00+01:00', '2027-03-29T00:00:00+02:00'],
  ['last_7_days', '2026-11-27T06:00:00Z', 'UTC', '2026-11-20T00:00:00Z', '2026-11-27T00:00:00Z'],
  // Weeks begin on Monday; on a Monday it is the week that has just ended.
  ['last_week', '2026-11-27T06:00:00Z', 'UTC', '2026-11-16T00:00:00Z', '2026-11-23T00:00:00Z'],
  ['last_week', '2026-11-23T00:00:00Z', 'UTC', '2026-11-16T00:00:00Z', '2026-11-23T00:00:00Z'],
  ['last_week', '2026-11-22T23:59:59Z', 'UTC', '2026-11-09T00:00:00Z', '2026-11-16T00:00:00Z'],
  // Planned at the first moment of the year in Los Angeles: December there, whenever it is made.
  ['last_month', '2027-01-01T08:00:00Z', 'America/Los_Angeles', '2026-12-01T08:00:00Z', '2027-01-01T08:00:00Z'],
  ['last_month', '2026-03-31T12:00:00Z', 'UTC', '2026-02-01T00:00:00Z', '2026-03-01T00:00:00Z'],
  ['month_to_date', '2026-11-27T06:00:00Z', 'UTC', '2026-11-01T00:00:00Z', '2026-11-27T06:00:00Z'],
  ['month_to_date', '2026-11-01T00:00:00Z', 'UTC', '2026-10-01T00:00:00Z', '2026-11-01T00:00:00Z'],
  ['last_quarter', '2026-11-27T06:00:00Z', 'UTC', '2026-07-01T00:00:00Z', '2026-10-01T00:00:00Z'],
  ['last_quarter', '2026-02-10T06:00:00Z', 'UTC', '2025-10-01T00:00:00Z', '2026-01-01T00:00:00Z'],
  // Cairo has no midnight on the day on which its summer time begins.
  ['yesterday', '2026-04-25T10:00:00Z', 'Africa/Cairo', '2026-04-23T22:00:00Z', '2026-04-24T21:00:00Z'],
  [
    { from: '2026-01-01T00:00:00Z', to: '2026-01-02T00:00:00Z' },
    '2026-11-27T06:00:00Z',
    'Asia/Tokyo',
    '2026-01-01T00:00:00Z',
    '2026-01-02T00:00:00Z',
  ],
])('%s planned for %s in %s', (range, plannedAt, timezone, from, to) => {
  expect(periodOf(range, Date.parse(plannedAt), timezone)).toEqual({ from: Date.parse(from), to: Date.parse(to) });
});

test('a named period never reaches beyond the time that it is planned for, and is never empty', () => {
  const ranges = ['yesterday', 'last_7_days', 'last_week', 'last_month', 'month_to_date', 'last_quarter'] as const;
  const zones = ['UTC', 'Europe/Berlin', 'America/Los_Angeles', 'Asia/Kolkata', 'Australia/Lord_Howe', 'Pacific/Apia'];
  fc.assert(
    fc.property(
      fc.constantFrom(...ranges),
      fc.constantFrom(...zones),
      fc.integer({ min: Date.UTC(2020, 0, 1), max: Date.UTC(2035, 0, 1) }),
      (range, zone, plannedAt) => {
        const { from, to } = periodOf(range, plannedAt, zone);
        expect(from).toBeLessThan(to);
        expect(to).toBeLessThanOrEqual(plannedAt);
        // The next run of the same period begins where this one ended, or later.
        expect(periodOf(range, to, zone).to).toBeLessThanOrEqual(to);
      },
    ),
  );
});
