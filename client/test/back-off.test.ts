import fc from 'fast-check';
import { backOff } from '../src/back-off.js';

const rule = { baseMs: 500, capMs: 30_000 };
const failures = fc.integer({ min: 1, max: 2_000 });
const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

describe('the wait between two attempts', () => {
  it('is spread over a limit that doubles up to the cap', () => {
    expect([1, 2, 3, 4, 7, 8, 60].map((count) => backOff(rule, count, 0.5))).toEqual([
      250, 500, 1_000, 2_000, 15_000, 15_000, 15_000,
    ]);
    expect(backOff(rule, 3, 0)).toBe(0);
    expect(backOff(rule, 3, 0.999_999)).toBe(2_000);
  });

  it('is never less than the service asked for, unless that is more than an hour', () => {
    expect(backOff(rule, 1, 0.5, 7_000)).toBe(7_000);
    expect(backOff(rule, 9, 0.5, 7_000)).toBe(15_000);
    expect(backOff(rule, 1, 0.5, 1e12)).toBe(3_600_000);
  });

  it('never goes above the cap by itself', () => {
    fc.assert(
      fc.property(failures, random, (count, part) => {
        const wait = backOff(rule, count, part);
        expect(wait).toBeGreaterThanOrEqual(0);
        expect(wait).toBeLessThanOrEqual(30_000);
      }),
    );
  });
});
