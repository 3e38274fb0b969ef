import { bucketIndex, bucketStart, type Bucket } from '../../lib/time/bucket.js';
import { DAY_MICROS } from '../../lib/time/durations.js';
import { localDay, offsetSpans, startOfLocalDay, zoned, toMicros } from '../../lib/time/zone.js';
import { BASELINE_WEEKS } from '../baselines/history.js';
import { QueryError } from '../catalogue/language/query-error.js';
import type { Plan, Range } from './plan.js';

const WEEK_MICROS = 7 * DAY_MICROS;

/** A range as it was some weeks before, at the same times of the local days. */
const weeksEarlier = ({ from, to }: Range, zone: string, weeks: number): Range => ({
  from: toMicros(zoned(from, zone).subtract({ weeks })),
  to: toMicros(zoned(to, zone).subtract({ weeks })),
});

/** The range of a plan and the weeks before it that a baseline learns from; the first bucket may have begun a week before. */
const withWeeksBefore = ({ range, timezone }: Pick<Plan, 'range' | 'timezone'>): Range => ({
  from: weeksEarlier(range, timezone, BASELINE_WEEKS + 1).from - DAY_MICROS,
  to: range.to,
});

/** Nothing that is earlier has a part in the baseline of a plan; epoch microseconds. */
export const startOfWeeksBefore = (plan: Plan): number => withWeeksBefore(plan).from;

/** From the first to the last day that a baseline of a plan learns from, without the day that is asked for. */
function daysAround(first: number, end: number, zone: string): Range {
  return {
    from: startOfLocalDay(localDay(first, zone), zone),
    to: startOfLocalDay(localDay(end - 1, zone) + 1, zone),
  };
}

/**
 * The local days of the weeks before in which the buckets of a plan have their like, those that touch as one. Whole days, so
 * that what was read of them is right for all ranges that begin and end on the same days.
 */
export function windowsBefore(plan: Plan, bucket: Bucket): Range[] {
  const { range, timezone } = plan;
  const before = bucketWeeksBefore(plan, bucket);
  const first = bucketIndex(range.from, bucket, timezone);
  const last = bucketIndex(range.to - 1, bucket, timezone);
  const windows: Range[] = [];
  for (let weeks = BASELINE_WEEKS; weeks >= 1; weeks -= 1) {
    const from = bucketStart(before(first, weeks), bucket, timezone);
    const window = daysAround(from, bucketStart(before(last, weeks) + 1, bucket, timezone), timezone);
    const previous = windows.at(-1);
    if (previous === undefined || previous.to < window.from) windows.push(window);
    else windows[windows.length - 1] = { from: previous.from, to: Math.max(previous.to, window.to) };
  }
  return windows;
}

/** The ranges of the weeks before, for a plan without buckets. */
export const rangesBefore = ({ range, timezone }: Plan): Range[] =>
  Array.from({ length: BASELINE_WEEKS }, (_, index) => weeksEarlier(range, timezone, index + 1));

/**
 * The same bucket at the same time of the local week, some weeks before.
 * @returns for the number of a bucket and so many weeks, its number then
 * @throws QueryError for buckets that are no part of a week
 */
export function bucketWeeksBefore(plan: Plan, bucket: Bucket): (index: number, weeks: number) => number {
  const { timezone } = plan;
  if (bucket.unit === 'day' && bucket.count === 1) return (index, weeks) => index - 7 * weeks;
  if (bucket.unit === 'week' && bucket.count === 1) return (index, weeks) => index - weeks;
  if (bucket.unit !== 'micros')
    throw new QueryError(
      'invalid_baseline',
      'a baseline is of an hour of the week; ask for an interval of at most a day, or of a week',
      '/baseline',
    );
  const { from, to } = withWeeksBefore(plan);
  const spans = offsetSpans(timezone, from, to).toReversed();
  const offsetAt = (micros: number): number => (spans.find((span) => micros >= span.from) ?? spans.at(-1))?.offset ?? 0;
  return (index, weeks) => {
    const start = bucketStart(index, bucket, timezone);
    const earlier = start - weeks * WEEK_MICROS;
    return bucketIndex(earlier + offsetAt(start) - offsetAt(earlier), bucket, timezone);
  };
}

/** The local day in which a bucket begins, in days from 1970-01-01. */
export const dayOfBucket = (index: number, bucket: Bucket, zone: string): number =>
  localDay(bucketStart(index, bucket, zone), zone);
