import type { Micros } from './units.js';

const MONTH_LENGTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

const isLeap = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;

const monthLength = (year: number, month: number): number =>
  month === 2 && isLeap(year) ? 29 : (MONTH_LENGTHS[month - 1] ?? 0);

/** Value of so many digits, or NaN when one of them is none. Every event is read twice through here, so no regular expression. */
function digits(text: string, from: number, count: number): number {
  let value = 0;
  for (let at = from; at < from + count; at += 1) {
    const digit = text.charCodeAt(at) - 48;
    if (!(digit >= 0 && digit <= 9)) return Number.NaN;
    value = value * 10 + digit;
  }
  return value;
}

const SEPARATORS = /^.{4}-..-..[Tt ]..:..:..$/;

/** Midnight UTC of a date, in epoch milliseconds; NaN when there is no such date. */
function dateOf(text: string): number {
  const year = digits(text, 0, 4);
  const month = digits(text, 5, 2);
  const day = digits(text, 8, 2);
  const isDate = month >= 1 && month <= 12 && day >= 1 && day <= monthLength(year, month);
  return isDate ? Date.UTC(year, month - 1, day) : Number.NaN;
}

/** Time of day in seconds; NaN when there is no such time. A leap second counts as the first second after it. */
function clockOf(text: string): number {
  const hour = digits(text, 11, 2);
  const minute = digits(text, 14, 2);
  const second = digits(text, 17, 2);
  return hour <= 23 && minute <= 59 && second <= 60 ? hour * 3_600 + minute * 60 + second : Number.NaN;
}

/** Seconds that an offset such as `Z` or `+05:30` adds to UTC; NaN when it is none. */
function offsetOf(text: string, at: number): number {
  const sign = text[at];
  if (sign === 'Z' || sign === 'z') return at + 1 === text.length ? 0 : Number.NaN;
  if ((sign !== '+' && sign !== '-') || text[at + 3] !== ':' || text.length !== at + 6) return Number.NaN;
  const hours = digits(text, at + 1, 2);
  const minutes = digits(text, at + 4, 2);
  if (!(hours <= 23 && minutes <= 59)) return Number.NaN;
  return (sign === '-' ? -1 : 1) * (hours * 3_600 + minutes * 60);
}

const isDigit = (text: string, at: number): boolean => {
  const code = text.charCodeAt(at);
  return code >= 48 && code <= 57;
};

/** Microseconds after the full second, and where the offset begins. */
function fractionOf(text: string): { micros: number; end: number } {
  if (text[19] !== '.') return { micros: 0, end: 19 };
  let end = 20;
  while (isDigit(text, end)) end += 1;
  if (end === 20) return { micros: Number.NaN, end };
  const count = Math.min(end - 20, 6);
  return { micros: digits(text, 20, count) * 10 ** (6 - count), end };
}

/**
 * Reads an RFC 3339 time.
 * @returns epoch microseconds (digits beyond are cut), or undefined when the text is no such time
 */
export function parseRfc3339(text: string): Micros | undefined {
  if (text.length < 20 || text.length > 64 || !SEPARATORS.test(text.slice(0, 19))) return undefined;
  const { micros, end } = fractionOf(text);
  const time = (dateOf(text) + (clockOf(text) - offsetOf(text, end)) * 1_000) * 1_000 + micros;
  return Number.isNaN(time) ? undefined : time;
}
