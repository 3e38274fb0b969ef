import type { LocalDay } from '@callsight/backend/analytics/baselines/local-clock';
import { startOfDay } from '@callsight/backend/monitoring/thresholds/steps-to-days';
import { MINUTE_MS } from '@callsight/backend/lib/time/durations';
import type { Incident } from '@callsight/simulator/incident';
import { ALL_DAYS, judgedDays, startOf, stepsOf, turnsOf } from './quiet-weeks.js';
import { simulatedSeries, ZONE, type SimulatedSeries } from './simulated-series.js';
import {
  countWatcher,
  delayOf,
  latencyWatcher,
  rateWatcher,
  watched,
  type CountVariant,
  type Watcher,
} from './watchers.js';

/** One incident of each kind a week, always at another time of the busy hours: what is usual stays what it is. */
const BEGINS = [9 * 60 + 7, 10 * 60 + 23, 11 * 60 + 11, 14 * 60 + 17, 15 * 60 + 31, 16 * 60 + 3];

/** When something happened; epoch minutes. */
interface Planned {
  readonly day: LocalDay;
  readonly begin: number;
  readonly end: number;
}

/** @param weekday 0 is Monday */
function weekly(firstDay: LocalDay, weekday: number, minutes: number): Planned[] {
  return judgedDays(firstDay)
    .filter((day) => (day - firstDay) % 7 === weekday)
    .map((day, week) => {
      const begin = startOfDay(day, ZONE) + (BEGINS[week % BEGINS.length] ?? 0);
      return { day, begin, end: begin + minutes };
    });
}

const incidentsOf = (planned: readonly Planned[], kind: Incident['kind'], factor: number): Incident[] =>
  planned.map(({ begin, end }) => ({ kind, factor, from: begin * MINUTE_MS, to: end * MINUTE_MS }));

/** Delays in minutes of what was found while it lasted; Infinity of the rest. */
export type Delays = readonly number[];

const delaysOf = (watcher: Watcher, planned: readonly Planned[]): number[] =>
  planned.map(({ day, begin, end }) => delayOf(watcher, day, begin, end));

/** The first of several watchers that finds something. */
const firstOf = (watchers: readonly Watcher[], planned: readonly Planned[]): number[] =>
  planned.map(({ day, begin, end }) => Math.min(...watchers.map((one) => delayOf(one, day, begin, end))));

const perHour = ({ offered, from }: SimulatedSeries, planned: readonly Planned[]): number => {
  // The hour before each incident says what is usual about it.
  const counts = planned.map(({ begin }) =>
    offered.subarray(begin - from - 60, begin - from).reduce((sum, one) => sum + one, 0),
  );
  return counts.reduce((sum, one) => sum + one, 0) / counts.length;
};

const agentsOf = ({ rates }: SimulatedSeries): string[] =>
  [...rates.keys()].filter((name) => name.startsWith('errors of ')).sort();

/** Makes errors of one call in sixty those of one in five, and of one in twelve. */
const [MANY, MORE] = [12.6, 4.8];

/** Share of what is counted within incidents, or in all other steps. */
function shareOf(
  { from, rates }: SimulatedSeries,
  name: string,
  planned: readonly Planned[],
  isWithin: boolean,
): number {
  const { values, totals } = stepsOf({ rates }, name);
  let [value, total] = [0, 0];
  for (const [step, one] of values.entries()) {
    const minute = from + step * 5;
    if (planned.some(({ begin, end }) => minute >= begin && minute + 5 <= end) !== isWithin) continue;
    value += one;
    total += totals[step] ?? 0;
  }
  return value / total;
}

