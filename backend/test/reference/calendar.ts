import { Temporal } from 'temporal-polyfill';

const HOUR = 3_600_000_000;

/** Intervals of a fixed length, counted from the UTC epoch, in microseconds. */
const FIXED: Readonly<Record<string, number>> = {
  '1m': HOUR / 60,
  '5m': HOUR / 12,
  '15m': HOUR / 4,
  '1h': HOUR,
  '6h': 6 * HOUR,
};

const localTime = (micros: number, zone: string): Temporal.ZonedDateTime =>
  Temporal.Instant.fromEpochMilliseconds(Math.floor(micros / 1_000)).toZonedDateTimeISO(zone);

/** First instant of a date in a zone, which is not always its midnight. */
const firstInstant = (date: Temporal.PlainDate, zone: string): number =>
  date.toZonedDateTime(zone).epochMilliseconds * 1_000;

function calendarBucket(micros: number, interval: string, zone: string): [number, number] {
  const date = localTime(micros, zone).toPlainDate();
  const [first, step] = {
    '1d': [date, { days: 1 }] as const,
    '1w': [date.subtract({ days: date.dayOfWeek - 1 }), { days: 7 }] as const,
    '1M': [date.with({ day: 1 }), { months: 1 }] as const,
  }[interval] ?? [date, { days: 1 }];
  return [firstInstant(first, zone), firstInstant(first.add(step), zone)];
}

/** Begin and end of the bucket that an instant lies in. */
function bucketAt(micros: number, interval: string, zone: string): [number, number] {
  const length = FIXED[interval];
  if (length === undefined) return calendarBucket(micros, interval, zone);
  const begin = Math.floor(micros / length) * length;
  return [begin, begin + length];
}

/** All buckets that have a part in the range, from the first on. */
export function bucketsOf(from: number, to: number, interval: string, zone: string): [number, number][] {
  const buckets: [number, number][] = [];
  for (let at = from; at < to;) {
    const bucket = bucketAt(at, interval, zone);
    buckets.push(bucket);
    at = bucket[1];
  }
  return buckets;
}

export const hourOfDay = (micros: number, zone: string): number => localTime(micros, zone).hour;

/** 1 for Monday to 7 for Sunday. */
export const weekdayOf = (micros: number, zone: string): number => localTime(micros, zone).dayOfWeek;
