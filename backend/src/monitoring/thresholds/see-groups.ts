import type { Frame, FrameValue } from '@callsight/contract/query/answer';
import { SLOT_MINUTES, type EpochMinute } from '../../analytics/baselines/local-clock.js';
import type { AnswerWork } from '../../analytics/query/answer-limits.js';
import { answerPlan } from '../../analytics/query/answer-plan.js';
import { MINUTE_MICROS } from '../../lib/time/durations.js';
import type { Seen } from './seen.js';
import type { Models } from './models.js';
import { groupsOf, keyOfGroup, valuesOf, type Group, type SeriesReader } from './read-series.js';
import type { Stretch } from './series-sql.js';
import type { Variant } from './variant.js';
import { isPlain, type Watch } from './watch.js';
import type { RunStatement } from '../../analytics/query/measure.js';
import type { Plan } from '../../analytics/query/plan.js';
import type { Micros } from '../../lib/time/units.js';

/** What was seen of a group, and for what is compared plainly its values. */
export interface SeenGroup {
  readonly group: Group;
  readonly seen: Seen;
  readonly given: Float64Array | undefined;
}

const NOTHING = new Float64Array(0);

/** Counts are watched minute by minute, the rest in steps of five minutes, what is compared plainly window by window. */
export function stepMinutesOf(watch: Watch): number {
  const { measure, windowMinutes } = watch;
  if (measure.kind === 'other' || (isPlain(watch) && measure.kind === 'percentile')) return windowMinutes;
  return measure.kind === 'count' ? 1 : SLOT_MINUTES;
}

/** The steps of a threshold between two minutes: whole ones only, but for a window that is compared plainly. */
export function stretchOf(watch: Watch, from: EpochMinute, to: EpochMinute): Stretch {
  const stepMinutes = stepMinutesOf(watch);
  const direction = watch.directions[0];
  const isRunning = stepMinutes === watch.windowMinutes && isPlain(watch) && direction === 'above';
  const round = isRunning ? Math.ceil : Math.floor;
  return {
    from: Math.floor(from / stepMinutes) * stepMinutes,
    to: round(to / stepMinutes) * stepMinutes,
    stepMinutes,
  };
}

/** Makes known what will be read, so that many thresholds are read together. */
export function wantSeen(reader: SeriesReader, { watch, currency }: Variant, stretch: Stretch): void {
  const { measure } = watch;
  if (measure.kind === 'percentile' || measure.kind === 'other') return;
  reader.want(watch, measure.value, currency, stretch);
  if (measure.kind !== 'count') reader.want(watch, measure.total, currency, stretch);
}

export interface Reading {
  readonly tenant: string;
  readonly now: Micros;
  readonly run: RunStatement;
  readonly work: AnswerWork;
}

/** A plan of the metric of a threshold, exactly as a query of it would be planned. */
export function metricPlan(watch: Watch, from: EpochMinute, to: EpochMinute, now: Micros, stepMinutes?: number): Plan {
  return {
    refId: '',
    range: { from: from * MINUTE_MICROS, to: to * MINUTE_MICROS },
    timezone: watch.zone,
    now,
    bucket: stepMinutes === undefined ? undefined : { unit: 'micros', count: stepMinutes * MINUTE_MICROS },
    interval: undefined,
    metrics: [{ metric: watch.metric, formula: watch.formula }],
    groups: watch.groups,
    filters: watch.filters,
    comparison: undefined,
    order: undefined,
    limit: undefined,
  };
}

/** The column of the metric, of the currency where there are several. */
const columnOf = ({ fields }: Frame['schema'], { metric }: Watch, currency: string | undefined): number =>
  fields.findIndex(({ name, labels }) => name === metric.id && (labels?.['currency'] ?? currency) === currency);

/**
 * Values of the metric of a threshold, as a query gives them.
 * @param currency of the amounts, where it is one of several
 * @returns for each group, by its key: its values step by step, NaN where there is none
 */
