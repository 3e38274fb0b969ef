import type { Random } from './random.js';

/**
 * Next arrival of a Poisson process whose rate changes with time, by thinning (Lewis and Shedler 1979): candidates come
 * at the constant rate `bound`, and each stays with probability rate / bound.
 * @param rateAt arrivals per millisecond, never above `bound`
 * @returns whole epoch milliseconds, or `until` if none comes before
 */
export function nextArrival(
  random: Random,
  after: number,
  rateAt: (at: number) => number,
  bound: number,
  until: number,
): number {
  let at = after;
  do {
    at += random.exponential(1 / bound);
    if (at >= until) return until;
  } while (random.next() * bound >= rateAt(at));
  return Math.floor(at);
}
