import { negativeBinomialQuantile } from '../statistics/negative-binomial.js';
import { TO_STANDARD } from './dispersion.js';
import type { UsualValue } from './usual-value.js';

/** What lies outside is unusual for the eye: one in five hundred by chance. It fires nothing. */
const TAIL = 0.001;
/** Standard errors of the same share of a normal distribution. */
const ERRORS = 3.09;

export interface Band {
  readonly low: number;
  readonly high: number;
}

/** @param dispersion of the counts; variance m + φ·m² */
export const countBand = (expected: number, dispersion: number): Band => ({
  low: negativeBinomialQuantile(TAIL, expected, dispersion),
  high: negativeBinomialQuantile(1 - TAIL, expected, dispersion),
});

/** @param total number that the rate is of */
export function rateBand(usual: number, total: number): Band {
  const error = ERRORS * Math.sqrt((usual * (1 - usual)) / Math.max(total, 1));
  return { low: Math.max(0, usual - error), high: Math.min(1, usual + error) };
}

/** @param variation squared coefficient of variation of one amount; @param total number of amounts */
export function meanBand(usual: number, variation: number, total: number): Band {
  const error = usual * ERRORS * Math.sqrt(0.05 ** 2 + variation / Math.max(total, 1));
  return { low: Math.max(0, usual - error), high: usual + error };
}

/** Where a value that is no count usually lies. @param most that it can be */
export function valueBand({ median: middle, deviation, isPositive }: UsualValue, most = Infinity): Band {
  const reach = ERRORS * TO_STANDARD * deviation;
  return { low: isPositive ? Math.max(0, middle - reach) : middle - reach, high: Math.min(most, middle + reach) };
}
