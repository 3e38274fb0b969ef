import type { ThresholdLevel, ThresholdState } from '@callsight/contract/monitoring/threshold';
import { LocalClock, type LocalDay } from '../../analytics/baselines/local-clock.js';
import { daysOff, DRIFT_NEEDED, driftRatio, type DayValue } from './drift.js';
import type { DayRange } from './models.js';
import { startOfDay } from './steps-to-days.js';
import { groupsOf, valuesOf, type ReadGroup, type SeriesReader } from './read-series.js';
import type { Stretch } from './series-sql.js';
import { timeOf } from './state.js';
import { labelsOf, type Variant } from './variant.js';
import type { Watch } from './watch.js';

/** Days before the first that is judged: seven weeks, and the five days that are judged together. */
const DAYS_BEFORE = 7 * 7 + 5;
/** Every zone is a multiple of so many minutes off. */
const STEP_MINUTES = 15;

function stretchOf({ watch: { zone } }: Variant, { first, last }: DayRange): Stretch {
  const from = Math.floor(startOfDay(first - DAYS_BEFORE, zone) / STEP_MINUTES) * STEP_MINUTES;
  return { from, to: startOfDay(last + 1, zone), stepMinutes: STEP_MINUTES };
}

/** How a slow drift is on a day, of one group. */
interface DriftDay {
  readonly day: LocalDay;
  readonly level: ThresholdLevel;
  readonly score: number | null;
  readonly value: number | null;
  readonly usual: number | null;
  readonly total: number;
}

export interface DriftGroup {
  readonly group: ReturnType<typeof labelsOf>;
  readonly days: readonly DriftDay[];
}

type ValueOf = (day: LocalDay) => DayValue | undefined;

interface Days {
  readonly watch: Watch;
  readonly clock: LocalClock;
  readonly stretch: Stretch;
}

/** Values of whole local days. What lies before the first one that is known as a whole is not known. */
function dayValues(
  { watch, clock, stretch }: Days,
  { firstStep }: ReadGroup,
  values: Float64Array,
  totals: Float64Array,
): ValueOf {
  const sums = new Map<LocalDay, DayValue>();
  for (const [step, value] of values.entries()) {
    const day = clock.dayOf(stretch.from + step * stretch.stepMinutes);
    const known = sums.get(day) ?? { value: 0, total: 0 };
    sums.set(day, { value: known.value + value, total: known.total + (totals[step] ?? 0) });
  }
  const isKnown = Number.isFinite(firstStep);
  const firstDay = isKnown ? clock.dayOf(stretch.from + firstStep * stretch.stepMinutes) + 1 : Infinity;
  return (day) => {
    const sum = sums.get(day);
    if (sum === undefined || day < firstDay || watch.holidays.has(day)) return undefined;
    if (watch.measure.kind === 'count') return sum;
    return sum.total === 0 ? undefined : { value: sum.value / sum.total, total: sum.total };
  };
}

function judgeDay(day: LocalDay, valueOf: ValueOf, { threshold, directions }: Watch): DriftDay {
  const off = daysOff(valueOf, day, directions);
  const own = valueOf(day);
  const seen = {
    day,
    value: own?.value ?? null,
    usual: driftRatio(valueOf, day)?.usual ?? null,
    total: own?.total ?? 0,
  };
  if (off === undefined) return { ...seen, level: 'learning', score: null };
  const level = off < DRIFT_NEEDED ? 'ok' : (threshold.severity ?? 'critical');
  return { ...seen, level, score: off / DRIFT_NEEDED };
}

/** Judges whole local days, from the first to the last, for each group. */
export async function judgeDrift(variant: Variant, range: DayRange, reader: SeriesReader): Promise<DriftGroup[]> {
  const { watch, currency } = variant;
  const { measure, zone } = watch;
  if (measure.kind === 'percentile' || measure.kind === 'other') return [];
  const stretch = stretchOf(variant, range);
  const steps = (stretch.to - stretch.from) / stretch.stepMinutes;
  const values = await reader.columns(watch, measure.value, currency, stretch);
  const totals = measure.kind === 'count' ? values : await reader.columns(watch, measure.total, currency, stretch);
  const clock = new LocalClock(zone, stretch.from, stretch.to);
  return [...groupsOf([...values, ...totals])].map(([key, read]) => {
    const own = valuesOf(measure.value, values, key, steps);
    const of = measure.kind === 'count' ? own : valuesOf(measure.total, totals, key, steps);
    const valueOf = dayValues({ watch, clock, stretch }, read, own, of);
    const count = range.last - range.first + 1;
    const days = Array.from({ length: count }, (_, index) => judgeDay(range.first + index, valueOf, watch));
    return { group: labelsOf(variant, read.group), days };
  });
}

/** Days that are looked back for the day on which a state began. */
const SINCE_DAYS = 30;

const isAlert = ({ level }: DriftDay): boolean => level === 'critical' || level === 'warning';

/** States of a slow drift: those of the last whole day. @param today local day that has not ended */
export async function driftStates(variant: Variant, today: LocalDay, reader: SeriesReader): Promise<ThresholdState[]> {
  const { zone } = variant.watch;
  const groups = await judgeDrift(variant, { first: today - SINCE_DAYS, last: today - 1 }, reader);
  return groups.flatMap(({ group, days }) => {
    const last = days.at(-1);
    if (last === undefined) return [];
    const before = days.findLastIndex(({ level }) => level !== last.level);
    const begin = days[before + 1] ?? last;
    return [
      {
        group,
        level: last.level,
        score: last.score,
        value: last.value,
        baseline: last.usual,
        n: last.total,
        since: timeOf(startOfDay(begin.day + 1, zone)),
        fired_24h: isAlert(last) && begin === last ? 1 : 0,
      },
    ];
  });
}
