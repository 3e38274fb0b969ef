import {
  countMonitor,
  episodes,
  latenciesOf,
  latencyMonitor,
  meanMonitor,
  rateMonitor,
  type DayLevels,
} from './monitors.js';
import { minutesOf, World, type Shape, type WorldOptions } from './world.js';

const HISTORY_WEEKS = 7;
const QUIET_WEEKS = 26;
const WEEKS = HISTORY_WEEKS + QUIET_WEEKS;
const MONTHS = QUIET_WEEKS / (365.25 / 12 / 7);
const DAYS = Array.from({ length: QUIET_WEEKS * 7 }, (_, index) => HISTORY_WEEKS * 7 + index);

const alarmsOf = (monitors: readonly DayLevels[], stepMinutes: number): number =>
  monitors.reduce((sum, monitor) => sum + episodes(monitor, DAYS, stepMinutes), 0);

const COUNTS: readonly (readonly [peak: number, shape: Shape])[] = [
  [1_000, 'office'],
  [400, 'office'],
  [240, 'office'],
  [200, 'sharp'],
  [80, 'office'],
  [40, 'sharp'],
  [5, 'office'],
];

const RATES = [
  ['errors', 240, 0.02, 'above'],
  ['errors', 1_200, 0.02, 'above'],
  ['errors', 40, 0.02, 'above'],
  ['abandoned', 240, 0.05, 'above'],
  ['transferred', 80, 0.12, 'above'],
  ['converted', 240, 0.25, 'below'],
] as const;

/** Share of the calls that have an amount, its mean, and the deviation of its logarithm. */
const AMOUNTS = [
  ['cost', 240, 0.98, 0.35, 0.9],
  ['revenue', 240, 0.25, 90, 0.7],
  ['wait', 80, 0.97, 8, 1],
] as const;

const LATENCIES = [240, 80, 20];

/** Alarms of half a year without an incident, by what is watched. */
function quietHalfYear(): Record<string, number> {
  const alarms: Record<string, number> = {};
  let seed = 0;
  const worldOf = (options: Omit<WorldOptions, 'seed' | 'weeks'>): World => {
    seed += 1;
    return new World({ ...options, seed, weeks: WEEKS });
  };
  for (const [peak, shape] of COUNTS) {
    const { counts, chance } = worldOf({ peak, shape });
    const minutes = counts.map((day) => minutesOf(chance, day));
    const monitors = (['above', 'below', 'silence'] as const).map((kind) => countMonitor(counts, minutes, kind));
    alarms[`calls ${peak}/h ${shape}`] = alarmsOf(monitors, 1);
  }
  for (const [name, peak, share, direction] of RATES) {
    const { counts, chance } = worldOf({ peak });
    const values = counts.map((day) => {
      const dayEffect = chance.logNormal(1, 0.08);
      let hourEffect = 1;
      return day.map((count, slot) => {
        if (slot % 12 === 0) hourEffect = chance.logNormal(1, 0.12);
        return chance.binomial(count, Math.min(0.95, share * dayEffect * hourEffect));
      });
    });
    alarms[`${name} ${peak}/h`] = alarmsOf([rateMonitor({ values, totals: counts }, direction)], 5);
  }
  for (const [name, peak, share, mean, deviation] of AMOUNTS) {
    const { counts, chance } = worldOf({ peak });
    const known = counts.map((day) => day.map((count) => chance.binomial(count, share)));
    const median = mean * Math.exp(-(deviation ** 2) / 2);
    const values = known.map((day) =>
      day.map((count) => {
        let sum = 0;
        for (let index = 0; index < count; index += 1) sum += chance.logNormal(median, deviation);
        return sum;
      }),
    );
    // Revenue is of all calls, of which most bring none.
    const isOfAll = name === 'revenue';
    const squared = Math.exp(deviation ** 2);
    const variation = isOfAll ? squared / share - 1 : squared - 1;
    alarms[name] = alarmsOf([meanMonitor({ values, totals: isOfAll ? counts : known }, variation)], 5);
  }
  for (const [index, peak] of [...LATENCIES, 240].entries()) {
    const { counts, chance } = worldOf({ peak, growth: 0 });
    alarms[`latency ${index} ${peak}/h`] = alarmsOf([latencyMonitor(latenciesOf(chance, counts))], 5);
  }
  return alarms;
}

it('raises at most one false alarm a month over twenty monitors, in half a year without an incident', () => {
  const alarms = quietHalfYear();
  expect(Object.keys(alarms)).toHaveLength(20);
  const perMonth = Object.values(alarms).reduce((sum, count) => sum + count, 0) / MONTHS;
  // Six alarms in six months; the names say which monitors they were.
  expect({ alarms, perMonth: perMonth <= 1 }).toEqual({ alarms, perMonth: true });
}, 600_000);
