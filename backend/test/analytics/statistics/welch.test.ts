import fc from 'fast-check';
import { compareMeans, type Sample } from '../../../src/analytics/statistics/welch.js';

const sample: fc.Arbitrary<Sample> = fc.record({
  n: fc.integer({ min: 2, max: 5_000_000 }),
  mean: fc.double({ min: -1e6, max: 1e6, noNaN: true }),
  variance: fc.oneof(fc.constant(0), fc.double({ min: 1e-6, max: 1e9, noNaN: true })),
});

describe('compareMeans', () => {
  it.each([
    // SciPy 1.17.1, ttest_ind(equal_var=False) and its confidence_interval(0.95), of 10, 20, 30 and 20, 40, 60, 80.
    [[3, 20, 100], [4, 50, 2_000 / 3], 0.09991286431180091, -68.97975451083128, 8.979754510831285],
    // Of the two samples of Wikipedia's second example (Welch's t-test): it has t = -1.57, 9.9 degrees, p = 0.149.
    [[10, 20.61, 9.041], [20, 22.135, 0.8981842105263164], 0.14884169660532817, -3.698421325375163, 0.6484213253751658],
    // SciPy 1.17.1, ttest_ind_from_stats and t.ppf: equal sizes, unequal ones, millions, and no variance in one of them.
    [[15, 20.8, 7.9], [15, 23, 3.8], 0.0197560244703045, -4.01916574742724, -0.3808342525727584],
    [[10, 19.4, 1.4], [20, 21.6, 17.1], 0.03709319341745862, -4.2571534571967335, -0.14284654280327214],
    [[1_000_000, 61.2, 900], [2_000_000, 61.3, 1_600], 0.015293439774578095, -0.1808114235512326, -0.01918857644875603],
    [[5, 5, 0], [2, 7, 4], 0.3918265520306074, -19.969287064187508, 15.969287064187508],
  ] as const)('%j and %j', ([n1, mean1, variance1], [n2, mean2, variance2], p, low, high) => {
    const compared = compareMeans(
      { n: n1, mean: mean1, variance: variance1 },
      { n: n2, mean: mean2, variance: variance2 },
    )!;
    expect(compared.difference).toBeCloseTo(mean1 - mean2, 12);
    expect(compared.p).toBeCloseTo(p, 9);
    expect(compared.interval.low).toBeCloseTo(low, 7);
    expect(compared.interval.high).toBeCloseTo(high, 7);
  });

  it('is null of fewer than two values in either', () => {
    const two = { n: 2, mean: 1, variance: 1 };
    expect(compareMeans({ n: 1, mean: 1, variance: 0 }, two)).toBeNull();
    expect(compareMeans(two, { n: 0, mean: 0, variance: 0 })).toBeNull();
  });

  it('is certain where nothing varies', () => {
    const same = { n: 5, mean: 3, variance: 0 };
    expect(compareMeans(same, { ...same, n: 2 })).toEqual({ difference: 0, interval: { low: 0, high: 0 }, p: 1 });
    expect(compareMeans(same, { ...same, mean: 4 })).toEqual({ difference: -1, interval: { low: -1, high: -1 }, p: 0 });
  });

  it('keeps the difference in its interval and p within 0 and 1, and is the same the other way round', () => {
    fc.assert(
      fc.property(sample, sample, (first, second) => {
        const there = compareMeans(first, second)!;
        const back = compareMeans(second, first)!;
        expect(there.interval.low).toBeLessThanOrEqual(there.difference);
        expect(there.interval.high).toBeGreaterThanOrEqual(there.difference);
        expect(there.p).toBeGreaterThanOrEqual(0);
        expect(there.p).toBeLessThanOrEqual(1);
        expect(back.p).toBeCloseTo(there.p, 12);
        expect(back.difference).toBe(-there.difference || 0);
        expect(back.interval.low).toBe(-there.interval.high || 0);
        expect(back.interval.high).toBe(-there.interval.low || 0);
      }),
    );
  });

  it('excludes no difference from the interval exactly where p is below 0.05', () => {
    fc.assert(
      fc.property(sample, sample, (first, second) => {
        const { interval, p } = compareMeans(first, second)!;
        fc.pre(Math.abs(p - 0.05) > 1e-6);
        expect(interval.low > 0 || interval.high < 0).toBe(p < 0.05);
      }),
    );
  });
});
