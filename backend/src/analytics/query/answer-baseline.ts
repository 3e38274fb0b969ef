import type { FrameValue } from '@callsight/contract/query/answer';
import { BASELINE_WEEKS } from '../baselines/history.js';
import { countBand, valueBand, type Band } from '../baselines/band.js';
import { anomalyOf, dispersionOf, usualValue, type UsualValue } from '../baselines/usual-value.js';
import { bucketIndex, bucketStart, type Bucket } from '../../lib/time/bucket.js';
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
import { bucketWeeksBefore, dayOfBucket, rangesBefore, stretchesBefore, type Stretch } from './weeks-before.js';

/** Columns that a baseline adds to a metric, in their order. */
export const BASELINE_COLUMNS = ['baseline', 'low', 'high', 'anomaly'] as const;
export type BaselineColumn = (typeof BASELINE_COLUMNS)[number];

/** What was measured in the weeks before, by group and bucket. */
export interface WeeksBefore {
  /** Cells of the same bucket in each of the weeks before that is known; none of a holiday. */
  readonly cells: (group: readonly FrameValue[], bucket: number) => { measured: Measured; cells: Readonly<Cells> }[];
}

/** What was measured in a part of the weeks before a range, for a plan with buckets. */
export interface MeasuredStretch {
  readonly measured: Measured;
  /** First time that anything is known of a group since the stretch before, epoch microseconds. */
  readonly firstOf: ReadonlyMap<string, number>;
}

/** Gives a stretch that was kept, if nothing in it has changed. @param plan with the range that the stretch depends on */
export type KeepStretch = (
  plan: Plan,
  key: unknown,
  compute: () => Promise<MeasuredStretch>,
) => Promise<MeasuredStretch>;

const keepNone: KeepStretch = (_plan, _key, compute) => compute();

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

/** A function that is called with the same values again and again. */
function cached<Key, Value>(compute: (key: Key) => Value): (key: Key) => Value {
  const known = new Map<Key, { readonly value: Value }>();
  return (key) => {
    const found = known.get(key) ?? { value: compute(key) };
    known.set(key, found);
    return found.value;
  };
}

interface KnownStretch extends MeasuredStretch, Stretch {}

/** When anything is first known of a group, in any of some stretches. */
const firstKnown = (stretches: readonly KnownStretch[], group: string): number =>
  Math.min(...stretches.map(({ firstOf }) => firstOf.get(group) ?? Infinity));

/** Reads what a bucket was in the weeks before: not before anything is known of its group, and not on holidays. */
function weeksReader(
  plan: Plan & { readonly bucket: Bucket },
  stretches: readonly KnownStretch[],
): WeeksBefore['cells'] {
  const { bucket, timezone } = plan;
  const before = bucketWeeksBefore(plan, bucket);
  const holidays = new Set(plan.holidays);
  const isHoliday = cached((index: number) => holidays.has(dayOfBucket(index, bucket, timezone)));
  const stretchOf = cached((index: number) => stretches.find(({ first, end }) => index >= first && index < end));
  const pastOf = cached((index: number) =>
    Array.from({ length: BASELINE_WEEKS }, (_, week) => before(index, week + 1)).flatMap((past) => {
      const stretch = stretchOf(past);
      return stretch === undefined || (holidays.size > 0 && isHoliday(past)) ? [] : [{ past, stretch }];
    }),
  );
  const firstBucket = cached((group: string) => {
    const first = firstKnown(stretches, group);
    return first === Infinity ? Infinity : bucketIndex(first, bucket, timezone);
  });
  return (group, index) => {
    const first = firstBucket(groupKey(group));
    return pastOf(index).flatMap(({ past, stretch: { measured } }) =>
      past < first ? [] : [{ measured, cells: measured.table.values(group, past) }],
    );
  };
}

/** A day more tells whether a group was known before the first bucket. */
const DAY_BEFORE = DAY_MICROS;

async function measureBuckets(
  plan: Plan & { readonly bucket: Bucket },
  tenant: string,
  currencies: readonly (string | undefined)[],
  run: RunStatement,
  work: AnswerWork,
  keep: KeepStretch,
): Promise<WeeksBefore> {
  const { bucket, timezone, metrics, groups, filters } = plan;
  const startOf = (index: number): number => bucketStart(index, bucket, timezone);
  const stretches = stretchesBefore(plan, bucket);
  const measured = await Promise.all(
    stretches.map(async (stretch, index): Promise<KnownStretch> => {
      const range = { from: startOf(stretch.first), to: startOf(stretch.end) };
      const previous = stretches[index - 1];
      const since = previous === undefined ? range.from - DAY_BEFORE : startOf(previous.end);
      const known = { ...plan, range: { from: since, to: range.to } };
      const key = { bucket, timezone, metrics, groups, filters, range, since, currencies };
      const kept = await keep(known, key, async () => {
        const [table, firstOf] = await Promise.all([
          measure({ ...plan, range }, { tenant, range, shift: NO_SHIFT }, currencies, run, work),
          firstTimes(known, tenant, run),
        ]);
        return { measured: table, firstOf };
      });
      return { ...kept, ...stretch };
    }),
  );
  return { cells: weeksReader(plan, measured) };
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
  keep: KeepStretch = keepNone,
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
