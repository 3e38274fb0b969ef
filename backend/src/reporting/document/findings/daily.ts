import { localDay, startOfLocalDay } from '../../../lib/time/zone.js';
import type { Range } from '../section-maker.js';

const DAYS_OF_WEEK = 7;

/** @returns 0 (Monday) to 6 of each local day from an instant on; epoch milliseconds */
export function weekdaysFrom(from: number, count: number, timezone: string): number[] {
  const first = localDay(from * 1_000, timezone);
  // 1970-01-01 was a Thursday.
  return Array.from({ length: count }, (_, index) => (first + index + 3) % DAYS_OF_WEEK);
}

/** Whole local days of a range. */
export function daysOf({ from, to }: Range, timezone: string): number {
  const [first, last] = [localDay(from * 1_000, timezone), localDay(to * 1_000, timezone)];
  return startOfLocalDay(last, timezone) === to * 1_000 ? last - first : last - first + 1;
}

/** Mean of the values of each weekday; undefined for one without any. */
function byWeekday(values: readonly (number | null)[], weekdays: readonly number[]): (number | undefined)[] {
  return Array.from({ length: DAYS_OF_WEEK }, (_, weekday) => {
    const own = values.filter((value, index): value is number => value !== null && weekdays[index] === weekday);
    return own.length === 0 ? undefined : own.reduce((sum, value) => sum + value, 0) / own.length;
  });
}

/** Mean of a weekday in a period, and in the period before. */
export interface Pair {
  readonly now: number;
  readonly before: number;
}

/**
 * Lays the weekdays of two periods side by side, so that a period with one Sunday more is not compared with one that has one
 * less. Weekdays without a value in either period are left out.
 */
export function weekdayPairs(
  now: { readonly values: readonly (number | null)[]; readonly weekdays: readonly number[] },
  before: { readonly values: readonly (number | null)[]; readonly weekdays: readonly number[] },
): Pair[] {
  const [present, past] = [byWeekday(now.values, now.weekdays), byWeekday(before.values, before.weekdays)];
  return present.flatMap((value, weekday) => {
    const other = past[weekday];
    return value === undefined || other === undefined ? [] : [{ now: value, before: other }];
  });
}
