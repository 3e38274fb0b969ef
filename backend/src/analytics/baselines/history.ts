import { SLOTS_A_DAY, type LocalDay } from './local-clock.js';

/** Weeks that a baseline looks back. */
export const BASELINE_WEEKS = 6;
/** A baseline of fewer weeks is none: it is still learning. */
export const MIN_WEEKS = 3;

/**
 * Days of one series before the day whose baseline is asked for.
 * What lies before `firstDay` is not known, which is not the same as nothing.
 */
export interface History<Day> {
  /** First local day that the series is known for from midnight on. */
  readonly firstDay: LocalDay;
  /** A day without an entry, on or after the first, had no calls. */
  readonly days: ReadonlyMap<LocalDay, Day>;
  /** Days that are listed as holidays. */
  readonly isLeftOut: (day: LocalDay) => boolean;
}

/** The days with the same weekday in the weeks before a day, the nearest first. */
export function sameWeekdays(
  { firstDay, isLeftOut }: Pick<History<unknown>, 'firstDay' | 'isLeftOut'>,
  day: LocalDay,
  weeks = BASELINE_WEEKS,
): LocalDay[] {
  return Array.from({ length: weeks }, (_, index) => day - 7 * (index + 1)).filter(
    (one) => one >= firstDay && !isLeftOut(one),
  );
}

/** First local day with a baseline, if no holiday is among the days before. */
export const firstLearned = (firstDay: LocalDay): LocalDay => firstDay + 7 * MIN_WEEKS;

/** Calls of each step of five minutes of a local day; NaN where the clock skipped the step. */
export type DayCounts = Float64Array;

export const NO_CALLS: DayCounts = new Float64Array(SLOTS_A_DAY);

/** Pairs of sums for each hour of a local day: what is counted, and of how many. */
export interface DayHours {
  readonly sums: Float64Array;
  readonly totals: Float64Array;
}