export async function readMetric(
  { watch, currency }: Variant,
  { from, to, stepMinutes }: Stretch,
  { tenant, now, run, work }: Reading,
): Promise<Map<string, { readonly group: Group; readonly values: Float64Array }>> {
  const steps = Math.max(1, Math.round((to - from) / stepMinutes));
  const { schema, data } = await answerPlan(metricPlan(watch, from, to, now, stepMinutes), tenant, run, work);
  const column = data.values[columnOf(schema, watch, currency)] ?? [];
  const times = data.values[0] ?? [];
  const found = new Map<string, { group: Group; values: Float64Array }>();
  for (const [row, value] of column.entries()) {
    const group: FrameValue[] = watch.groups.map((_, index) => data.values[index + 1]?.[row] ?? null);
    const key = keyOfGroup(group);
    const one = found.get(key) ?? { group, values: new Float64Array(steps).fill(NaN) };
    if (value !== null) one.values[Math.round((Number(times[row]) / 60_000 - from) / stepMinutes)] = Number(value);
    found.set(key, one);
  }
  return found;
}

/** The value of the metric over a stretch as a whole, for each group. */
export async function readMetricOnce(
  { watch, currency }: Variant,
  [from, to]: readonly [from: EpochMinute, to: EpochMinute],
  reading: Reading,
): Promise<ReadonlyMap<string, number>> {
  const { schema, data } = await answerPlan(
    metricPlan(watch, from, to, reading.now),
    reading.tenant,
    reading.run,
    reading.work,
  );
  const found = new Map<string, number>();
  for (const [row, value] of (data.values[columnOf(schema, watch, currency)] ?? []).entries()) {
    const group = watch.groups.map((_, index) => data.values[index]?.[row] ?? null);
    if (value !== null) found.set(keyOfGroup(group), Number(value));
  }
  return found;
}

const zeros = ({ from, to, stepMinutes }: Stretch): Seen => {
  const steps = Math.max(0, Math.round((to - from) / stepMinutes));
  return { from, stepMinutes, steps, values: new Float64Array(steps), totals: new Float64Array(steps), bins: NOTHING };
};

/** Whether it is compared with its value of each window alone, as a query gives it. */
const isWindowed = (watch: Watch): boolean => stepMinutesOf(watch) === watch.windowMinutes && isPlain(watch);

async function seeSteps(reader: SeriesReader, variant: Variant, stretch: Stretch, models: Models, reading: Reading) {
  const { watch, currency } = variant;
  const { measure, groups } = watch;
  const empty = zeros(stretch);
  if (measure.kind === 'percentile' || measure.kind === 'other') return [];
  const values = await reader.columns(watch, measure.value, currency, stretch);
  const totals = measure.kind === 'count' ? [] : await reader.columns(watch, measure.total, currency, stretch);
  const found: SeenGroup[] = [];
  for (const [key, { group }] of groupsOf([...values, ...totals])) {
    const sums = valuesOf(measure.value, values, key, empty.steps);
    const of = measure.kind === 'count' ? sums : valuesOf(measure.total, totals, key, empty.steps);
    // A group that has rows, but none that is watched, and never had, is none.
    const isWatched = groups.length === 0 || models.has(key) || of.some((value) => value !== 0);
    if (isWatched) found.push({ group, seen: { ...empty, values: sums, totals: of }, given: undefined });
    if (reading.work.pace.isDue(empty.steps)) await reading.work.pace.rest();
  }
  return found;
}

/** What was seen of each group of a threshold. Without groups there is one, also where nothing happened. */
export async function seeGroups(
  reader: SeriesReader,
  variant: Variant,
  stretch: Stretch,
  models: Models,
  reading: Reading,
): Promise<SeenGroup[]> {
  const { watch } = variant;
  const seen = zeros(stretch);
  const find = async (): Promise<SeenGroup[]> => {
    if (seen.steps === 0) return [];
    if (isWindowed(watch)) {
      const read = await readMetric(variant, stretch, reading);
      return [...read.values()].map(({ group, values }) => ({ group, seen, given: values }));
    }
    if (watch.measure.kind !== 'percentile') return seeSteps(reader, variant, stretch, models, reading);
    const read = [...(await reader.bins(watch, stretch)).values()];
    return read.map(({ group, pairs }) => ({ group, seen: { ...seen, bins: pairs }, given: undefined }));
  };
  const found = await find();
  if (found.length > 0 || watch.groups.length > 0) return found;
  return [{ group: [], seen, given: isWindowed(watch) ? new Float64Array(seen.steps).fill(NaN) : undefined }];
}
