import { Random } from '../src/random.js';
import { USUAL_VARIATION, VolumeVariation } from '../src/variation.js';
import { eventsOfType } from './events-of-type.js';
import { historyOf, MONDAY } from './history-of.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const WEEK = 7 * DAY;

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
const deviation = (values: readonly number[]): number => {
  const middle = mean(values);
  return Math.sqrt(mean(values.map((value) => (value - middle) ** 2)));
};
const variationWith = (settings: Partial<typeof USUAL_VARIATION>) =>
  new VolumeVariation(Random.seeded('v'), { day: 0, hour: 0, growthPerWeek: 0, ...settings }, MONDAY, () => 2 * HOUR);
const factors = (variation: VolumeVariation, step: number, count: number) =>
  Array.from({ length: count }, (_, index) => variation.factorAt(MONDAY + index * step));

it('varies days and hours by as much as is asked, about the same mean', () => {
  const days = factors(variationWith({ day: 0.07 }), DAY, 4_000);
  expect(deviation(days.map(Math.log))).toBeCloseTo(0.07, 2);
  expect(mean(days)).toBeCloseTo(1, 2);
  const hours = factors(variationWith({ hour: 0.05 }), HOUR, 8_000);
  expect(deviation(hours.map(Math.log))).toBeCloseTo(0.05, 2);
  expect(mean(hours)).toBeCloseTo(1, 2);
});

it('is the same within a local day, and another one on the next', () => {
  const variation = variationWith({ day: 0.07 });
  const [first, ...rest] = factors(variation, HOUR, 24);
  expect(rest.every((factor) => factor === first)).toBe(true);
  expect(variation.factorAt(MONDAY + DAY)).not.toBe(first);
});

it('grows week by week', () => {
  const weeks = factors(variationWith({ growthPerWeek: 0.015 }), WEEK, 32);
  expect(weeks.at(0)).toBe(1);
  expect(weeks.at(31)).toBeCloseTo(1.015 ** 31, 9);
});

it('is never above the highest between two instants', () => {
  const variation = variationWith(USUAL_VARIATION);
  const highest = variation.highest(MONDAY, MONDAY + DAY);
  const seen = factors(variation, 60_000, 1_440);
  expect(Math.max(...seen)).toBe(highest);
});

it('makes the calls of a run follow it', () => {
  const days = 21;
  const options = { callsPerDay: 1_000, detail: 'calls', lines: 2_000 } as const;
  const countsOf = (events: ReturnType<typeof historyOf>) => {
    const counts = new Array<number>(days).fill(0);
    for (const { time } of eventsOfType(events, 'call.started')) {
      const day = Math.floor((Date.parse(time) - MONDAY) / DAY);
      counts[day] = (counts[day] ?? 0) + 1;
    }
    return counts;
  };
  const varied = countsOf(historyOf(days, { ...options, variation: { day: 0.25, hour: 0, growthPerWeek: 0.1 } }));
  const steady = countsOf(historyOf(days, options));
  const variation = new VolumeVariation(
    Random.seeded('test').fork('variation'),
    { day: 0.25, hour: 0, growthPerWeek: 0.1 },
    MONDAY,
    () => 2 * HOUR,
  );
  // The first day has no calls that follow from earlier ones; about every seventh call follows from one of another day.
  const errors = varied.slice(2).map((count, index) => {
    const at = MONDAY + (index + 2) * DAY;
    const factor = (variation.factorAt(at) + variation.factorAt(at + DAY - 1)) / 2;
    return count / (steady[index + 2] ?? Number.NaN) / factor - 1;
  });
  expect(mean(errors.map(Math.abs))).toBeLessThan(0.08);
  expect(mean(errors)).toBeLessThan(0.04);
});
