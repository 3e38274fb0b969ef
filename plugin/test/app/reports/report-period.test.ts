import fc from 'fast-check';
import { atWall, wallOf } from '../../../src/app/pages/reports/model/report-period';

const iso = (date: string, time: string, zone: string): string => new Date(atWall({ date, time }, zone)).toISOString();

test('a time on a clock is found in its zone, in summer and in winter', () => {
  expect(iso('2026-11-23', '08:00', 'Europe/Berlin')).toBe('2026-11-23T07:00:00.000Z');
  expect(iso('2026-07-06', '08:00', 'Europe/Berlin')).toBe('2026-07-06T06:00:00.000Z');
  expect(iso('2027-01-01', '00:00', 'America/Los_Angeles')).toBe('2027-01-01T08:00:00.000Z');
  expect(iso('2026-11-30', '05:00', 'Asia/Shanghai')).toBe('2026-11-29T21:00:00.000Z');
});

test('beside a change of clocks, too; a time that it leaves out becomes one after it', () => {
  expect(iso('2027-03-28', '01:30', 'Europe/Berlin')).toBe('2027-03-28T00:30:00.000Z');
  expect(iso('2027-03-28', '02:30', 'Europe/Berlin')).toBe('2027-03-28T01:30:00.000Z');
  expect(iso('2027-03-28', '03:30', 'Europe/Berlin')).toBe('2027-03-28T01:30:00.000Z');
  expect(iso('2026-10-25', '03:30', 'Europe/Berlin')).toBe('2026-10-25T02:30:00.000Z');
});

test('what a clock shows leads back to a time at which it shows the same', () => {
  const zone = fc.constantFrom('Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'Australia/Lord_Howe', 'UTC');
  const at = fc.integer({ min: Date.parse('2020-01-01'), max: Date.parse('2035-01-01') });
  fc.assert(
    fc.property(zone, at, (timezone, time) => {
      const wall = wallOf(time, timezone);
      expect(wallOf(atWall(wall, timezone), timezone)).toEqual(wall);
    }),
    { numRuns: 500 },
  );
});
