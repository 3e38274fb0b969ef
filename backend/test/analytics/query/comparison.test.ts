import { compareWith } from '../../../src/analytics/query/comparison.js';
import { localDay, startOfLocalDay } from '../../../src/lib/time/zone.js';

const ZONES = ['UTC', 'Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Africa/Cairo'];

const DAY_MS = 86_400_000;
/** Coprime with weeks and years, so that every length meets every day of a month and of the week. */
const LENGTHS = [1, 2, 3, 7, 28, 30, 31, 92, 1, 2, 3];
const FIRST = Date.UTC(2024, 0, 1) / DAY_MS;
const LAST = Date.UTC(2028, 11, 31) / DAY_MS;

const rangeOf = (first: number, days: number, zone: string) => ({
  from: startOfLocalDay(first, zone),
  to: startOfLocalDay(first + days, zone),
});

/** The same day of an earlier month, or its last day: by the calendar of `Date` alone. */
function monthsBefore(day: number, months: number): number {
  const date = new Date(day * DAY_MS);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth() - months];
  const lastOfMonth = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  return Date.UTC(year, month, Math.min(date.getUTCDate(), lastOfMonth)) / DAY_MS;
}

const isFirstOfMonth = (day: number): boolean => new Date(day * DAY_MS).getUTCDate() === 1;

describe.each(ZONES)('whole days in %s', (zone) => {
  it.each([
    ['previous_month', 1],
    ['previous_year', 12],
  ] as const)('%s keeps the number of days, from every day of 2024 to 2028', (kind, months) => {
    const wrong: string[] = [];
    for (let day = FIRST; day <= LAST; day += 1) {
      const days = LENGTHS[day % LENGTHS.length] ?? 1;
      if (isFirstOfMonth(day) && isFirstOfMonth(day + days)) continue;
      const { range } = compareWith(kind, rangeOf(day, days, zone), zone);
      const first = monthsBefore(day, months);
      const expected = rangeOf(first, days, zone);
      if (range.from !== expected.from || range.to !== expected.to)
        wrong.push(`${new Date(day * DAY_MS).toISOString().slice(0, 10)} + ${days}`);
    }
    expect(wrong).toEqual([]);
  });

  it('compares whole months with whole months', () => {
    for (let month = 0; month < 60; month += 1) {
      for (const length of [1, 2, 3]) {
        const dayOf = (offset: number): number => Date.UTC(2024, month + offset, 1) / DAY_MS;
        const asked = { from: startOfLocalDay(dayOf(0), zone), to: startOfLocalDay(dayOf(length), zone) };
        const { range, shift } = compareWith('previous_month', asked, zone);
        expect([localDay(range.from, zone), localDay(range.to, zone)]).toEqual([dayOf(-1), dayOf(length - 1)]);
        expect(shift.months).toBe(1);
      }
    }
  });

  it('is never empty, and as long by the clock on the wall, for ranges within days', () => {
    for (let day = FIRST; day <= LAST; day += 5) {
      const from = startOfLocalDay(day, zone) + 10 * 3_600_000_000;
      for (const kind of ['previous_week', 'previous_month', 'previous_year']) {
        const { range } = compareWith(kind, { from, to: from + 3_600_000_000 }, zone);
        expect(range.to - range.from).toBe(3_600_000_000);
      }
    }
  });
});

it('compares the last days of a month as people expect', () => {
  const day = (text: string): number => Date.parse(`${text}T00:00:00Z`) * 1_000;
  const asked = (from: string, to: string, kind: string) => {
    const { range } = compareWith(kind, { from: day(from), to: day(to) }, 'UTC');
    return [range.from, range.to].map((micros) => new Date(micros / 1_000).toISOString().slice(0, 10));
  };
  expect(asked('2026-05-30', '2026-05-31', 'previous_month')).toEqual(['2026-04-30', '2026-05-01']);
  expect(asked('2026-03-29', '2026-04-01', 'previous_month')).toEqual(['2026-02-28', '2026-03-03']);
  expect(asked('2024-02-29', '2024-03-01', 'previous_year')).toEqual(['2023-02-28', '2023-03-01']);
  expect(asked('2026-03-01', '2026-04-01', 'previous_month')).toEqual(['2026-02-01', '2026-03-01']);
});
