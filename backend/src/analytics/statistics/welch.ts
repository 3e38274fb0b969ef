import type { Comparison } from './comparison.js';
import { studentHalfWidth, studentTwoSided } from './distributions.js';

/** Observations in short. */
export interface Sample {
  /** How many there are. */
  readonly n: number;
  readonly mean: number;
  /** Sample variance, with n - 1 below the line. */
  readonly variance: number;
}

/**
 * Degrees of freedom after Welch and Satterthwaite (Welch, Biometrika 34, 1947).
 * Both parts are taken as shares of their sum first: squares of tiny variances would vanish.
 */
function degreesOf(first: number, second: number, n1: number, n2: number): number {
  const sum = first + second;
  return 1 / ((first / sum) ** 2 / (n1 - 1) + (second / sum) ** 2 / (n2 - 1));
}

/**
 * Compares two means whose variances may differ: Welch's t-test. Without any variance a difference is certain.
 * @returns the difference of the means in their unit, its interval, and p; null if either has fewer than two observations
 */
export function compareMeans(first: Sample, second: Sample): Comparison | null {
  if (first.n < 2 || second.n < 2) return null;
  const difference = first.mean - second.mean;
  const [v1, v2] = [first.variance / first.n, second.variance / second.n];
  const error = Math.sqrt(v1 + v2);
  if (error === 0) return { difference, interval: { low: difference, high: difference }, p: difference === 0 ? 1 : 0 };
  const degrees = degreesOf(v1, v2, first.n, second.n);
  const reach = studentHalfWidth(degrees) * error;
  return {
    difference,
    interval: { low: difference - reach, high: difference + reach },
    p: studentTwoSided(difference / error, degrees),
  };
}
