import type { History } from '@callsight/backend/analytics/baselines/history';
import { LocalClock, SLOT_MINUTES, type LocalDay } from '@callsight/backend/analytics/baselines/local-clock';
import { CountBaseline, type UsualCounts } from '@callsight/backend/analytics/baselines/usual-counts';
import { usualHours } from '@callsight/backend/analytics/baselines/usual-hours';
import { binOf, LatencyBaseline } from '@callsight/backend/analytics/baselines/usual-latency';
import type { Level } from '@callsight/backend/monitoring/evidence/accumulate';
import type { Direction } from '@callsight/backend/monitoring/evidence/evidence';
import { judgeCounts, judgeSilence } from '@callsight/backend/monitoring/evidence/judge-counts';
import { hourly, judgeMean, judgeRate, judgeSlow } from '@callsight/backend/monitoring/evidence/judge-hours';
import { levelsOf, levelsOfSilence } from '@callsight/backend/monitoring/evidence/levels';
import { minuteBar, silenceBar, stepBar, type Bar } from '@callsight/backend/monitoring/evidence/sensitivity';
import type { StepSeries } from '@callsight/backend/monitoring/evidence/step-series';
import { variationOf } from '@callsight/backend/monitoring/thresholds/models';
import {
  Days,
  startOfDay,
  toDayBins,
  toDayCounts,
  toDayHours,
} from '@callsight/backend/monitoring/thresholds/steps-to-days';
import { ZONE, type SimulatedSeries, type Steps, type Turns } from './simulated-series.js';

/** What a threshold says at the end of each step of a local day. */
interface JudgedDay {
  /** First minute of the first step. */
  readonly from: number;
  readonly stepMinutes: number;
  readonly levels: readonly Level[];
}

/** Judges one local day as the service does: with the evidence since the beginning of the day before. */
export type Watcher = (day: LocalDay) => JudgedDay;

/** What the watchers of one history share. */
export interface Watched {
  readonly series: SimulatedSeries;
  readonly clock: LocalClock;
  readonly holidays: ReadonlySet<LocalDay>;
}

export function watched(series: SimulatedSeries, holidays: ReadonlySet<LocalDay> = new Set()): Watched {
  const end = startOfDay(series.lastDay + 1, ZONE);
  return { series, clock: new LocalClock(ZONE, series.from, end), holidays };
}

function cached<Value>(make: (day: LocalDay) => Value): (day: LocalDay) => Value {
  const known = new Map<LocalDay, { readonly value: Value }>();
  return (day) => {
    const found = known.get(day) ?? { value: make(day) };
    known.set(day, found);
    return found.value;
  };
}

const historyOf = <Day>({ series, holidays }: Watched, days: ReadonlyMap<LocalDay, Day>): History<Day> => ({
  firstDay: series.firstDay,
  days,
  isLeftOut: (day) => holidays.has(day),
});

const daysOf = ({ series }: Watched, stepMinutes: number | undefined): Days =>
  new Days({ zone: ZONE }, series.firstDay, series.lastDay, stepMinutes);

/** Sums of wider steps. */
function widened(values: Float64Array, times: number): Float64Array {
  const sums = new Float64Array(Math.ceil(values.length / times));
  for (const [index, value] of values.entries()) {
    const at = Math.floor(index / times);
    sums[at] = (sums[at] ?? 0) + value;
  }
  return sums;
}

/** Two days of a series, and what is judged of the second one. */
function judgedDay(
  { series }: Watched,
  day: LocalDay,
  stepMinutes: number,
  of: (from: number, to: number, first: number) => readonly Level[],
): JudgedDay {
  const [before, begin, end] = [day - 1, day, day + 1].map((one) => startOfDay(one, ZONE)) as [number, number, number];
  const step = (minute: number): number => Math.floor((minute - series.from) / stepMinutes);
  const levels = of(step(before), step(end), before);
  return { from: begin, stepMinutes, levels: levels.slice(step(begin) - step(before)) };
}

/** Changes of the method, to see what they decide. */
export interface CountVariant {
  readonly usual?: (usual: UsualCounts) => UsualCounts;
  readonly bar?: Bar;
}

/** Watches calls minute by minute. @param minutes calls of each minute */
export function countWatcher(
  of: Watched,
  minutes: Float64Array,
  direction: Direction | 'silence',
  { usual: change = (one) => one, bar = minuteBar('normal') }: CountVariant = {},
): Watcher {
  const counts = toDayCounts(daysOf(of, SLOT_MINUTES), widened(minutes, SLOT_MINUTES));
  const baseline = new CountBaseline(historyOf(of, counts));
  const usual = cached((day) => {
    const one = baseline.usual(day);
    return one === undefined ? undefined : change(one);
  });
  const dispersion = cached((week) => baseline.dispersion(week * 7));
  const setting = {
    local: (minute: number) => of.clock.local(minute),
    usual,
    isHoliday: (day: LocalDay) => of.holidays.has(day),
    knownShare: () => 1,
  };
  return (day) =>
    judgedDay(of, day, 1, (first, end, from) => {
      const values = minutes.subarray(first, end);
      const series = { from, stepMinutes: 1, values, totals: values };
      if (direction !== 'silence') return levelsOf(judgeCounts(series, setting, direction), bar).levels;
      const judged = judgeSilence(series, setting, (one) => dispersion(Math.floor(one / 7)));
      return levelsOfSilence(judged, silenceBar('normal')).levels;
    });
}

