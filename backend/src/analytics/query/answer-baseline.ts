import type { FrameValue } from '@callsight/contract/query/answer';
import { BASELINE_WEEKS } from '../baselines/history.js';
import { countBand, valueBand, type Band } from '../baselines/band.js';
import { anomalyOf, dispersionOf, usualValue, type UsualValue } from '../baselines/usual-value.js';
import { bucketIndex, type Bucket } from '../../lib/time/bucket.js';
import { DAY_MICROS } from '../../lib/time/durations.js';
import { localDay } from '../../lib/time/zone.js';
import type { AnswerWork } from './answer-limits.js';
import { toGroupValue } from './group-value.js';
import { NO_SHIFT } from './local-time.js';
import { measure, type Measured, type RunStatement } from './measure.js';
import type { Plan } from './plan.js';
import type { Cells } from './table.js';
import { datasetsOf } from './planner.js';
import { firstRowsStatement } from './rows-sql.js';
import { bucketWeeksBefore, dayOfBucket, rangesBefore, windowsBefore } from './weeks-before.js';

/** Columns that a baseline adds to a metric, in their order. */
export const BASELINE_COLUMNS = ['baseline', 'low', 'high', 'anomaly'] as const;
export type BaselineColumn = (typeof BASELINE_COLUMNS)[number];

/** What was measured in the weeks before, by group and bucket. */
export interface WeeksBefore {
  /** Cells of the same bucket in each of the weeks before that is known; none of a holiday. */
  readonly cells: (group: readonly FrameValue[], bucket: number) => { measured: Measured; cells: Readonly<Cells> }[];
}

/** The weeks before a range, for a plan with buckets. */
export interface MeasuredWeeks {
  readonly measured: Measured;
  /** First time that anything is known of a group, epoch microseconds. */
  readonly firstOf: ReadonlyMap<string, number>;
}

/** Gives measured weeks that were kept, where nothing of them has changed. @param plan the weeks as a range */
export type KeepWeeks = (plan: Plan, key: unknown, compute: () => Promise<MeasuredWeeks>) => Promise<MeasuredWeeks>;

const keepNone: KeepWeeks = (_plan, _key, compute) => compute();

const groupKey = (group: readonly FrameValue[]): string => JSON.stringify(group);

/** When anything is first known of each group, over all datasets of a plan. */
async function firstTimes(plan: Plan, tenant: string, run: RunStatement): Promise<ReadonlyMap<string, number>> {
  const scope = { tenant, range: plan.range, shift: NO_SHIFT };
  const answers = await Promise.all(
    datasetsOf(plan.metrics).map((dataset) => run(firstRowsStatement(plan, { ...scope, dataset }))),
  );
  const first = new Map<string, number>();
  for (const row of answers.flat()) {
    if (row['first'] === null) continue;
    const key = groupKey(plan.groups.map((_, index) => toGroupValue(row[`g${index}`])));
    first.set(key, Math.min(first.get(key) ?? Infinity, Number(row['first'])));
  }
  return first;
}

/** A function that is called with the same numbers again and again. */
function cached<Value>(compute: (index: number) => Value): (index: number) => Value {
  const known = new Map<number, { readonly value: Value }>();
  return (index) => {
    const found = known.get(index) ?? { value: compute(index) };
    known.set(index, found);
    return found.value;
  };
}

/** Reads what a bucket was in the weeks before: not before anything is known of its group, and not on holidays. */
function weeksReader(
  plan: Plan & { readonly bucket: Bucket },
  { measured, firstOf }: MeasuredWeeks,
): WeeksBefore['cells'] {
  const { bucket, timezone } = plan;
  const before = bucketWeeksBefore(plan, bucket);
  const holidays = new Set(plan.holidays);
  const isHoliday = cached((index) => holidays.size > 0 && holidays.has(dayOfBucket(index, bucket, timezone)));
  const pastOf = cached((index) =>
    Array.from({ length: BASELINE_WEEKS }, (_, week) => before(index, week + 1)).filter((one) => !isHoliday(one)),
  );
  const bucketOf = cached((micros) => bucketIndex(micros, bucket, timezone));
  return (group, index) => {
    const first = firstOf.get(groupKey(group));
    if (first === undefined) return [];
    const buckets = measured.table.series(group)?.buckets;
    return pastOf(index)
      .filter((one) => one >= bucketOf(first))
      .map((one) => ({ measured, cells: buckets?.get(one) ?? measured.table.empty }));
  };
}

