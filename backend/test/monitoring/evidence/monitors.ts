import type { DayCounts, DayHours } from '../../../src/analytics/baselines/history.js';
import { HOURS_A_DAY, MINUTES_A_DAY, SLOTS_A_DAY } from '../../../src/analytics/baselines/local-clock.js';
import { CountBaseline } from '../../../src/analytics/baselines/usual-counts.js';
import { usualHours } from '../../../src/analytics/baselines/usual-hours.js';
import { binOf, LatencyBaseline, type DayBins } from '../../../src/analytics/baselines/usual-latency.js';
import type { Level } from '../../../src/monitoring/evidence/accumulate.js';
import type { Direction } from '../../../src/monitoring/evidence/evidence.js';
import { judgeCounts, judgeSilence } from '../../../src/monitoring/evidence/judge-counts.js';
import { hourly, judgeMean, judgeRate, judgeSlow } from '../../../src/monitoring/evidence/judge-hours.js';
import { levelsOf, levelsOfScores } from '../../../src/monitoring/evidence/levels.js';
import { minuteBar, silenceBar, stepBar } from '../../../src/monitoring/evidence/sensitivity.js';
import type { Chance } from './world.js';

/** Levels of a day, judged over the day and the one before. */
export type DayLevels = (day: number) => readonly Level[];

/** All days at once: what a baseline of a day learns from ends before the day, which a test of its own shows. */
const history = <Day>(days: readonly Day[], holidays: ReadonlySet<number> = new Set()) => ({
  firstDay: 0,
  days: new Map(days.map((one, index) => [index, one])),
  isLeftOut: (one: number) => holidays.has(one),
});

function cached<Value>(make: (day: number) => Value): (day: number) => Value {
  const known = new Map<number, Value>();
  return (day) => {
    if (!known.has(day)) known.set(day, make(day));
    return known.get(day) as Value;
  };
}

const identity = (minute: number): number => minute;

/** What the engine sees of a day: the day before, and so much of the day as is asked for. */
const window = <Value>(days: readonly Value[], day: number): Value[] => [days[day - 1], days[day]] as Value[];

const joined = (parts: readonly Float64Array[]): Float64Array => Float64Array.from(parts.flatMap((part) => [...part]));

/** Levels of a monitor of counts, minute by minute. @param minutes of each day */
export function countMonitor(
  slots: readonly DayCounts[],
  minutes: readonly Float64Array[],
  direction: Direction | 'silence',
  holidays: ReadonlySet<number> = new Set(),
): DayLevels {
  const baseline = new CountBaseline(history(slots, holidays));
  const usual = cached((day) => baseline.usual(day));
  const dispersion = cached((week) => baseline.dispersion(week * 7));
  return (day) => {
    const values = joined(window(minutes, day));
    const series = { from: (day - 1) * MINUTES_A_DAY, stepMinutes: 1, values, totals: values };
    const setting = { local: identity, usual, isHoliday: (one: number) => holidays.has(one), knownShare: () => 1 };
    if (direction !== 'silence') return levelsOf(judgeCounts(series, setting, direction), minuteBar('normal')).levels;
    const nats = judgeSilence(series, setting, (one) => dispersion(Math.floor(one / 7)));
    return levelsOfScores(nats.map((one) => one / silenceBar('normal').critical)).levels;
  };
}

export interface Steps {
  readonly values: readonly Float64Array[];
  readonly totals: readonly Float64Array[];
}

const toHours = (steps: Float64Array): Float64Array =>
  Float64Array.from({ length: HOURS_A_DAY }, (_, hour) =>
    steps.subarray(hour * 12, hour * 12 + 12).reduce((sum, value) => sum + value, 0),
  );

const hoursOf = ({ values, totals }: Steps): DayHours[] =>
  values.map((day, index) => ({ sums: toHours(day), totals: toHours(totals[index] ?? day) }));

const seriesOf = ({ values, totals }: Steps, day: number) => ({
  from: (day - 1) * MINUTES_A_DAY,
  stepMinutes: 5,
  values: joined(window(values, day)),
  totals: joined(window(totals, day)),
});

/** Levels of a monitor of a rate, in steps of five minutes. */
export function rateMonitor(steps: Steps, direction: Direction): DayLevels {
  const all = history(hoursOf(steps));
  const usual = cached((day) => usualHours(all, day, 'rate'));
  const usualAt = hourly(identity, usual, ({ value }, hour) => value[hour]);
  return (day) => levelsOf(judgeRate(seriesOf(steps, day), usualAt, direction), stepBar('normal')).levels;
}

