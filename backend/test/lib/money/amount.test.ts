import fc from 'fast-check';
import { amountToNumber, parseAmount } from '../../../src/lib/money/amount.js';

describe('amounts', () => {
  it.each<[string | number, bigint]>([
    ['12.50', 12_500_000_000n],
    [0.1, 100_000_000n],
    [7.275e-5, 72_750n],
    ['-0.000000001', -1n],
    [1e21, 10n ** 30n],
    // Half of the last place goes away from zero.
    ['0.0000000005', 1n],
    ['-0.0000000005', -1n],
    ['0.00000000049', 0n],
    [0.1 + 0.2, 300_000_000n],
  ])('%j is %s billionths', (value, amount) => {
    expect(parseAmount(value)).toBe(amount);
  });

  it.each(['', 'abc', '1,5', '1e999', ' 1', '--1', Number.NaN, Infinity])('%j is no amount', (value) => {
    expect(parseAmount(value)).toBeUndefined();
  });

  it('adds up exactly where floating point does not', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -1_000_000, max: 1_000_000 }), { maxLength: 200 }), (cents) => {
        const sum = cents.reduce((total, cent) => total + (parseAmount((cent / 100).toFixed(2)) ?? 0n), 0n);
        const exact = cents.reduce((total, cent) => total + cent, 0);
        expect(sum).toBe(BigInt(exact) * 10_000_000n);
        expect(amountToNumber(sum)).toBe(exact / 100);
      }),
    );
  });
});
