import type { Temporal } from 'temporal-polyfill';
import { parseRfc3339 } from './rfc3339.js';
import { toMicros, zoned } from './zone.js';
import type { Micros } from './units.js';

/** A step such as `-7d`, or a rounding such as `/d`. */
const PART = /^(?:([+-])(\d{1,6})([smhdwMQy])|\/([smhdwMQy]))/;

const DURATIONS: Readonly<Record<string, (count: number) => Temporal.DurationLike>> = {
  s: (seconds) => ({ seconds }),
  m: (minutes) => ({ minutes }),
  h: (hours) => ({ hours }),
  d: (days) => ({ days }),
  w: (weeks) => ({ weeks }),
  M: (months) => ({ months }),
  Q: (quarters) => ({ months: quarters * 3 }),
  y: (years) => ({ years }),
};

const START: Readonly<Record<string, (at: Temporal.ZonedDateTime) => Temporal.ZonedDateTime>> = {
  s: (at) => at.round({ smallestUnit: 'second', roundingMode: 'floor' }),
  m: (at) => at.round({ smallestUnit: 'minute', roundingMode: 'floor' }),
  h: (at) => at.round({ smallestUnit: 'hour', roundingMode: 'floor' }),
  d: (at) => at.startOfDay(),
  w: (at) => at.subtract({ days: at.dayOfWeek - 1 }).startOfDay(),
  M: (at) => at.with({ day: 1 }).startOfDay(),
  Q: (at) => at.with({ day: 1, month: at.month - ((at.month - 1) % 3) }).startOfDay(),
  y: (at) => at.with({ day: 1, month: 1 }).startOfDay(),
};

/** Start of the unit, or of the next one when the end of a range is meant. */
function rounded(at: Temporal.ZonedDateTime, unit: string, isEnd: boolean): Temporal.ZonedDateTime {
  const start = START[unit]?.(at) ?? at;
  const step = DURATIONS[unit]?.(1);
  if (!isEnd || step === undefined) return start;
  const next = start.add(step);
  return START[unit]?.(next) ?? next;
}

function moved(at: Temporal.ZonedDateTime, sign: string, count: number, unit: string): Temporal.ZonedDateTime {
  const duration = DURATIONS[unit]?.(count) ?? {};
  return sign === '-' ? at.subtract(duration) : at.add(duration);
}

function parseRelative(text: string, now: number, zone: string, isEnd: boolean): number | undefined {
  let at = zoned(now, zone);
  let rest = text.slice('now'.length);
  while (rest.length > 0) {
    const [part, sign, count = '', stepUnit = '', roundUnit = ''] = PART.exec(rest) ?? [];
    if (part === undefined) return undefined;
    at = sign === undefined ? rounded(at, roundUnit, isEnd) : moved(at, sign, Number(count), stepUnit);
    rest = rest.slice(part.length);
  }
  return toMicros(at);
}

/**
 * Reads one end of a range: RFC 3339, epoch milliseconds (number or digits), or Grafana's relative form such as `now-7d`
 * or `now/d`. A rounded end means the end of that unit, as in Grafana: `now/d` to `now/d` is today.
 * @param now epoch microseconds
 * @returns epoch microseconds, or undefined when it cannot be read
 */
export function parseInstant(value: string | number, now: Micros, zone: string, isEnd: boolean): Micros | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? Math.round(value * 1_000) : undefined;
  const text = value.trim();
  if (/^-?\d{1,15}$/.test(text)) return Number(text) * 1_000;
  return text.startsWith('now') ? parseRelative(text, now, zone, isEnd) : parseRfc3339(text);
}
