import { median } from '../statistics/median.js';
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

/** Makes the median absolute deviation of normal values their standard deviation; its inverse is 0.6745. */
const TO_STANDARD = 1.4826;
const FROM_STANDARD = 0.6745;

/** Standard deviations beyond which one value in a thousand lies. */
const BAND = 3.09;

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

export interface Band {
  readonly low: number;
  readonly high: number;
}

/** Where a value that is no count usually lies. @param most that it can be */
export function bandOfValue({ median: middle, deviation, isPositive }: UsualValue, most = Infinity): Band {
  const reach = BAND * TO_STANDARD * deviation;
  return { low: isPositive ? Math.max(0, middle - reach) : middle - reach, high: Math.min(most, middle + reach) };
}

/** Buckets with fewer expected calls say little of how much counts vary. */
const ENOUGH = 8;
const MIN_DISPERSION = 0.005;

/**
 * How much more counts vary than calls that come independently (variance m + φ·m²), from what each week differs from the
 * median of the others.
 * @param buckets counts of the same hour in the weeks before, for each bucket
 */
export function dispersionOf(buckets: readonly (readonly number[])[]): number {
  const residuals: number[] = [];
  const means: number[] = [];
  for (const weeks of buckets)
    for (const [index, count] of weeks.entries()) {
      const others = weeks.filter((_, other) => other !== index);
      const mean = others.length < MIN_WEEKS - 1 ? 0 : median(others);
      if (mean < ENOUGH) continue;
      residuals.push(Math.abs(count - mean) / Math.sqrt(mean));
      means.push(mean);
    }
  if (residuals.length === 0) return MIN_DISPERSION;
  const spread = (TO_STANDARD * median(residuals)) ** 2;
  return Math.max(MIN_DISPERSION, (spread - 1) / median(means));
}
