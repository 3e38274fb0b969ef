import { DAY_MS } from './durations.js';
import { localDay, startOfLocalDay, zoned } from './zone.js';

/**
 * Width of a time bucket. Below a day it is so many microseconds, counted from the epoch; from a day on it follows the
 * calendar of the asked zone: days from 1970-01-01, weeks from Monday, months from January.
 */
export interface Bucket {
  readonly unit: 'micros' | 'day' | 'week' | 'month';
  readonly count: number;
}

const SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3_600 };
const CALENDAR: Readonly<Record<string, Bucket>> = {
  d: { unit: 'day', count: 1 },
  w: { unit: 'week', count: 1 },
  M: { unit: 'month', count: 1 },
  Q: { unit: 'month', count: 3 },
  y: { unit: 'month', count: 12 },
};

/** @returns undefined when the text is no duration, such as "5m", "1h", "1d", "1w" or "1M" */
export function parseInterval(text: string): Bucket | undefined {
  const match = /^([1-9]\d{0,5})([smhdwMQy])$/.exec(text);
  if (match === null) return undefined;
  const count = Number(match[1]);
  const seconds = SECONDS[match[2] ?? ''];
  if (seconds === undefined) {
    const calendar = CALENDAR[match[2] ?? ''];
    return calendar && { unit: calendar.unit, count: calendar.count * count };
  }
  const total = count * seconds;
  return total % 86_400 === 0 ? { unit: 'day', count: total / 86_400 } : { unit: 'micros', count: total * 1_000_000 };
}

const AUTO: readonly (readonly [string, number])[] = [
  ['1m', 60],
  ['5m', 300],
  ['15m', 900],
  ['30m', 1_800],
  ['1h', 3_600],
  ['3h', 10_800],
  ['6h', 21_600],
  ['12h', 43_200],
  ['1d', 86_400],
  ['1w', 604_800],
  ['1M', 2_592_000],
];

/** The finest usual interval that cuts a range into at most so many buckets. */
export function autoInterval(from: number, to: number, most = 200): string {
  const seconds = (to - from) / 1_000_000;
  return (AUTO.find(([, width]) => seconds / width <= most) ?? ['1M'])[0];
}

/** First local day of a bucket that follows the calendar. */
function firstDay(index: number, { unit, count }: Bucket): number {
  if (unit === 'day') return index * count;
  if (unit === 'week') return index * count * 7 - 3;
  const month = index * count;
  return Math.floor(Date.UTC(1970 + Math.floor(month / 12), month - Math.floor(month / 12) * 12, 1) / DAY_MS);
}

/** Start of a bucket, in epoch microseconds. */
export function bucketStart(index: number, bucket: Bucket, zone: string): number {
  return bucket.unit === 'micros' ? index * bucket.count : startOfLocalDay(firstDay(index, bucket), zone);
}

/** Number of the bucket that an instant lies in. */
export function bucketIndex(micros: number, bucket: Bucket, zone: string): number {
  if (bucket.unit === 'micros') return Math.floor(micros / bucket.count);
  if (bucket.unit === 'month') {
    const { year, month } = zoned(micros, zone);
    return Math.floor(((year - 1970) * 12 + month - 1) / bucket.count);
  }
  const day = localDay(micros, zone);
  return bucket.unit === 'day' ? Math.floor(day / bucket.count) : Math.floor((day + 3) / 7 / bucket.count);
}