async function measureBuckets(
  plan: Plan & { readonly bucket: Bucket },
  tenant: string,
  currencies: readonly (string | undefined)[],
  run: RunStatement,
  work: AnswerWork,
  keep: KeepWeeks,
): Promise<WeeksBefore> {
  const { bucket, timezone, metrics, groups, filters } = plan;
  const windows = windowsBefore(plan, bucket);
  const range = { from: windows[0]?.from ?? plan.range.from, to: windows.at(-1)?.to ?? plan.range.from };
  // A day more tells whether a group was known before the first bucket.
  const known = { ...plan, range: { from: range.from - DAY_MICROS, to: range.to } };
  const key = { bucket, timezone, metrics, groups, filters, windows, currencies };
  const weeks = await keep(known, key, async () => {
    const [measured, firstOf] = await Promise.all([
      measure({ ...plan, range }, { tenant, range, windows, shift: NO_SHIFT }, currencies, run, work),
      firstTimes(known, tenant, run),
    ]);
    return { measured, firstOf };
  });
  return { cells: weeksReader(plan, weeks) };
}

async function measureRanges(
  plan: Plan,
  tenant: string,
  currencies: readonly (string | undefined)[],
  run: RunStatement,
  work: AnswerWork,
): Promise<WeeksBefore> {
  const ranges = rangesBefore(plan).filter(
    ({ from }) => plan.holidays?.includes(localDay(from, plan.timezone)) !== true,
  );
  const weeks = await Promise.all(
    ranges.map((range) => measure({ ...plan, range }, { tenant, range, shift: NO_SHIFT }, currencies, run, work)),
  );
  return {
    cells: (group) =>
      weeks.flatMap((measured) => {
        const cells = measured.table.series(group)?.buckets.get(0);
        return cells === undefined ? [] : [{ measured, cells }];
      }),
  };
}

/** Measures the weeks before a plan's range, for its baseline. */
export function measureWeeksBefore(
  plan: Plan,
  tenant: string,
  currencies: readonly (string | undefined)[],
  run: RunStatement,
  work: AnswerWork,
  keep: KeepWeeks = keepNone,
): Promise<WeeksBefore> {
  const { bucket } = plan;
  return bucket === undefined
    ? measureRanges(plan, tenant, currencies, run, work)
    : measureBuckets({ ...plan, bucket }, tenant, currencies, run, work, keep);
}

/** What is usual in one cell, and where the value usually lies. */
export interface UsualCell {
  readonly usual: UsualValue;
  readonly band: Band;
}

/**
 * What is usual in each bucket of one group and metric.
 * @param weeks values of the same bucket in the weeks before, for each bucket
 * @param of what the metric is, and the most that it can be
 */
export function usualCells(
  weeks: readonly (readonly number[])[],
  { isCount, most }: { readonly isCount: boolean; readonly most: number | undefined },
): (UsualCell | undefined)[] {
  const dispersion = isCount ? dispersionOf(weeks) : 0;
  return weeks.map((values) => {
    const usual = usualValue(values, isCount);
    if (usual === undefined) return undefined;
    return { usual, band: isCount ? countBand(usual.median, dispersion) : valueBand(usual, most) };
  });
}

/** One column of a baseline. @param value the metric itself; null also where the bucket is cut off or still running */
export function baselineValue(column: BaselineColumn, cell: UsualCell | undefined, value: number | null): FrameValue {
  if (cell === undefined) return null;
  if (column === 'baseline') return cell.usual.median;
  if (column === 'anomaly') return value === null ? null : anomalyOf(value, cell.usual);
  return cell.band[column];
}
