import { bucketIndex, bucketStart, type Bucket } from '../../lib/time/bucket.js';
import type { Range } from './plan.js';

/** A bucket of a range, by its number; time in epoch milliseconds, absent where the whole range is one. */
export interface BucketTime {
  readonly index: number;
  readonly time: number | undefined;
}

/** The buckets of a range in their order, those without any row included. */
export function bucketsOf(bucket: Bucket | undefined, range: Range, timezone: string): BucketTime[] {
  if (bucket === undefined) return [{ index: 0, time: undefined }];
  const first = bucketIndex(range.from, bucket, timezone);
  const count = bucketIndex(range.to - 1, bucket, timezone) - first + 1;
  const starts = Array.from({ length: count + 1 }, (_, position) => bucketStart(first + position, bucket, timezone));
  return starts.slice(0, count).flatMap((start, position) => {
    // A day that a zone skipped when it crossed the date line begins and ends at once; it is no bucket.
    const isSkipped = start === starts[position + 1];
    return isSkipped ? [] : [{ index: first + position, time: start / 1_000 }];
  });
}

/** Whether a range contains all of a bucket: others are not compared with whole ones. @param range until now, if it goes on */
export const isWholeBucket = (index: number, bucket: Bucket, range: Range, timezone: string): boolean =>
  bucketStart(index, bucket, timezone) >= range.from && bucketStart(index + 1, bucket, timezone) <= range.to;
