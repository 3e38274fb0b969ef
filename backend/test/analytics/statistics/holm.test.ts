import fc from 'fast-check';
import { holm } from '../../../src/analytics/statistics/holm.js';

const values = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 30 });

describe('holm', () => {
  // statsmodels 0.15.0, multipletests(method='holm').
  it.each([
    [
      [0.01, 0.04, 0.03, 0.005],
      [0.03, 0.06, 0.06, 0.02],
    ],
    [
      [0.01, 0.02, 0.03, 0.9, 0.5],
      [0.05, 0.08, 0.09, 1, 1],
    ],
    [[0.03], [0.03]],
    [[], []],
  ])('%j', (p, corrected) => {
    const found = holm(p);
    expect(found).toHaveLength(corrected.length);
    corrected.forEach((value, index) => expect(found[index]).toBeCloseTo(value, 12));
  });

  it('never makes p smaller, nor larger than 1 or than all together, and keeps the order', () => {
    fc.assert(
      fc.property(values, (all) => {
        const corrected = holm(all);
        all.forEach((p, index) => {
          expect(corrected[index]).toBeGreaterThanOrEqual(p);
          expect(corrected[index]).toBeLessThanOrEqual(1);
          all.forEach((other, at) => {
            if (p <= other) expect(corrected[index]).toBeLessThanOrEqual(corrected[at]!);
          });
        });
        const least = Math.min(...all);
        if (all.length > 0) expect(Math.min(...corrected)).toBe(Math.min(1, least * all.length));
      }),
    );
  });
});
