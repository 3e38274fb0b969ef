import { median } from '../../analytics/statistics/median.js';
import type { LocalDay } from '../../analytics/baselines/local-clock.js';

/** Weeks before a day that say what it is compared with: not the latest, into which a slow drift has crept. */
const WEEKS = [3, 4, 5, 6, 7];
const MIN_WEEKS = 3;
/** Days that are looked at together, and how many of them have to be off. */
const DRIFT_DAYS = 5;
export const DRIFT_NEEDED = 3;
const OFF = { above: 1.3, below: 0.75 } as const;
/** With fewer on a usual day, a day more or less says nothing. */
const MIN_TOTAL = 20;

/** A day of a series: its value (a number of calls, a rate, a mean) and how many stand behind it. */
export interface DayValue {
  readonly value: number;
  readonly total: number;
}

/** What a day is, compared with the same weekday three to seven weeks before; undefined where that is not known. */
export function driftRatio(
  valueOf: (day: LocalDay) => DayValue | undefined,
  day: LocalDay,
): { readonly ratio: number; readonly usual: number } | undefined {
  const own = valueOf(day);
  const before = WEEKS.flatMap((week) => valueOf(day - 7 * week) ?? []);
  if (own === undefined || before.length < MIN_WEEKS) return undefined;
  if (median(before.map(({ total }) => total)) <= MIN_TOTAL) return undefined;
  const usual = median(before.map(({ value }) => value));
  return usual > 0 ? { ratio: own.value / usual, usual } : undefined;
}

/** How many of the last five days up to a day are off. @returns undefined where none of them can be compared */
export function daysOff(
  valueOf: (day: LocalDay) => DayValue | undefined,
  day: LocalDay,
  directions: readonly ('above' | 'below')[],
): number | undefined {
  const ratios = Array.from({ length: DRIFT_DAYS }, (_, index) => driftRatio(valueOf, day - index)).filter(
    (one) => one !== undefined,
  );
  if (ratios.length === 0) return undefined;
  const counts = directions.map(
    (direction) => ratios.filter(({ ratio }) => (direction === 'above' ? ratio > OFF.above : ratio < OFF.below)).length,
  );
  return Math.max(...counts);
}
