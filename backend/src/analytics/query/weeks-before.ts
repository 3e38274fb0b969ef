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

/** Buckets from one on, without the end, that are measured and kept together. */
export interface Stretch {
  readonly first: number;
  readonly end: number;
}

/** All buckets that begin on the local days of some. */
function onWholeDays({ first, end }: Stretch, bucket: Bucket, zone: string): Stretch {
  const day = (index: number): number => localDay(bucketStart(index, bucket, zone), zone);
  const startOf = (index: number): number => bucketIndex(startOfLocalDay(index, zone), bucket, zone);
  return { first: startOf(day(first)), end: Math.max(end, startOf(day(end - 1) + 1)) };
}

/** Local days of which rows are read together: when one of them changes, the others are not read again. */
const STRETCH_DAYS = 7;

/**
 * The buckets of the weeks before that a plan compares with, in stretches of at most about a week that do not overlap, the
 * earliest first. They cover whole local days, so that they are the same for all ranges that begin and end on the same days.
 */
export function stretchesBefore(plan: Plan, bucket: Bucket): Stretch[] {
  const { range, timezone } = plan;
  const before = bucketWeeksBefore(plan, bucket);
  const first = bucketIndex(range.from, bucket, timezone);
  const last = bucketIndex(range.to - 1, bucket, timezone);
  const stretches: Stretch[] = [];
  let begin = -Infinity;
  for (let weeks = BASELINE_WEEKS; weeks >= 1; weeks -= 1) {
    const asked = { first: before(first, weeks), end: before(last, weeks) + 1 };
    const { first: from, end } = onWholeDays(asked, bucket, timezone);
    begin = Math.max(begin, from);
    while (begin < end) {
      const day = localDay(bucketStart(begin, bucket, timezone), timezone) + STRETCH_DAYS;
      const next = bucketIndex(startOfLocalDay(day, timezone), bucket, timezone);
      const stretch = { first: begin, end: Math.min(end, Math.max(next, begin + 1)) };
      stretches.push(stretch);
      begin = stretch.end;
    }
  }
  return stretches;
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
