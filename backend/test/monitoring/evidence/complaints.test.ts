import fc from 'fast-check';
import type { DayCounts } from '../../../src/analytics/baselines/history.js';
import { MINUTES_A_DAY, SLOTS_A_DAY } from '../../../src/analytics/baselines/local-clock.js';
import { CountBaseline } from '../../../src/analytics/baselines/usual-counts.js';
import { levelsOf } from '../../../src/monitoring/evidence/levels.js';
import { judgeRate, judgeRateLimit } from '../../../src/monitoring/evidence/judge-hours.js';
import { judgeCounts } from '../../../src/monitoring/evidence/judge-counts.js';
import { minuteBar, stepBar } from '../../../src/monitoring/evidence/sensitivity.js';
import { daysOff, DRIFT_NEEDED } from '../../../src/monitoring/thresholds/drift.js';
import { knownShares } from '../../../src/monitoring/thresholds/lateness.js';
import { countMonitor, delayOf, episodes, rateMonitor } from './monitors.js';
import { minutesOf, World, Chance } from './world.js';

/** What users of other systems complain about, as public issues say; the pure core over weeks of calls. */

const HISTORY = 49;
const range = (first: number, last: number): number[] => Array.from({ length: last - first + 1 }, (_, i) => first + i);

const minutesOfAll = ({ counts, chance }: World): Float64Array[] => counts.map((day) => minutesOf(chance, day));

const alarms = (world: World, days: readonly number[], holidays?: ReadonlySet<number>): number => {
  const minutes = minutesOfAll(world);
  return (['above', 'below', 'silence'] as const).reduce(
    (sum, kind) => sum + episodes(countMonitor(world.counts, minutes, kind, holidays), days, 1),
    0,
  );
};

it('five calls an hour raise nothing in a month, and a tripling at night below 12 expected calls neither', () => {
  const days = range(HISTORY, HISTORY + 30);
  expect(alarms(new World({ seed: 11, weeks: 12, peak: 5 }), days)).toBe(0);
  // At 200 calls an hour by day there are 2 to 4 in each hour from 0:00 to 4:00: three hours of three times as many.
  const factor = (day: number, slot: number): number => (day === HISTORY + 2 && slot >= 12 && slot < 48 ? 3 : 1);
  const night = new World({ seed: 12, weeks: 9, peak: 200, growth: 0, factor });
  const usual = new CountBaseline({ firstDay: 0, days: new Map(night.counts.entries()), isLeftOut: () => false });
  const expected = usual
    .usual(HISTORY + 2)
    ?.expected.slice(12, 48)
    .reduce((sum, one) => sum + one, 0);
  expect(expected).toBeLessThan(12);
  expect(alarms(night, [HISTORY + 2])).toBe(0);
});

it('two errors of twenty never fire at a usual rate of 2 %', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(0, 1, 2), { minLength: 12, maxLength: 12 }), (errors) => {
      // At most two errors of twenty calls in any hour of twelve steps.
      let left = 2;
      const values = Float64Array.from(errors, (one) => {
        const taken = Math.min(left, one);
        left -= taken;
        return taken;
      });
      const totals = Float64Array.from([2, 2, 2, 2, 2, 2, 2, 2, 1, 1, 1, 1]);
      const series = { from: 0, stepMinutes: 5, values: values.map((one, i) => Math.min(one, totals[i] ?? 0)), totals };
      const { levels } = levelsOf(
        judgeRate(series, () => 0.02, 'above'),
        stepBar('keen'),
      );
      expect(levels.every((level) => level === 'ok')).toBe(true);
    }),
  );
});

it('Monday morning after a weekend without a call is quiet', () => {
  const world = new World({ seed: 13, weeks: 16, peak: 200, shape: 'sharp' });
  const mondays = range(HISTORY, 111).filter((day) => day % 7 === 0);
  expect(mondays).toHaveLength(9);
  expect(alarms(world, mondays)).toBe(0);
});

it('a listed holiday raises nothing, an unlisted one at most one alarm that day and none in the week after', () => {
  const holiday = HISTORY + 9;
  const days = range(holiday, holiday + 7);
  for (const seed of [21, 22, 23]) {
    const world = new World({ seed, weeks: 10, peak: 200, holidays: [holiday] });
    expect(alarms(world, days, new Set([holiday]))).toBe(0);
    const minutes = minutesOfAll(world);
    const monitors = (['above', 'below', 'silence'] as const).map((kind) => countMonitor(world.counts, minutes, kind));
    // What begins on the holiday may last into the next morning, but nothing begins after it.
    const [above, below, silence] = monitors.map((monitor) => episodes(monitor, days, 1));
    expect(above).toBe(0);
    expect(below).toBeLessThanOrEqual(1);
    expect(silence).toBeLessThanOrEqual(1);
  }
});

