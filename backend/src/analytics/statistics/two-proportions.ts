import type { Comparison } from './comparison.js';
import { normalTwoSided } from './distributions.js';
import type { Interval } from './interval.js';
import type { Share } from './share.js';
import { wilsonInterval } from './wilson.js';

/** Two-sided p of the z-test with the pooled proportion; 1 where none or all of both count, for they are equal then. */
function pooledTest(first: Share, second: Share): number {
  const count = first.count + second.count;
  const total = first.total + second.total;
  if (count === 0 || count === total) return 1;
  const pooled = count / total;
  const error = Math.sqrt(pooled * (1 - pooled) * (1 / first.total + 1 / second.total));
  return normalTwoSided((first.count / first.total - second.count / second.total) / error);
}

/** Newcombe's hybrid score interval, his method 10 (Statistics in Medicine 17, 1998, 873–890). */
function newcombe(p1: number, one: Interval, p2: number, two: Interval): Interval {
  const difference = p1 - p2;
  return {
    low: Math.max(-1, difference - Math.hypot(p1 - one.low, two.high - p2)),
    high: Math.min(1, difference + Math.hypot(one.high - p1, p2 - two.low)),
  };
}

/**
 * Compares two independent proportions. Test and interval are made in different ways, so that close to p = 0.05 one may see
 * a difference where the other does not.
 * @returns the difference of the proportions (-1 to 1), its interval, and p; null if either is of nothing
 * @throws RangeError unless 0 <= count <= total in both
 */
export function compareProportions(first: Share, second: Share): Comparison | null {
  const one = wilsonInterval(first);
  const two = wilsonInterval(second);
  if (one === null || two === null) return null;
  const [p1, p2] = [first.count / first.total, second.count / second.total];
  return { difference: p1 - p2, interval: newcombe(p1, one, p2, two), p: pooledTest(first, second) };
}
