import { SLOT_MINUTES, type LocalDay } from '../../analytics/baselines/local-clock.js';
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
import type { Measure } from '../../analytics/catalogue/language/measure.js';
import type { Pace } from '../../lib/scheduling/pace.js';
import { groupsOf, valuesOf, type SeriesReader } from './read-series.js';
import { Days, newHours, toDayBins, toDayCounts, toDayHours } from './steps-to-days.js';
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

/** Days and history of one group. */
interface Known<Day> {
  readonly firstDay: LocalDay;
  readonly days: Map<LocalDay, Day>;
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
export function variationOf(history: History<DayHours>, day: LocalDay): number {
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

function countModels(watch: Watch, known: Known<DayCounts>, isPreview: boolean): ModelOf {
  const baseline = new CountBaseline(historyOf(known, watch));
  // A silence is judged with it, and a band is drawn with it.
  const needsDispersion = isPreview || watch.threshold.kind === 'silence';
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

type Makers = Map<string, ModelOf>;

async function percentileMakers(reader: SeriesReader, watch: Watch, days: Days, quantile: number): Promise<Makers> {
  const bins = await reader.bins(watch, days.stretch);
  return new Map(
    [...bins].map(([key, { firstStep, pairs }]) => [
      key,
      latencyModels(watch, { firstDay: days.knownFrom(firstStep), days: toDayBins(days, pairs) }, quantile),
    ]),
  );
}

interface Making {
  readonly pace: Pace;
  /** Whether bands are drawn, which need to know how much counts vary. */
  readonly isPreview: boolean;
}

async function sumMakers(
  reader: SeriesReader,
  { watch, currency }: Variant,
  measure: Exclude<Measure, { readonly kind: 'percentile' | 'other' }>,
  days: Days,
  { pace, isPreview }: Making,
): Promise<Makers> {
  const values = await reader.columns(watch, measure.value, currency, days.stretch);
  const totals = measure.kind === 'count' ? [] : await reader.columns(watch, measure.total, currency, days.stretch);
  const makers: Makers = new Map();
  for (const [key, { firstStep }] of groupsOf([...values, ...totals])) {
    const firstDay = days.knownFrom(firstStep);
    const sums = valuesOf(measure.value, values, key, days.steps);
    if (measure.kind === 'count')
      makers.set(key, countModels(watch, { firstDay, days: toDayCounts(days, sums) }, isPreview));
    else {
      const of = valuesOf(measure.total, totals, key, days.steps);
      makers.set(key, hourModels(watch, { firstDay, days: toDayHours(days, sums, of) }, measure.kind));
    }
    if (pace.isDue(days.steps)) await pace.rest();
  }
  return makers;
}

function makersOf(reader: SeriesReader, variant: Variant, days: Days, making: Making): Promise<Makers> {
  const { measure } = variant.watch;
  if (measure.kind === 'other') return Promise.resolve<Makers>(new Map());
  return measure.kind === 'percentile'
    ? percentileMakers(reader, variant.watch, days, measure.quantile)
    : sumMakers(reader, variant, measure, days, making);
}

/** Models of all groups of a threshold for each day from the first to the last; what lies after a day has no part in it. */
export async function readModels(
  reader: SeriesReader,
  variant: Variant,
  { first, last }: DayRange,
  making: Making,
): Promise<Models> {
  const { pace } = making;
  const makers = await makersOf(reader, variant, daysBefore(variant.watch, first, last), making);
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
