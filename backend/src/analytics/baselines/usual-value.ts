import { median } from '../statistics/median.js';
import { CountResiduals } from './dispersion.js';
import { MIN_WEEKS } from './history.js';

/** What a value usually is at one hour of the week. */
export interface UsualValue {
  readonly median: number;
  /** Median absolute deviation, not below a floor, so that quiet hours do not explode. */
  readonly deviation: number;
  /** Whether no value was below 0. */
  readonly isPositive: boolean;
}

/** Of the median; counts differ by one call at least. */
const FLOOR_SHARE = 0.05;
const COUNT_FLOOR = 1;

/** Makes the standard deviation of normal values their median absolute deviation. */
const FROM_STANDARD = 0.6745;

/** @param values of the same hour of the week in the weeks before; @returns undefined of fewer than three */
export function usualValue(values: readonly number[], isCount: boolean): UsualValue | undefined {
  if (values.length < MIN_WEEKS) return undefined;
  const middle = median(values);
  const floor = Math.max(FLOOR_SHARE * Math.abs(middle), isCount ? COUNT_FLOOR : 0);
  const deviation = Math.max(floor, median(values.map((value) => Math.abs(value - middle))));
  return { median: middle, deviation, isPositive: values.every((value) => value >= 0) };
}

/** Modified z-score (B. Iglewicz and D. Hoaglin, 1993): for the eye only, for it would fire by chance too often. */
export const anomalyOf = (
  value: number,
  { median: middle, deviation }: Omit<UsualValue, 'isPositive'>,
): number | null => (deviation === 0 ? null : (FROM_STANDARD * (value - middle)) / deviation);

/**
 * How much more counts vary than calls that come independently, from what each week differs from the median of the others.
 * @param buckets counts of the same hour in the weeks before, for each bucket
 */
export function dispersionOf(buckets: readonly (readonly number[])[]): number {
  const residuals = new CountResiduals();
  for (const weeks of buckets)
    for (const [index, count] of weeks.entries()) {
      const others = weeks.filter((_, other) => other !== index);
      if (others.length >= MIN_WEEKS - 1) residuals.add(count, median(others));
    }
  return residuals.dispersion;
}
