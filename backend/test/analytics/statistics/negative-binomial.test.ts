import {
  negativeBinomialBelow,
  negativeBinomialQuantile,
} from '../../../src/analytics/statistics/negative-binomial.js';

/** P(X <= count) added up term by term: p(k + 1) = p(k)·(k + r)/(k + 1)·m/(r + m). */
function addedUp(count: number, mean: number, dispersion: number): number {
  const size = 1 / dispersion;
  let term = (size / (size + mean)) ** size;
  let sum = term;
  for (let k = 0; k < count; k += 1) {
    term *= ((k + size) / (k + 1)) * (mean / (size + mean));
    sum += term;
  }
  return sum;
}

test.each([
  [3, 5, 0.01],
  [40, 50, 0.02],
  [300, 250, 0.005],
  [0, 2, 0.5],
])(
  'the probability of at most %d at a mean of %d and a dispersion of %d is the sum of its terms',
  (count, mean, phi) => {
    expect(negativeBinomialBelow(count, mean, phi)).toBeCloseTo(addedUp(count, mean, phi), 9);
  },
);

test('a quantile is the smallest count that is enough', () => {
  for (const [mean, phi] of [
    [0.3, 0.01],
    [7, 0.02],
    [120, 0.005],
  ] as const)
    for (const share of [0.001, 0.5, 0.999]) {
      const quantile = negativeBinomialQuantile(share, mean, phi);
      expect(addedUp(quantile, mean, phi)).toBeGreaterThanOrEqual(share);
      expect(quantile === 0 ? 0 : addedUp(quantile - 1, mean, phi)).toBeLessThan(share);
    }
  expect(negativeBinomialQuantile(0.999, 0, 0.01)).toBe(0);
});
