import fc from 'fast-check';
import { wilsonInterval } from '../../../src/analytics/statistics/wilson.js';

const share = fc
  .record({ total: fc.integer({ min: 1, max: 2_000_000 }), part: fc.double({ min: 0, max: 1, noNaN: true }) })
  .map(({ total, part }) => ({ count: Math.round(part * total), total }));

describe('wilsonInterval', () => {
  it.each([
    // Newcombe, Statistics in Medicine 17 (1998) 857–872, table I, method 3; further digits from statsmodels 0.15.0.
    [81, 263, 0.2552885198782742, 0.36620957698280004],
    [15, 148, 0.06238639953073628, 0.16048724172330803],
    [0, 20, 0, 0.1611251580528194],
    [1, 29, 0.006113214292762667, 0.17175521879320294],
    // statsmodels 0.15.0, proportion_confint(method='wilson').
    [29, 29, 0.8830302015002592, 1],
    [1, 2, 0.09453120573423068, 0.9054687942657693],
    [500_000, 1_000_000, 0.4990200198900048, 0.5009799801099952],
  ])('%d of %d', (count, total, low, high) => {
    const interval = wilsonInterval({ count, total });
    expect(interval?.low).toBeCloseTo(low, 12);
    expect(interval?.high).toBeCloseTo(high, 12);
  });

  it('is null of nothing, and refuses what is no share', () => {
    expect(wilsonInterval({ count: 0, total: 0 })).toBeNull();
    for (const [count, total] of [
      [2, 1],
      [-1, 5],
      [1, 0],
      [NaN, 5],
    ] as const)
      expect(() => wilsonInterval({ count, total })).toThrow(RangeError);
  });

  it('has bounds of exactly 0 and 1 where none and all count', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10_000_000 }), (total) => {
        expect(wilsonInterval({ count: 0, total })?.low).toBe(0);
        expect(wilsonInterval({ count: total, total })?.high).toBe(1);
      }),
    );
  });

  it('lies within 0 and 1, around the share, and the same on both sides', () => {
    fc.assert(
      fc.property(share, ({ count, total }) => {
        const { low, high } = wilsonInterval({ count, total })!;
        expect(low).toBeGreaterThanOrEqual(0);
        expect(low).toBeLessThanOrEqual(count / total);
        expect(high).toBeGreaterThanOrEqual(count / total);
        expect(high).toBeLessThanOrEqual(1);
        const mirrored = wilsonInterval({ count: total - count, total })!;
        expect(mirrored.low).toBeCloseTo(1 - high, 10);
        expect(mirrored.high).toBeCloseTo(1 - low, 10);
      }),
    );
  });
});
