import { toMillis, type Micros, type Millis } from './units.js';

const UNITS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3_600, d: 86_400, w: 604_800 };

/** A year and a day; longer journeys are not followed. */
const MAX_SECONDS = 366 * 86_400;

/**
 * Reads a span of elapsed time, such as `90s`, `30m`, `24h`, `7d` or `2w`; a day is 24 hours.
 * @returns microseconds; undefined when the text is none, or longer than 366 days
 */
export function parseSpan(text: string): Micros | undefined {
  const match = /^([1-9]\d{0,7})([smhdw])$/.exec(text);
  const unit = UNITS[match?.[2] ?? ''];
  if (unit === undefined) return undefined;
  const seconds = Number(match?.[1]) * unit;
  return seconds > MAX_SECONDS ? undefined : seconds * 1_000_000;
}

/**
 * Reads a length of time such as `500ms`, `30s`, `5m` or `24h`.
 * @returns milliseconds; undefined when the text is none
 */
export function parseMillis(text: string): Millis | undefined {
  const ms = /^([1-9]\d{0,7})ms$/.exec(text)?.[1];
  if (ms !== undefined) return Number(ms);
  const span = parseSpan(text);
  return span === undefined ? undefined : toMillis(span);
}