const seriesOf = ({ values, totals }: Steps, first: number, end: number, from: number): StepSeries => ({
  from,
  stepMinutes: SLOT_MINUTES,
  values: values.subarray(first, end),
  totals: totals.subarray(first, end),
});

const hoursOf = (of: Watched, { values, totals }: Steps) => {
  const days = daysOf(of, undefined);
  const times = days.stretch.stepMinutes / SLOT_MINUTES;
  return historyOf(of, toDayHours(days, widened(values, times), widened(totals, times)));
};

/** Watches a rate in steps of five minutes. */
export function rateWatcher(of: Watched, steps: Steps, direction: Direction): Watcher {
  const history = hoursOf(of, steps);
  const usual = cached((day) => usualHours(history, day, 'rate'));
  const usualAt = hourly(
    (minute) => of.clock.local(minute),
    usual,
    ({ value }, hour) => value[hour],
  );
  return (day) =>
    judgedDay(of, day, SLOT_MINUTES, (first, end, from) => {
      const judged = judgeRate(seriesOf(steps, first, end, from), usualAt, direction);
      return levelsOf(judged, stepBar('normal')).levels;
    });
}

/** Watches a mean in steps of five minutes. */
export function meanWatcher(of: Watched, steps: Steps, direction: Direction): Watcher {
  const history = hoursOf(of, steps);
  const usual = cached((day) => {
    const hours = usualHours(history, day, 'mean');
    return hours === undefined ? undefined : { hours, variation: variationOf(history, day) };
  });
  const usualAt = hourly(
    (minute) => of.clock.local(minute),
    usual,
    ({ hours, variation }, hour) => ({ value: hours.value[hour] ?? 0, variation }),
  );
  return (day) =>
    judgedDay(of, day, SLOT_MINUTES, (first, end, from) => {
      const judged = judgeMean(seriesOf(steps, first, end, from), usualAt, direction);
      return levelsOf(judged, stepBar('normal')).levels;
    });
}

/** Bins of the turns of each hour: `step, bin, count` in turn. */
function binsOf(turns: Turns, times: number): Float64Array {
  const counts = new Map<number, number>();
  for (const [step, value] of turns) {
    const key = Math.floor(step / times) * BIN_KEYS + binOf(value);
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const triples = new Float64Array(3 * counts.size);
  let at = 0;
  for (const [key, count] of counts) {
    triples.set([Math.floor(key / BIN_KEYS), key % BIN_KEYS, count], at);
    at += 3;
  }
  return triples;
}

const BIN_KEYS = 1_024;

/** Watches the 95th percentile of turns, as the share of those above what is usual for the slowest tenth. */
export function latencyWatcher(of: Watched, turns: Turns): Watcher {
  const hours = daysOf(of, undefined);
  const times = hours.stretch.stepMinutes / SLOT_MINUTES;
  const baseline = new LatencyBaseline(historyOf(of, toDayBins(hours, binsOf(turns, times))), 0.95);
  const usual = cached((day) => baseline.usual(day));
  const local = (minute: number): number => of.clock.local(minute);
  const limitAt = hourly(local, usual, ({ limit }, hour) => limit[hour]);
  const usualAt = hourly(local, usual, ({ share, designEffect }, hour) => ({ share: share[hour] ?? 0, designEffect }));
  const length = of.series.offered.length / SLOT_MINUTES;
  const [slow, total] = [new Float64Array(length), new Float64Array(length)];
  const limits = cached((step) => limitAt(of.series.from + step * SLOT_MINUTES) ?? Infinity);
  for (const [step, value] of turns) {
    total[step] = (total[step] ?? 0) + 1;
    if (value >= limits(step)) slow[step] = (slow[step] ?? 0) + 1;
  }
  return (day) =>
    judgedDay(of, day, SLOT_MINUTES, (first, end, from) => {
      const judged = judgeSlow(seriesOf({ values: slow, totals: total }, first, end, from), usualAt);
      return levelsOf(judged, stepBar('normal')).levels;
    });
}

/** An alarm that comes again within an hour has not stopped. */
const SAME_ALARM = 60;

/** Minutes at which a threshold became critical within days; one that does so again within an hour has not stopped. */
export function alarmsOf(watcher: Watcher, days: readonly LocalDay[]): number[] {
  const alarms: number[] = [];
  let last = -Infinity;
  for (const day of days) {
    const { from, stepMinutes, levels } = watcher(day);
    for (const [index, level] of levels.entries()) {
      if (level !== 'critical') continue;
      const at = from + (index + 1) * stepMinutes;
      if (at - last > SAME_ALARM) alarms.push(at);
      last = at;
    }
  }
  return alarms;
}

/**
 * Minutes from the begin of an incident until a threshold is critical at the end of a step; Infinity where it is not found
 * while the incident lasts, 0 where it was critical before.
 * @param begin and end of the incident, epoch minutes
 */
export function delayOf(watcher: Watcher, day: LocalDay, begin: number, end: number): number {
  const { from, stepMinutes, levels } = watcher(day);
  for (const [index, level] of levels.entries()) {
    const at = from + (index + 1) * stepMinutes;
    if (at > end) return Infinity;
    if (at > begin && level === 'critical') return at - begin;
  }
  return Infinity;
}
