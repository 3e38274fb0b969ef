import type { Micros } from './units.js';

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
