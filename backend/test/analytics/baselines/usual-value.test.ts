import { valueBand } from '../../../src/analytics/baselines/band.js';
import { anomalyOf, usualValue } from '../../../src/analytics/baselines/usual-value.js';

test('10, 12, 11, 13, 12 and a value of 40: median 12, MAD 1, anomaly 18.886', () => {
  const usual = usualValue([10, 12, 11, 13, 12], false);
  expect(usual).toMatchObject({ median: 12, deviation: 1 });
  expect(usual && anomalyOf(40, usual)).toBeCloseTo(18.886, 3);
});

test('fewer than three weeks are nothing to learn from', () => {
  expect(usualValue([10, 12], true)).toBeUndefined();
  expect(usualValue([10, 12, 11], true)).toBeDefined();
});

test('quiet hours do not explode: a deviation is at least one call, and a twentieth of the median', () => {
  expect(usualValue([0, 0, 0, 0], true)?.deviation).toBe(1);
  expect(usualValue([200, 200, 200], false)?.deviation).toBe(10);
  const nothing = usualValue([0, 0, 0], false);
  expect(nothing && anomalyOf(0.5, nothing)).toBeNull();
});

test('a band stays where values can be', () => {
  const usual = usualValue([0.01, 0.02, 0.03], false);
  expect(usual && valueBand(usual, 1).low).toBe(0);
  const rate = usualValue([0.9, 0.95, 0.99], false);
  expect(rate && valueBand(rate, 1).high).toBe(1);
  const sentiment = usualValue([-0.2, 0.1, 0.3], false);
  expect(sentiment && valueBand(sentiment).low).toBeLessThan(0);
});