/** Levels of a monitor of a mean. @param variation squared coefficient of variation of one amount */
export function meanMonitor(steps: Steps, variation: number, direction: Direction = 'above'): DayLevels {
  const all = history(hoursOf(steps));
  const usual = cached((day) => usualHours(all, day, 'mean'));
  const usualAt = hourly(identity, usual, ({ value }, hour) => ({ value: value[hour] ?? 0, variation }));
  return (day) => levelsOf(judgeMean(seriesOf(steps, day), usualAt, direction), stepBar('normal')).levels;
}

/** Latencies of the turns of each step of each day. */
export type Latencies = readonly (readonly Float64Array[])[];

/** Turns of calls: calls differ by 22 % from each other, turns by 42 % within a call (log-normal), eight turns a call. */
export function latenciesOf(
  chance: Chance,
  counts: readonly Float64Array[],
  factor: (day: number, slot: number) => number = () => 1,
): Latencies {
  return counts.map((day, index) => {
    let hourEffect = 1;
    return [...day].map((calls, slot) => {
      if (slot % 12 === 0) hourEffect = chance.logNormal(1, 0.05);
      const turns: number[] = [];
      for (let call = 0; call < calls; call += 1) {
        const callEffect = chance.logNormal(1, 0.22);
        for (let turn = chance.poisson(8); turn > 0; turn -= 1)
          turns.push(chance.logNormal(900, 0.42) * callEffect * hourEffect * factor(index, slot));
      }
      return Float64Array.from(turns);
    });
  });
}

/** Bins and counts of the latencies of one hour. */
function binsOf(steps: readonly Float64Array[]): Float64Array {
  const counts = new Map<number, number>();
  for (const step of steps) for (const value of step) counts.set(binOf(value), (counts.get(binOf(value)) ?? 0) + 1);
  return Float64Array.from([...counts].flat());
}

/** Levels of a monitor of a percentile of latencies. */
export function latencyMonitor(latencies: Latencies, live: Latencies = latencies): DayLevels {
  const days = latencies.map((day): DayBins =>
    Array.from({ length: HOURS_A_DAY }, (_, hour) => binsOf(day.slice(hour * 12, hour * 12 + 12))),
  );
  const baseline = new LatencyBaseline(history(days), 0.95);
  const modelOf = cached((day) => baseline.usual(day));
  return (day) => {
    const slow = (one: number): Float64Array =>
      Float64Array.from({ length: SLOTS_A_DAY }, (_, slot) => {
        const limit = modelOf(one)?.limit[Math.floor(slot / 12)] ?? Infinity;
        return (live[one]?.[slot] ?? []).filter((value) => value >= limit).length;
      });
    const total = (one: number): Float64Array =>
      Float64Array.from({ length: SLOTS_A_DAY }, (_, slot) => live[one]?.[slot]?.length ?? 0);
    const series = {
      from: (day - 1) * MINUTES_A_DAY,
      stepMinutes: 5,
      values: joined([slow(day - 1), slow(day)]),
      totals: joined([total(day - 1), total(day)]),
    };
    const usualAt = hourly(identity, modelOf, ({ share, designEffect }, hour) => ({
      share: share[hour] ?? 0,
      designEffect,
    }));
    return levelsOf(judgeSlow(series, usualAt), stepBar('normal')).levels;
  };
}

/** How often a monitor became critical on days; one that does so again within an hour has not stopped. */
export function episodes(monitor: DayLevels, days: readonly number[], stepMinutes: number): number {
  let count = 0;
  let last = -Infinity;
  for (const day of days) {
    const levels = monitor(day);
    const half = levels.length / 2;
    for (let index = half; index < levels.length; index += 1) {
      if (levels[index] !== 'critical') continue;
      const at = day * MINUTES_A_DAY + (index - half) * stepMinutes;
      if (at - last > 60) count += 1;
      last = at;
    }
  }
  return count;
}

/**
 * Minutes from the begin of an incident to the first critical state; Infinity where it is not found.
 * @param levels of the day of the incident and the day before
 * @param begin minute of the day
 * @param length minutes that the incident lasts
 */
export function delayOf(levels: readonly Level[], begin: number, length: number, stepMinutes: number): number {
  const half = levels.length / 2;
  for (let index = half + Math.floor(begin / stepMinutes); index < levels.length; index += 1) {
    const end = (index - half + 1) * stepMinutes;
    if (end > begin + length) return Infinity;
    if (levels[index] === 'critical') return end - begin;
  }
  return Infinity;
}
