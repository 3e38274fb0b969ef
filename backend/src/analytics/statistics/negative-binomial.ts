import { incompleteBeta } from './distributions.js';

/** Less dispersion than this is none that can be told apart. */
const MIN_DISPERSION = 1e-6;

/** Probability of at most `count`, with mean m and variance m + φ·m². */
export function negativeBinomialBelow(count: number, mean: number, dispersion: number): number {
  if (count < 0) return 0;
  if (mean <= 0) return 1;
  const size = 1 / Math.max(dispersion, MIN_DISPERSION);
  return incompleteBeta(size, Math.floor(count) + 1, size / (size + mean));
}

/** Smallest count that at least a share of all cases does not exceed. */
export function negativeBinomialQuantile(share: number, mean: number, dispersion: number): number {
  if (mean <= 0) return 0;
  let high = Math.max(1, Math.ceil(mean));
  while (negativeBinomialBelow(high, mean, dispersion) < share) high *= 2;
  let low = -1;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (negativeBinomialBelow(middle, mean, dispersion) < share) low = middle;
    else high = middle;
  }
  return high;
}
