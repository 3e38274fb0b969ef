import fc from 'fast-check';
import { Distribution } from '../../../src/lib/telemetry/distribution.js';

it('counts a value in the first bucket whose end it does not exceed', () => {
  const distribution = new Distribution([1, 2, 5]);
  for (const value of [0, 1, 1.5, 2, 5, 5.1, 100]) distribution.note(value);
  expect(distribution.reading).toEqual({ bounds: [1, 2, 5], counts: [2, 2, 1, 2], sum: 114.6 });
});

it('agrees with counting by hand, whatever the values', () => {
  const bounds = [0.5, 3, 8];
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0, max: 10, noNaN: true })), (values) => {
      const distribution = new Distribution(bounds);
      for (const value of values) distribution.note(value);
      const upTo = (end: number): number => values.filter((value) => value <= end).length;
      const ends = [...bounds, Infinity].map(upTo);
      const { counts, sum } = distribution.reading;
      expect(counts).toEqual(ends.map((count, index) => count - (ends[index - 1] ?? 0)));
      expect(sum).toBeCloseTo(
        values.reduce((total, value) => total + value, 0),
        9,
      );
    }),
  );
});
