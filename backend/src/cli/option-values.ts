import { InvalidArgumentError } from 'commander';
import type { Millis } from '../lib/time/units.js';

/** Readers of option values. What they throw names what would be valid; commander adds the option and what was given. */

const numberOf = (text: string): number => (text.trim() === '' ? Number.NaN : Number(text));

export const numberFrom =
  (low: number, high: number) =>
  (text: string): number => {
    const number = numberOf(text);
    if (number >= low && number <= high) return number;
    throw new InvalidArgumentError(`Expected a number from ${low} to ${high}.`);
  };

export const wholeNumberFrom =
  (low: number, high: number) =>
  (text: string): number => {
    const number = /^\d+$/.test(text) ? Number(text) : Number.NaN;
    if (number >= low && number <= high) return number;
    throw new InvalidArgumentError(`Expected a whole number from ${low} to ${high}.`);
  };

const RFC_3339 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/i;

/** @returns epoch milliseconds */
export function rfc3339Time(text: string): Millis {
  const time = RFC_3339.test(text) ? Date.parse(text) : Number.NaN;
  if (!Number.isNaN(time)) return time;
  throw new InvalidArgumentError('Expected a time such as 2026-01-31T00:00:00Z.');
}

/** @returns the canonical name of an IANA time zone */
export function timeZone(text: string): string {
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone: text }).resolvedOptions().timeZone;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new InvalidArgumentError('Expected an IANA time zone such as Europe/Berlin.');
  }
}

/** Gathers an option that may be given several times, or once with commas between its values. */
export const listOf = (text: string, before: readonly string[] | undefined): readonly string[] => [
  ...(before ?? []),
  ...text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== ''),
];
