import {
  LocalClock,
  HOURS_A_DAY,
  minuteOfDay,
  MINUTES_A_DAY,
  SLOT_MINUTES,
  SLOTS_A_DAY,
  type EpochMinute,
  type LocalDay,
} from '../../analytics/baselines/local-clock.js';
import { firstLearned, type DayCounts, type DayHours, type History } from '../../analytics/baselines/history.js';
import { CountBaseline, type UsualCounts } from '../../analytics/baselines/usual-counts.js';
import {
  deviationOfCalls,
  pastDays,
  usualHours,
  type Deviation,
  type UsualHours,
} from '../../analytics/baselines/usual-hours.js';
import { LatencyBaseline, type DayBins, type UsualLatency } from '../../analytics/baselines/usual-latency.js';
import { MINUTE_MICROS } from '../../lib/time/durations.js';
import type { Pace } from '../../lib/scheduling/pace.js';
import { startOfLocalDay } from '../../lib/time/zone.js';
import { groupsOf, valuesOf, type SeriesReader } from './read-series.js';
import type { Stretch } from './series-sql.js';
import type { Variant } from './variant.js';
import type { Watch } from './watch.js';

/** What is usual for one group on one local day. */
export interface Model {
  readonly counts?: UsualCounts;
  readonly dispersion?: number;
  readonly hours?: UsualHours;
  /** Squared coefficient of variation of one amount. */
  readonly variation?: number;
  readonly latency?: UsualLatency;
  /** First day that a model is expected for; undefined where there is one, or nobody can tell. */
  readonly learningUntil?: LocalDay;
}

/** Models by group and by day. */
export type Models = ReadonlyMap<string, ReadonlyMap<LocalDay, Model>>;

/** Days of history before the first day that is asked for: six weeks, the week before for the level, and a day at the edge. */
export const HISTORY_DAYS = 50;

/** Local days, both included. */
export interface DayRange {
  readonly first: LocalDay;
  readonly last: LocalDay;
}

export const startOfDay = (day: LocalDay, zone: string): EpochMinute =>
  Math.floor(startOfLocalDay(day, zone) / MINUTE_MICROS);

/** Minutes that every offset of a zone in a stretch is a multiple of, up to an hour. */
function offsetMinutes(clock: LocalClock, from: EpochMinute, to: EpochMinute): number {
  const offsets = [from, to - 1, Math.floor((from + to) / 2)].map((minute) => clock.local(minute) - minute);
  return [60, 30, 15].find((width) => offsets.every((offset) => offset % width === 0)) ?? SLOT_MINUTES;
}

/** Days and history of one group. */
interface Known<Day> {
  readonly firstDay: LocalDay;
  readonly days: Map<LocalDay, Day>;
}

/** Puts steps into the days of the wall's clock. */
class Days {
  readonly stretch: Stretch;
  readonly clock: LocalClock;
  readonly firstDay: LocalDay;
  readonly steps: number;
  /** Local day and minute of it for each step. */
  readonly #local: Float64Array;

  constructor(watch: Watch, first: LocalDay, last: LocalDay, stepMinutes: number | undefined) {
    const from = startOfDay(first, watch.zone);
    const to = startOfDay(last + 1, watch.zone);
    this.clock = new LocalClock(watch.zone, from, to);
    const width = stepMinutes ?? offsetMinutes(this.clock, from, to);
    const aligned = Math.floor(from / width) * width;
    this.stretch = { from: aligned, to, stepMinutes: width };
    this.firstDay = first;
    this.steps = Math.ceil((to - aligned) / width);
    this.#local = Float64Array.from({ length: this.steps }, (_, step) => this.clock.local(aligned + step * width));
  }

  at(step: number): { readonly day: LocalDay; readonly minute: number } {
    const local = this.#local[step] ?? 0;
    const minute = minuteOfDay(local);
    return { day: (local - minute) / MINUTES_A_DAY, minute };
  }

  /** First day that a group is known for as a whole: the first, if it had rows at its begin. */
  knownFrom(firstStep: number): LocalDay {
    if (!Number.isFinite(firstStep)) return Infinity;
    const { day } = this.at(Math.min(this.steps - 1, firstStep));
    return day <= this.firstDay + 1 ? this.firstDay : day + 1;
  }
}

