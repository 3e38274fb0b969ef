import { bucketIndex, bucketStart, type Bucket } from '../../lib/time/bucket.js';
import { DAY_MICROS } from '../../lib/time/durations.js';
import { localDay, offsetSpans, zoned, toMicros } from '../../lib/time/zone.js';
import { BASELINE_WEEKS } from '../baselines/history.js';
import { QueryError } from '../catalogue/language/query-error.js';
import type { Plan, Range } from './plan.js';

const WEEK_MICROS = 7 * DAY_MICROS;

/** A range as it was some weeks before, at the same times of the local days. */
const weeksEarlier = ({ from, to }: Range, zone: string, weeks: number): Range => ({
  from: toMicros(zoned(from, zone).subtract({ weeks })),
  to: toMicros(zoned(to, zone).subtract({ weeks })),
});

/** The range of a plan and the weeks before it that a baseline learns from. */
export const withWeeksBefore = ({ range, timezone }: Plan): Range => ({
  from: weeksEarlier(range, timezone, BASELINE_WEEKS).from - DAY_MICROS,
  to: range.to,
});

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
