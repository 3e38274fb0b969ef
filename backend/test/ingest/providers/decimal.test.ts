import fc from 'fast-check';
import { Decimal } from '../../../src/ingest/providers/payload/decimal.js';

const amount = (value: number | string, shift = 0) => Decimal.of(value)?.shifted(shift).toAmount();

test.each([
  [4.56, -2, '0.0456'],
  [7.275e-5, 0, '0.00007275'],
  [1e-7, 0, '0.0000001'],
  [-0.5, 0, '-0.5'],
  [0, 0, '0'],
  ['-0', 0, '0'],
  ['10.500', 0, '10.5'],
  [999_999_999.5, 0, '999999999.5'],
  ['0.0000000000000000005', 0, '0.000000000000000001'],
  ['-1e-30', 0, '0'],
  [1e9, 0, undefined],
  [1e308, 0, undefined],
  [Number.NaN, 0, undefined],
  ['12 cents', 0, undefined],
])('%s × 10^%s is %s', (value, shift, expected) => {
  expect(amount(value, shift)).toBe(expected);
});

test('sums are exact', () => {
  const cents = fc.array(fc.integer({ min: -1_000_000, max: 1_000_000 }), { maxLength: 50 });
  fc.assert(
    fc.property(cents, (values) => {
      const sum = values.reduce((all, value) => all.plus(Decimal.of(value)!.shifted(-4)), Decimal.zero);
      expect(Number(sum.toAmount())).toBeCloseTo(values.reduce((a, b) => a + b, 0) / 10_000, 6);
    }),
  );
  expect(Decimal.of(0.1)!.plus(Decimal.of(0.2)!).toAmount()).toBe('0.3');
});