/** Calls of five minutes by local day. A step that the clock shows twice counts half, one that it skips is not known. */
function toDayCounts(days: Days, values: Float64Array): Map<LocalDay, DayCounts> {
  const result = new Map<LocalDay, DayCounts>();
  const shown = new Map<LocalDay, Uint8Array>();
  for (const [step, value] of values.entries()) {
    const { day, minute } = days.at(step);
    const slot = Math.floor(minute / SLOT_MINUTES);
    add(dayIn(result, day, newDay), slot, value);
    add(
      dayIn(shown, day, () => new Uint8Array(SLOTS_A_DAY)),
      slot,
      1,
    );
  }
  for (const [day, times] of shown) {
    const counts = dayIn(result, day, newDay);
    for (const [slot, count] of times.entries()) if (count !== 1) counts[slot] = (counts[slot] ?? 0) / count;
  }
  return result;
}

const newDay = (): DayCounts => new Float64Array(SLOTS_A_DAY);

function dayIn<Day>(days: Map<LocalDay, Day>, day: LocalDay, make: () => Day): Day {
  const known = days.get(day);
  if (known !== undefined) return known;
  const made = make();
  days.set(day, made);
  return made;
}

function add(numbers: Float64Array | Uint8Array, index: number, value: number): void {
  numbers[index] = (numbers[index] ?? 0) + value;
}

const newHours = (): DayHours => ({ sums: new Float64Array(HOURS_A_DAY), totals: new Float64Array(HOURS_A_DAY) });

function toDayHours(days: Days, sums: Float64Array, totals: Float64Array): Map<LocalDay, DayHours> {
  const result = new Map<LocalDay, DayHours>();
  for (const [step, sum] of sums.entries()) {
    const total = totals[step] ?? 0;
    if (sum === 0 && total === 0) continue;
    const { day, minute } = days.at(step);
    const hours = dayIn(result, day, newHours);
    add(hours.sums, Math.floor(minute / 60), sum);
    add(hours.totals, Math.floor(minute / 60), total);
  }
  return result;
}

function toDayBins(days: Days, triples: Float64Array): Map<LocalDay, DayBins> {
  const lists = new Map<LocalDay, number[][]>();
  for (let at = 0; at + 2 < triples.length; at += 3) {
    const { day, minute } = days.at(triples[at] ?? 0);
    const hours = lists.get(day) ?? Array.from({ length: HOURS_A_DAY }, () => []);
    hours[Math.floor(minute / 60)]?.push(triples[at + 1] ?? 0, triples[at + 2] ?? 0);
    lists.set(day, hours);
  }
  return new Map([...lists].map(([day, hours]) => [day, hours.map((hour) => Float64Array.from(hour))]));
}

/** What each hour of the past weeks differs from what is usual in it, in units of what one amount brings. */
function deviationsOf(history: History<DayHours>, day: LocalDay): Deviation[] {
  const week = Array.from({ length: 7 }, (_, ahead) => usualHours(history, day + ahead, 'mean'));
  return pastDays(history, day).flatMap((past) => {
    const usual = week[(((past - day) % 7) + 7) % 7]?.value;
    const hours = history.days.get(past) ?? newHours();
    return [...hours.totals].flatMap((total, hour) => {
      const mean = usual?.[hour] ?? 0;
      if (total < MIN_AMOUNTS || mean <= 0) return [];
      return [{ squared: total * ((hours.sums[hour] ?? 0) / total / mean - 1) ** 2, total }];
    });
  });
}

/** How much amounts of the calls differ from each other, from what hours differ from what is usual in them. */
function variationOf(history: History<DayHours>, day: LocalDay): number {
  const deviations = deviationsOf(history, day);
  const total = deviations.reduce((sum, one) => sum + one.total, 0);
  const variation = deviationOfCalls(deviations, total / Math.max(1, deviations.length) / 12);
  return Number.isNaN(variation) ? DEFAULT_VARIATION : Math.max(MIN_VARIATION, variation);
}

/** Hours with fewer amounts are left out. */
const MIN_AMOUNTS = 5;
/** Amounts that differ as much as exponentially distributed ones. */
const DEFAULT_VARIATION = 1;
const MIN_VARIATION = 0.01;