it('evaluated at each minute, a state is what it is at the end of its step', () => {
  const { counts, chance } = new World({ seed: 31, weeks: 8, peak: 240 });
  const minutes = joined(counts.slice(HISTORY, HISTORY + 2).map((day) => minutesOf(chance, day)));
  const baseline = new CountBaseline({ firstDay: 0, days: new Map(counts.entries()), isLeftOut: () => false });
  const models = new Map(range(HISTORY, HISTORY + 1).map((day) => [day, baseline.usual(day)]));
  const setting = {
    local: (minute: number) => minute,
    usual: (day: number) => models.get(day),
    isHoliday: () => false,
    knownShare: () => 1,
  };
  const judgedTo = (end: number) => {
    const values = minutes.subarray(0, end);
    const series = { from: HISTORY * MINUTES_A_DAY, stepMinutes: 1, values, totals: values };
    return levelsOf(judgeCounts(series, setting, 'below'), minuteBar('normal'));
  };
  const whole = judgedTo(minutes.length);
  for (let end = 2_100; end < 2_130; end += 1) {
    const part = judgedTo(end);
    expect(part.scores.at(-1)).toBe(whole.scores[end - 1]);
    expect(part.levels.at(-1)).toBe(whole.levels[end - 1]);
  }
});

it('calls that are known only after their end raise no false drops, and without that knowledge they would', () => {
  const { counts, chance } = new World({ seed: 41, weeks: 12, peak: 200 });
  // Known after 12 minutes (median), 95 % after half an hour.
  const delayOfCall = (): number => chance.logNormal(12, 0.6);
  const arrivals = Array.from({ length: 5_000 }, delayOfCall);
  const bounds = [0, 5, 15, 30, ...range(1, 30).map((minute) => minute * 60), ...range(7, 36).map((i) => i * 300)];
  const rows = bounds.map((_, age) => ({
    provider: 'retell',
    age,
    calls: arrivals.filter((one) => one * 60 >= (bounds[age] ?? 0) && one * 60 < (bounds[age + 1] ?? Infinity)).length,
  }));
  const baseline = new CountBaseline({ firstDay: 0, days: new Map(counts.entries()), isLeftOut: () => false });
  let [allowed, naive] = [0, 0];
  for (const day of range(HISTORY, HISTORY + 30)) {
    const models = new Map([day - 1, day].map((one) => [one, baseline.usual(one)]));
    const calls = [
      ...joined([counts[day - 1], counts[day]].map((one) => minutesOf(chance, one as Float64Array))),
    ].flatMap((count, minute) =>
      Array.from({ length: count }, () => ({ minute, known: minute + chance.uniform() + delayOfCall() })),
    );
    for (const now of range(10, 14).map((hour) => MINUTES_A_DAY + hour * 60)) {
      const values = new Float64Array(now);
      for (const { minute, known } of calls) if (known <= now) values[minute] = (values[minute] ?? 0) + 1;
      const series = { from: (day - 1) * MINUTES_A_DAY, stepMinutes: 1, values, totals: values };
      const share = knownShares(rows);
      const asOf = (day - 1) * MINUTES_A_DAY + now;
      const setting = {
        local: (minute: number) => minute,
        usual: (one: number) => models.get(one),
        isHoliday: () => false,
      };
      const known = { ...setting, knownShare: (minute: number) => share(asOf - minute, 'retell') };
      const unknown = { ...setting, knownShare: () => 1 };
      const isCritical = (of: typeof known) =>
        Number(levelsOf(judgeCounts(series, of, 'below'), minuteBar('normal')).levels.at(-1) === 'critical');
      allowed += isCritical(known);
      naive += isCritical(unknown);
    }
  }
  expect(allowed).toBe(0);
  expect(naive).toBeGreaterThan(10);
});

it('a lasting 60 % more fires at once, and is what is usual after some days', () => {
  const begin = HISTORY + 8;
  const factor = (day: number, slot: number): number => (day > begin || (day === begin && slot >= 120) ? 1.6 : 1);
  const world = new World({ seed: 51, weeks: 13, peak: 200, growth: 0, factor });
  const minutes = minutesOfAll(world);
  const monitor = countMonitor(world.counts, minutes, 'above');
  expect(episodes(monitor, [begin], 1)).toBeGreaterThanOrEqual(1);
  const late = range(begin, begin + 27).filter((day) => episodes(monitor, [day], 1) > 0);
  expect(Math.max(...late)).toBeLessThanOrEqual(begin + 2);
});

it('growth of 6 % a week raises less than one alarm in two months', () => {
  const days = range(HISTORY, HISTORY + 60);
  const total = [61, 62].reduce(
    (sum, seed) => sum + alarms(new World({ seed, weeks: 16, peak: 200, growth: 0.06 }), days),
    0,
  );
  expect(total / 2).toBeLessThan(1);
});

