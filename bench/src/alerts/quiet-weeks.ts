import type { LocalDay } from '@callsight/backend/analytics/baselines/local-clock';
import { simulatedSeries, Turns, type SimulatedSeries, type Steps } from './simulated-series.js';
import { alarmsOf, countWatcher, latencyWatcher, meanWatcher, rateWatcher, watched, type Watcher } from './watchers.js';

const HISTORY_WEEKS = 6;
const QUIET_WEEKS = 26;
const DAYS_A_MONTH = 365.25 / 12;

/** Months that one quiet history stands for. */
export const QUIET_MONTHS = (QUIET_WEEKS * 7) / DAYS_A_MONTH;

const dayOf = (date: string): LocalDay => Date.parse(date) / 86_400_000;

/** Mondays from which on half a year is judged after six weeks: over the clock going forward, and back. */
const STARTS = [
  { firstDay: dayOf('2026-01-26'), clockChange: dayOf('2026-03-29') },
  { firstDay: dayOf('2026-08-03'), clockChange: dayOf('2026-10-25') },
] as const;

/** Begin of the history with this number, and the day in it on which clocks change. */
export const startOf = (seed: number): (typeof STARTS)[number] => STARTS[seed % 2] ?? STARTS[0];

/** Days from the end of the first six weeks on. */
export const judgedDays = (firstDay: LocalDay, weeks = QUIET_WEEKS): LocalDay[] =>
  Array.from({ length: 7 * weeks }, (_, index) => firstDay + 7 * HISTORY_WEEKS + index);

export const ALL_DAYS = 7 * (HISTORY_WEEKS + QUIET_WEEKS) + 1;

const NOTHING: Steps = { values: new Float64Array(0), totals: new Float64Array(0) };
export const stepsOf = ({ rates }: Pick<SimulatedSeries, 'rates'>, name: string): Steps => rates.get(name) ?? NOTHING;
export const turnsOf = ({ turns }: SimulatedSeries, name: string): Turns => turns.get(name) ?? new Turns();

/** Twenty watchers: the thresholds of a new installation, each agent by itself where they do so, and transfers. */
function twentyWatchers(series: SimulatedSeries): ReadonlyMap<string, Watcher> {
  const of = watched(series);
  const agents = [...series.turns.keys()].filter((name) => name !== 'all').sort();
  return new Map<string, Watcher>([
    ['nobody calls', countWatcher(of, series.offered, 'silence')],
    ['more calls', countWatcher(of, series.offered, 'above')],
    ['fewer calls', countWatcher(of, series.offered, 'below')],
    ['lost calls', countWatcher(of, series.lost, 'above')],
    ...agents.map((agent): [string, Watcher] => [`latency of ${agent}`, latencyWatcher(of, turnsOf(series, agent))]),
    ...agents.map((agent): [string, Watcher] => [
      `errors of ${agent}`,
      rateWatcher(of, stepsOf(series, `errors of ${agent}`), 'above'),
    ]),
    ['abandonment', rateWatcher(of, stepsOf(series, 'abandonment'), 'above')],
    ['conversion', rateWatcher(of, stepsOf(series, 'conversion'), 'below')],
    ['transfers', rateWatcher(of, stepsOf(series, 'transfers'), 'above')],
    ['cost', meanWatcher(of, stepsOf(series, 'cost'), 'above')],
  ]);
}

/** False alarms of half a year. */
export interface QuietAlarms {
  readonly watchers: number;
  /** Alarms by the kind of what is watched. */
  readonly byKind: ReadonlyMap<string, number>;
  readonly total: number;
  /** Of them, those within two weeks from the change of the clock on. */
  readonly afterClockChange: number;
}

/** Counts what twenty watchers find in half a year in which nothing happens. */
export function quietAlarms(callsPerDay: number, seed: number): QuietAlarms {
  const { firstDay, clockChange } = startOf(seed);
  const firm = { seed: `quiet-${seed}`, callsPerDay, firstDay, days: ALL_DAYS, detail: 'full' } as const;
  const series = simulatedSeries(firm);
  const byKind = new Map<string, number>();
  let afterClockChange = 0;
  const watchers = twentyWatchers(series);
  const days = judgedDays(firstDay);
  const twoWeeks = days.filter((day) => day >= clockChange && day < clockChange + 14);
  for (const [name, watcher] of watchers) {
    const alarms = alarmsOf(watcher, days).length;
    const kind = name.replace(/ of .*/, '');
    byKind.set(kind, (byKind.get(kind) ?? 0) + alarms);
    afterClockChange += alarmsOf(watcher, twoWeeks).length;
  }
  const total = [...byKind.values()].reduce((sum, count) => sum + count, 0);
  return { watchers: watchers.size, byKind, total, afterClockChange };
}
