import type { FrameValue } from '@callsight/contract/query/answer';
import { BASELINE_WEEKS } from '../baselines/history.js';
import { countBand, valueBand, type Band } from '../baselines/band.js';
import { anomalyOf, dispersionOf, usualValue, type UsualValue } from '../baselines/usual-value.js';
import { localDay } from '../../lib/time/zone.js';
import type { AnswerWork } from './answer-limits.js';
import { NO_SHIFT } from './local-time.js';
import { measure, type Measured, type RunStatement } from './measure.js';
import type { Plan } from './plan.js';
import type { Cells } from './table.js';
import { bucketWeeksBefore, dayOfBucket, rangesBefore, withWeeksBefore } from './weeks-before.js';

/** Columns that a baseline adds to a metric, in their order. */
export const BASELINE_COLUMNS = ['baseline', 'low', 'high', 'anomaly'] as const;
export type BaselineColumn = (typeof BASELINE_COLUMNS)[number];

/** What was measured in the weeks before, by group and bucket. */
export interface WeeksBefore {
  /** Cells of the same bucket in each of the weeks before that is known; none of a holiday. */
  readonly cells: (group: readonly FrameValue[], bucket: number) => { measured: Measured; cells: Readonly<Cells> }[];
}

/** First bucket in which a group had anything: before it, nothing is known of the group. */
function firstBuckets({ table }: Measured): (group: readonly FrameValue[]) => number {
  const known = new Map<string, number>();
  return (group) => {
    const key = JSON.stringify(group);
    const first = known.get(key) ?? Math.min(Infinity, ...(table.series(group)?.buckets.keys() ?? []));
    known.set(key, first);
    return first;
  };
}

async function measureBuckets(
  plan: Plan & { readonly bucket: NonNullable<Plan['bucket']> },
  tenant: string,
  currencies: readonly (string | undefined)[],
  run: RunStatement,
  work: AnswerWork,
): Promise<WeeksBefore> {
  const range = withWeeksBefore(plan);
  const measured = await measure({ ...plan, range }, { tenant, range, shift: NO_SHIFT }, currencies, run, work);
  const before = bucketWeeksBefore(plan, plan.bucket);
  const firstOf = firstBuckets(measured);
  const holidays = new Set(plan.holidays);
  const days = new Map<number, boolean>();
  const isHoliday = (bucket: number): boolean => {
    const known = days.get(bucket);
    if (known !== undefined) return known;
    const is = holidays.has(dayOfBucket(bucket, plan.bucket, plan.timezone));
    days.set(bucket, is);
    return is;
  };
  return {
    cells: (group, bucket) => {
      const first = firstOf(group);
      const weeks = Array.from({ length: BASELINE_WEEKS }, (_, index) => before(bucket, index + 1));
      return weeks
        .filter((one) => one >= first && !isHoliday(one))
        .map((one) => ({ measured, cells: measured.table.values(group, one) }));
    },
  };
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
): Promise<WeeksBefore> {
  const { bucket } = plan;
  return bucket === undefined
    ? measureRanges(plan, tenant, currencies, run, work)
    : measureBuckets({ ...plan, bucket }, tenant, currencies, run, work);
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