describe('a slow drift', () => {
  const firstDrift = (perDay: number, seed: number): { found: number; before: number } => {
    const begin = 63;
    const factor = (day: number): number => (1 + perDay) ** Math.max(0, day - begin);
    const { counts } = new World({ seed, weeks: 16, peak: 200, growth: 0, factor });
    const sums = counts.map((day) => day.reduce((sum, count) => sum + count, 0));
    const valueOf = (day: number) => (sums[day] === undefined ? undefined : { value: sums[day], total: sums[day] });
    const found = range(HISTORY + 5, 111).filter((day) => (daysOff(valueOf, day, ['above']) ?? 0) >= DRIFT_NEEDED);
    return {
      found: (found.find((day) => day >= begin) ?? Infinity) - begin,
      before: found.filter((day) => day < begin).length,
    };
  };

  it('of 3.3 % a day is found within 12 days', () => {
    for (const seed of [71, 72, 73, 74]) expect(firstDrift(0.033, seed).found).toBeLessThanOrEqual(12);
  });

  it('is not seen where there is none, nor in a growth of 1.5 % a week', () => {
    for (const seed of [75, 76, 77])
      for (const perDay of [0, 1.015 ** (1 / 7) - 1])
        expect(firstDrift(perDay, seed)).toEqual({ found: Infinity, before: 0 });
  });
});

it('noise around a limit for a day gives at most one firing and one recovery', () => {
  for (const seed of [81, 82, 83, 84, 85]) {
    const chance = new Chance(seed);
    const rates = Array.from(
      { length: SLOTS_A_DAY },
      (_, slot) => 0.05 * (1 + 0.5 * Math.sin((2 * Math.PI * slot) / 24)),
    );
    const totals = Float64Array.from(rates, () => chance.poisson(20));
    const values = Float64Array.from(rates, (rate, slot) => chance.binomial(totals[slot] ?? 0, rate));
    const { levels } = levelsOf(
      judgeRateLimit({ from: 0, stepMinutes: 5, values, totals }, 0.05, 'above'),
      stepBar('normal'),
    );
    const firings = levels.filter((level, step) => level === 'critical' && levels[step - 1] !== 'critical').length;
    expect(firings).toBeLessThanOrEqual(1);
  }
});

it('learns from nothing that lies after a day', () => {
  const { counts } = new World({ seed: 91, weeks: 9, peak: 80 });
  const history = (days: readonly (readonly [number, DayCounts])[]) => ({
    firstDay: 0,
    days: new Map(days),
    isLeftOut: () => false,
  });
  for (const day of range(50, 56)) {
    const all = new CountBaseline(history([...counts.entries()]));
    const past = new CountBaseline(history([...counts.entries()].filter(([one]) => one < day)));
    expect(all.usual(day)).toEqual(past.usual(day));
    expect(all.dispersion(day)).toBe(past.dispersion(day));
  }
});

it('finds a doubling, and errors ten times as many, within the minutes that are promised', () => {
  const delays: number[] = [];
  const errorDelays: number[] = [];
  const hours = new Chance(7);
  for (const day of range(HISTORY, HISTORY + 34).filter((one) => one % 7 < 5)) {
    const begin = Math.round((9.5 + 6 * hours.uniform()) * 12);
    const isSick = (one: number, slot: number): boolean => one === day && slot >= begin && slot < begin + 24;
    const factor = (one: number, slot: number): number => (isSick(one, slot) ? 2 : 1);
    const world = new World({ seed: 100 + day, weeks: 12, peak: 400, factor });
    const above = countMonitor(world.counts, minutesOfAll(world), 'above');
    delays.push(delayOf(above(day), begin * 5, 120, 1));
    const values = world.counts.map((counts, one) =>
      counts.map((count, slot) => world.chance.binomial(count, isSick(one, slot) ? 0.2 : 0.02)),
    );
    errorDelays.push(delayOf(rateMonitor({ values, totals: world.counts }, 'above')(day), begin * 5, 120, 5));
  }
  const within = (all: readonly number[], minutes: number): number =>
    all.filter((one) => one <= minutes).length / all.length;
  // At 400 calls an hour; one doubling in twenty or so falls on a day with few calls and is no doubling of what is usual.
  expect(within(delays, 15)).toBeGreaterThanOrEqual(0.5);
  expect(within(delays, 30)).toBeGreaterThanOrEqual(0.9);
  expect(within(errorDelays, 15)).toBeGreaterThanOrEqual(0.9);
});

function joined(parts: readonly (Float64Array | undefined)[]): Float64Array {
  return Float64Array.from(parts.flatMap((part) => [...(part ?? [])]));
}