function historyOf<Day>({ firstDay, days }: Known<Day>, { holidays }: Watch): History<Day> {
  return { firstDay, days, isLeftOut: (day) => holidays.has(day) };
}

const learning = (firstDay: LocalDay): Pick<Model, 'learningUntil'> =>
  Number.isFinite(firstDay) ? { learningUntil: firstLearned(firstDay) } : {};

/** Works out the models of one group. */
type ModelOf = (day: LocalDay) => Model;

function countModels(watch: Watch, known: Known<DayCounts>): ModelOf {
  const baseline = new CountBaseline(historyOf(known, watch));
  const needsDispersion = watch.threshold.kind === 'silence';
  return (day) => {
    const counts = baseline.usual(day);
    if (counts === undefined) return learning(known.firstDay);
    return needsDispersion ? { counts, dispersion: baseline.dispersion(day) } : { counts };
  };
}

function hourModels(watch: Watch, known: Known<DayHours>, kind: 'rate' | 'mean'): ModelOf {
  const history = historyOf(known, watch);
  return (day) => {
    const hours = usualHours(history, day, kind);
    if (hours === undefined) return learning(known.firstDay);
    return kind === 'rate' ? { hours } : { hours, variation: variationOf(history, day) };
  };
}

function latencyModels(watch: Watch, known: Known<DayBins>, quantile: number): ModelOf {
  const baseline = new LatencyBaseline(historyOf(known, watch), quantile);
  return (day) => {
    const latency = baseline.usual(day);
    return latency === undefined ? learning(known.firstDay) : { latency };
  };
}

/** The stretch of history that the models of some days learn from. */
function daysBefore(watch: Watch, first: LocalDay, last: LocalDay): Days {
  return new Days(watch, first - HISTORY_DAYS, last - 1, watch.measure.kind === 'count' ? SLOT_MINUTES : undefined);
}

/** Makes known what models will read, so that many thresholds are read together. */
export function wantModels(reader: SeriesReader, { watch, currency }: Variant, { first, last }: DayRange): void {
  const { measure } = watch;
  const { stretch } = daysBefore(watch, first, last);
  if (measure.kind === 'percentile' || measure.kind === 'other') return;
  reader.want(watch, measure.value, currency, stretch);
  if (measure.kind !== 'count') reader.want(watch, measure.total, currency, stretch);
}

/** Models of all groups of a threshold for each day from the first to the last; what lies after a day has no part in it. */
export async function readModels(
  reader: SeriesReader,
  { watch, currency }: Variant,
  { first, last }: DayRange,
  pace: Pace,
): Promise<Models> {
  const { measure } = watch;
  const days = daysBefore(watch, first, last);
  const makers = new Map<string, ModelOf>();
  if (measure.kind === 'percentile') {
    for (const [key, { firstStep, pairs }] of await reader.bins(watch, days.stretch))
      makers.set(
        key,
        latencyModels(watch, { firstDay: days.knownFrom(firstStep), days: toDayBins(days, pairs) }, measure.quantile),
      );
  } else if (measure.kind !== 'other') {
    const values = await reader.columns(watch, measure.value, currency, days.stretch);
    const totals = measure.kind === 'count' ? [] : await reader.columns(watch, measure.total, currency, days.stretch);
    for (const [key, { firstStep }] of groupsOf([...values, ...totals])) {
      const firstDay = days.knownFrom(firstStep);
      const sums = valuesOf(measure.value, values, key, days.steps);
      if (measure.kind === 'count') makers.set(key, countModels(watch, { firstDay, days: toDayCounts(days, sums) }));
      else {
        const of = valuesOf(measure.total, totals, key, days.steps);
        makers.set(key, hourModels(watch, { firstDay, days: toDayHours(days, sums, of) }, measure.kind));
      }
      if (pace.isDue(days.steps)) await pace.rest();
    }
  }
  const models = new Map<string, Map<LocalDay, Model>>();
  for (const [key, modelOf] of makers) {
    const byDay = new Map<LocalDay, Model>();
    for (let day = first; day <= last; day += 1) {
      byDay.set(day, modelOf(day));
      if (pace.isDue(20_000)) await pace.rest();
    }
    models.set(key, byDay);
  }
  return models;
}
