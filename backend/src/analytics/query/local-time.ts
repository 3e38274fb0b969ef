import { EARLIEST_TIME, MAX_SECONDS_AHEAD } from '../../ingest/events/time-limits.js';
import type { Bucket } from '../../lib/time/bucket.js';
import { offsetSpans } from '../../lib/time/zone.js';
import { DAY_MICROS } from '../../lib/time/durations.js';
import type { Range, Shift } from './plan.js';
import type { Micros } from '../../lib/time/units.js';

/**
 * Every time that a row can have. A call lies where it started, which may be long before what a question finds it by, such as
 * a step or its end, and also after it.
 * @param now epoch microseconds
 */
export const anyTime = (now: Micros): Range => ({
  from: EARLIEST_TIME,
  to: now + MAX_SECONDS_AHEAD * 1_000_000 + 1,
});

/**
 * SQL of a row's local time in microseconds: its time plus the offset that its zone had then.
 * @param range all rows have to lie in it: beyond its ends a change of the clock is not known
 */
export function localTimeSql(time: string, zone: string, range: Range): string {
  const [first, ...later] = offsetSpans(zone, range.from, range.to);
  const offset = String(first?.offset ?? 0);
  if (later.length === 0) return offset === '0' ? time : `(${time} + ${offset})`;
  // The latest first, for most rows are young.
  const known = later.toReversed().map((span) => `WHEN ${time} >= ${span.from} THEN ${span.offset}`);
  return `(${time} + CASE ${known.join(' ')} ELSE ${offset} END)`;
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
