import type { Bucket } from '../time/bucket.js';
import { DAY_MICROS, offsetSpans } from '../time/zone.js';
import type { Range, Shift } from './plan.js';

/** SQL of a row's local time in microseconds: its time plus the offset that its zone had then. */
export function localTimeSql(time: string, zone: string, range: Range): string {
  const [first, ...later] = offsetSpans(zone, range.from, range.to);
  let offset = String(first?.offset ?? 0);
  for (const { from, offset: next } of later) offset = `CASE WHEN ${time} >= ${from} THEN ${next} ELSE ${offset} END`;
  return offset === '0' ? time : `(${time} + ${offset})`;
}

const monthSql = (local: string): string => `date_diff('month', DATE '1970-01-01', make_timestamp(${local})::DATE)`;

function calendarSql(local: string, { unit, count }: Bucket): string {
  if (unit === 'month') return `${monthSql(local)} // ${count}`;
  const day = `(${local}) // ${DAY_MICROS}`;
  return unit === 'day' ? `(${day}) // ${count}` : `((${day}) + 3) // ${7 * count}`;
}

/** SQL of the number of the bucket that a row lies in, its time moved by `shift`. */
export function bucketSql(time: string, bucket: Bucket, zone: string, range: Range, shift: Shift): string {
  if (bucket.unit === 'micros') {
    // Below a day nothing follows the calendar, and a shift by days is one by 24 hours each, unless a clock changed.
    const moved = shift.micros + shift.days * DAY_MICROS;
    return `(${time} + ${moved}) // ${bucket.count}`;
  }
  if (bucket.unit === 'month' && shift.months !== 0)
    return `(${monthSql(localTimeSql(time, zone, range))} + ${shift.months}) // ${bucket.count}`;
  if (shift.micros === 0) return calendarSql(`${localTimeSql(time, zone, range)} + ${shift.days * DAY_MICROS}`, bucket);
  const moved = { from: range.from + shift.micros, to: range.to + shift.micros };
  return calendarSql(localTimeSql(`(${time} + ${shift.micros})`, zone, moved), bucket);
}

export const NO_SHIFT: Shift = { micros: 0, days: 0, months: 0 };
