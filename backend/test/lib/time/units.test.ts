import { toMicros, toMillis, type Micros, type Millis } from '../../../src/lib/time/units.js';

const AT: Millis = Date.parse('2026-05-10T12:00:00.123Z');

const microsOnly = (at: Micros): Micros => at;

test('a value in one unit is refused where another one is declared, and is converted without loss', () => {
  // @ts-expect-error: milliseconds are no microseconds
  microsOnly(AT);
  expect(microsOnly(toMicros(AT))).toBe(1_778_414_400_123_000);
  expect(toMillis(toMicros(AT))).toBe(AT);
});

test('arithmetic needs no conversion of types', () => {
  const later: Millis = AT + 1;
  expect(later - AT).toBe(1);
});