/** Weeks with a doubling, a silence, and two kinds of more errors. */
export function countedIncidents(callsPerDay: number, seed: number) {
  const { firstDay } = startOf(seed);
  const plan = {
    doubling: weekly(firstDay, 1, 60),
    manyErrors: weekly(firstDay, 2, 60),
    silence: weekly(firstDay, 3, 60),
    moreErrors: weekly(firstDay, 4, 240),
  };
  const named = [
    ...incidentsOf(plan.doubling, 'spike', 2),
    ...incidentsOf(plan.manyErrors, 'errors', MANY),
    ...incidentsOf(plan.silence, 'silence', 1),
    ...incidentsOf(plan.moreErrors, 'errors', MORE),
  ];
  const series = simulatedSeries({ seed: `counted-${seed}`, callsPerDay, firstDay, days: ALL_DAYS, named });
  const of = watched(series);
  const errors = rateWatcher(of, stepsOf(series, 'errors'), 'above');
  const byAgent = agentsOf(series).map((name) => rateWatcher(of, stepsOf(series, name), 'above'));
  return {
    perHour: perHour(series, plan.doubling),
    errors: [
      shareOf(series, 'errors', [...plan.manyErrors, ...plan.moreErrors], false),
      shareOf(series, 'errors', plan.manyErrors, true),
      shareOf(series, 'errors', plan.moreErrors, true),
    ],
    doubling: delaysOf(countWatcher(of, series.offered, 'above'), plan.doubling),
    silence: delaysOf(countWatcher(of, series.offered, 'silence'), plan.silence),
    manyErrors: delaysOf(errors, plan.manyErrors),
    manyErrorsByAgent: firstOf(byAgent, plan.manyErrors),
    moreErrors: delaysOf(errors, plan.moreErrors),
    moreErrorsByAgent: firstOf(byAgent, plan.moreErrors),
  };
}

/** Makes the 95th percentile of all turns so much slower; with the simulator's language model, by 60 %. */
const SLOW_FACTOR = 2.1;

/** All events of calls are many: half as many weeks, and two incidents in each. */
const SLOW_WEEKS = 19;

function percentile95(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(0.95 * sorted.length)] ?? NaN;
}

/** Weeks with two hours in which agents answer slowly. */
export function slowIncidents(callsPerDay: number, seed: number) {
  const { firstDay } = startOf(seed);
  const days = SLOW_WEEKS * 7 + 1;
  const planned = [...weekly(firstDay, 1, 60), ...weekly(firstDay, 3, 60)].filter(({ day }) => day < firstDay + days);
  const named = incidentsOf(planned, 'latency', SLOW_FACTOR);
  const series = simulatedSeries({
    seed: `slow-${seed}`,
    callsPerDay,
    firstDay,
    days,
    named,
    detail: 'full',
  });
  const of = watched(series);
  const agents = [...series.turns.keys()].filter((name) => name !== 'all');
  const [slow, usual]: [number[], number[]] = [[], []];
  for (const [step, value] of turnsOf(series, 'all')) {
    const minute = series.from + step * 5;
    if (planned.some(({ begin, end }) => minute >= begin && minute + 5 <= end)) slow.push(value);
    else if (planned.some(({ begin }) => minute >= begin - 60 && minute + 5 <= begin)) usual.push(value);
  }
  return {
    rise: percentile95(slow) / percentile95(usual) - 1,
    all: delaysOf(latencyWatcher(of, turnsOf(series, 'all')), planned),
    byAgent: firstOf(
      agents.map((agent) => latencyWatcher(of, turnsOf(series, agent))),
      planned,
    ),
  };
}

/** Doublings and quiet weeks of one count, with the method changed. */
export function doublings(callsPerDay: number, seed: number, varies: boolean) {
  const { firstDay } = startOf(seed);
  const planned = weekly(firstDay, 1, 60);
  const firm = { callsPerDay, firstDay, days: ALL_DAYS, varies };
  const named = incidentsOf(planned, 'spike', 2);
  const noisy = watched(simulatedSeries({ ...firm, seed: `doubling-${seed}`, named }));
  const quiet = watched(simulatedSeries({ ...firm, seed: `doubling-quiet-${seed}` }));
  return {
    days: judgedDays(firstDay),
    delays: (variant: CountVariant): Delays =>
      delaysOf(countWatcher(noisy, noisy.series.offered, 'above', variant), planned),
    quiet: (variant: CountVariant): Watcher => countWatcher(quiet, quiet.series.offered, 'above', variant),
  };
}
