import { DAY_MICROS } from './durations.js';
import { Temporal } from 'temporal-polyfill';

/** From here to the next span a zone is this far ahead of UTC; both in microseconds. */
export interface OffsetSpan {
  readonly from: number;
  readonly offset: number;
}

export function isTimeZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone.length > 0;
  } catch {
    return false;
  }
}

export const zoned = (micros: number, zone: string): Temporal.ZonedDateTime =>
  Temporal.Instant.fromEpochNanoseconds(BigInt(micros) * 1_000n).toZonedDateTimeISO(zone);

export const toMicros = (time: Temporal.ZonedDateTime): number => Number(time.epochNanoseconds / 1_000n);

/**
 * The offsets of a zone during a range. There are two a year at the most, so that local time of millions of rows is a
 * comparison with a constant or two, and no calendar is asked row by row.
 */
export function offsetSpans(zone: string, from: number, to: number): OffsetSpan[] {
  let at = zoned(from, zone);
  const spans: OffsetSpan[] = [{ from, offset: at.offsetNanoseconds / 1_000 }];
  for (;;) {
    const next = at.getTimeZoneTransition('next');
    if (next === null || toMicros(next) >= to) return spans;
    spans.push({ from: toMicros(next), offset: next.offsetNanoseconds / 1_000 });
    at = next;
  }
}

/** First instant of a local day, which is not midnight where the clock skips it. */
export function startOfLocalDay(day: number, zone: string): number {
  const date = Temporal.PlainDate.from({ year: 1970, month: 1, day: 1 }).add({ days: day });
  return toMicros(date.toZonedDateTime({ timeZone: zone }));
}

/** Days from 1970-01-01 to the local date of an instant. */
export function localDay(micros: number, zone: string): number {
  const local = zoned(micros, zone);
  return Math.floor((micros + local.offsetNanoseconds / 1_000) / DAY_MICROS);
}
