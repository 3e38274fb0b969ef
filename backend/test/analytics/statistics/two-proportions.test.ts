import fc from 'fast-check';
import { compareProportions } from '../../../src/analytics/statistics/two-proportions.js';

const share = fc
  .record({ total: fc.integer({ min: 1, max: 200_000 }), part: fc.double({ min: 0, max: 1, noNaN: true }) })
  .map(({ total, part }) => ({ count: Math.round(part * total), total }));

describe('compareProportions', () => {
  it.each([
    // Intervals: Newcombe, Statistics in Medicine 17 (1998) 873–890, table II, method 10 (four digits); further digits and p
    // from statsmodels 0.15.0: confint_proportions_2indep(method='newcomb'), proportions_ztest.
    [56, 70, 48, 80, 0.05243147240236498, 0.33387265403690614, 0.00804508136819656],
    [9, 10, 3, 10, 0.1705227239345029, 0.809017973535488, 0.006169899320544151],
    [6, 7, 2, 7, 0.05822792748231209, 0.8062496375242278, 0.030753561259274524],
    [5, 56, 0, 29, -0.038137147903536936, 0.19256001385511165, 0.09718656817057973],
    [0, 10, 0, 20, -0.1611251580528194, 0.27753279986288926, 1],
    [0, 10, 0, 10, -0.27753279986288926, 0.27753279986288926, 1],
    [10, 10, 0, 20, 0.6790860371419145, 1, 4.320463057827506e-8],
    [10, 10, 0, 10, 0.6075093504305241, 1, 7.74421643104407e-6],
    // statsmodels 0.15.0.
    [10, 10, 10, 20, 0.1575007379381096, 0.7007019918017877, 0.006169899320544165],
    [123, 1_000, 101, 1_000, -0.005702536709025062, 0.04976228520226694, 0.11878739353219805],
  ])('%d of %d and %d of %d', (count, total, otherCount, otherTotal, low, high, p) => {
    const compared = compareProportions({ count, total }, { count: otherCount, total: otherTotal })!;
    expect(compared.difference).toBeCloseTo(count / total - otherCount / otherTotal, 12);
    expect(compared.interval.low).toBeCloseTo(low, 12);
    expect(compared.interval.high).toBeCloseTo(high, 12);
    expect(compared.p / p).toBeCloseTo(1, 9);
  });

  it('is null where either is of nothing, and refuses what is no share', () => {
    expect(compareProportions({ count: 0, total: 0 }, { count: 1, total: 2 })).toBeNull();
    expect(compareProportions({ count: 1, total: 2 }, { count: 0, total: 0 })).toBeNull();
    expect(() => compareProportions({ count: 3, total: 2 }, { count: 1, total: 2 })).toThrow(RangeError);
  });

  it('finds all of both to be the same', () => {
    expect(compareProportions({ count: 4, total: 4 }, { count: 9, total: 9 })).toMatchObject({ difference: 0, p: 1 });
  });

  it('keeps the difference within its interval within -1 and 1, and is the same the other way round', () => {
    fc.assert(
      fc.property(share, share, (first, second) => {
        const there = compareProportions(first, second)!;
        const back = compareProportions(second, first)!;
        expect(there.interval.low).toBeGreaterThanOrEqual(-1);
        expect(there.interval.low).toBeLessThanOrEqual(there.difference);
        expect(there.interval.high).toBeGreaterThanOrEqual(there.difference);
        expect(there.interval.high).toBeLessThanOrEqual(1);
        expect(there.p).toBeGreaterThanOrEqual(0);
        expect(there.p).toBeLessThanOrEqual(1);
        expect(back.difference).toBeCloseTo(-there.difference, 12);
        expect(back.interval.low).toBeCloseTo(-there.interval.high, 12);
        expect(back.interval.high).toBeCloseTo(-there.interval.low, 12);
        expect(back.p).toBeCloseTo(there.p, 12);
      }),
    );
  });

  it('is the surer the more there is of the same', () => {
    const p = (times: number): number =>
      compareProportions({ count: 12 * times, total: 100 * times }, { count: 10 * times, total: 100 * times })!.p;
    expect(p(1)).toBeGreaterThan(0.5);
    expect(p(10)).toBeLessThan(p(1));
    expect(p(100)).toBeLessThan(0.001);
  });
});
