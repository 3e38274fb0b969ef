import { DAY_MS } from '../../lib/time/durations.js';
import { autoInterval } from '../../lib/time/bucket.js';
import type { Millis } from '../../lib/time/units.js';
import type { DateStyle, Format } from '../words/format.js';
import type { Range } from './section-maker.js';

/** Points of a sparkline at the most. */
const SPARK_POINTS = 62;

/** @returns an interval that cuts a range into a readable number of points */
export const sparkInterval = ({ from, to }: Range): string =>
  to - from <= 2 * DAY_MS ? '1h' : autoInterval(from * 1_000, to * 1_000, SPARK_POINTS);

/** A series in a report has as many points as its width can show. */
export const seriesInterval = (interval: string, { from, to }: Range): string =>
  interval === 'auto' ? autoInterval(from * 1_000, to * 1_000, 62) : interval;

/** How the begin of a bucket is written, by the unit of the interval. */
const STYLES: Readonly<Record<string, { readonly axis: DateStyle; readonly full: DateStyle }>> = {
  m: { axis: 'time', full: 'hour' },
  h: { axis: 'time', full: 'hour' },
  d: { axis: 'day', full: 'weekday-day' },
  w: { axis: 'day', full: 'date' },
  M: { axis: 'month', full: 'month' },
};

/** Labels of buckets: short ones for an axis, full ones for whoever points at a bar. */
export function bucketLabels(
  times: readonly Millis[],
  interval: string,
  format: Format,
): { readonly axis: string; readonly full: string }[] {
  const unit = interval.at(-1) ?? 'd';
  const [first = 0] = times;
  const isLong = (times.at(-1) ?? first) - first > DAY_MS;
  const { axis, full } = STYLES[unit] ?? STYLES['M'] ?? { axis: 'month', full: 'month' };
  return times.map((time) => ({
    axis: format.date(time, axis === 'time' && isLong ? 'hour' : axis),
    full: format.date(time, full),
  }));
}
