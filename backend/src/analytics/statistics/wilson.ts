import { NORMAL_HALF_WIDTH } from './distributions.js';
import type { Interval } from './interval.js';
import { checkShare, type Share } from './share.js';

/**
 * Wilson's score interval of a proportion, 95 % (E. B. Wilson, JASA 22, 1927), without continuity correction.
 * None of all gives a lower bound of exactly 0, all of all an upper one of exactly 1.
 * @returns bounds from 0 to 1; null of nothing
 * @throws RangeError unless 0 <= count <= total
 */
export function wilsonInterval(share: Share): Interval | null {
  checkShare(share);
  const { count, total } = share;
  if (total === 0) return null;
  const squared = NORMAL_HALF_WIDTH ** 2;
  const centre = count + squared / 2;
  const reach = NORMAL_HALF_WIDTH * Math.sqrt((count * (total - count)) / total + squared / 4);
  return {
    low: count === 0 ? 0 : Math.max(0, (centre - reach) / (total + squared)),
    high: count === total ? 1 : Math.min(1, (centre + reach) / (total + squared)),
  };
}
