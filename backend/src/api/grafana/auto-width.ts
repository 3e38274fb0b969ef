import { autoInterval, bucketIndex, parseInterval } from '../../lib/time/bucket.js';
import { isTimeZone } from '../../lib/time/zone.js';

/** More points than this say nothing more, however wide a panel is. */
const MAX_POINTS = 200;

/** After it there is no wider one. */
export const WIDEST = '1M';

/** Times outside of these are refused by whoever answers; here they would only overflow the calendar. */
const LATEST_MICROS = 2 ** 52;

/** What a panel says of the width of its points. */
interface Panel {
  /** Epoch microseconds. */
  readonly from: number;
  readonly to: number;
  readonly timezone: string;
  /** 0 if it does not say. */
  readonly maxDataPoints: number;
  /** The least width of a point, in milliseconds. */
  readonly intervalMS: number;
}

function countOf(interval: string, { from, to, timezone }: Panel): number {
  const bucket = parseInterval(interval);
  return bucket === undefined ? 0 : bucketIndex(to - 1, bucket, timezone) - bucketIndex(from, bucket, timezone) + 1;
}

/**
 * The finest usual interval that is at least as wide as the panel wants, and gives no more points than it takes. A range that
 * begins within a bucket touches one more than fit into it, so the buckets are counted.
 */
export function autoWidth(panel: Panel): string {
  const { from, to, timezone, maxDataPoints, intervalMS } = panel;
  if (!isTimeZone(timezone) || from < 0 || to > LATEST_MICROS) return 'auto';
  const points = maxDataPoints > 0 ? Math.min(maxDataPoints, MAX_POINTS) : MAX_POINTS;
  const min = Math.max(intervalMS, 1) * 1_000;
  // An interval of exactly the least width is not lost to the last bit of a division.
  let max = Math.min(points, ((to - from) / min) * (1 + 1e-9));
  let interval = autoInterval(from, to, max);
  while (interval !== WIDEST && countOf(interval, panel) > points) {
    // Each usual interval is at least twice as wide as the one before: none is passed over.
    max /= 2;
    interval = autoInterval(from, to, max);
  }
  return interval;
}
