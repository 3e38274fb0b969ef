/** @jest-environment jsdom */
import fc from 'fast-check';
import { formatTick, formatValue } from '../../../src/app/pages/alerts/model/format-value';
import { scaleOf } from '../../../src/app/pages/alerts/model/unit-scale';

test('shares are entered as per cent, without the digits of a product', () => {
  const { suffix, toShown, toStored } = scaleOf('percentunit');
  expect(suffix).toBe('%');
  expect(toShown(0.07)).toBe(7);
  expect(toStored(7)).toBe(0.07);
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 100_000 }), (thousandths) => {
      expect(toShown(toStored(thousandths / 1_000))).toBe(thousandths / 1_000);
    }),
  );
});

test('values have the unit and the digits that people read', () => {
  expect(formatValue(0.0312, 'percentunit')).toBe('3.1%');
  expect(formatValue(0.0009, 'percentunit')).toBe('0.09%');
  expect(formatValue(3_100, 'ms')).toBe('3.1 s');
  expect(formatValue(101, 'short')).toBe('101');
  expect(formatValue(0.48, 'short')).toBe('0.48');
  expect(formatValue(9.894, 'short')).toBe('9.9');
  expect(formatValue(0.2214, 'currencyEUR')).toBe('€0.22');
  expect(formatTick(0.2, 0.2, 'percentunit')).toBe('20%');
  expect(formatTick(5, 5, 'short')).toBe('5');
});
