import { DAY_MICROS } from '../lib/time/durations.js';
import { toMicros } from '../lib/time/units.js';

/** Days that datasets are kept; undefined is for good. */
export interface DatasetDays {
  readonly calls: number | undefined;
  readonly turns: number | undefined;
  readonly samples: number | undefined;
}

/** Start of the day before which something that is kept for so many days is too old; epoch microseconds. */
export function tooOldBefore(days: number, now: number): number {
  const limit = toMicros(now) - days * DAY_MICROS;
  return limit - (limit % DAY_MICROS);
}

const limitOf = (days: number | undefined, now: number): number | undefined =>
  days === undefined ? undefined : tooOldBefore(days, now);

/** What is too old of each dataset; turns go with their calls at the latest. @param now epoch milliseconds */
export function limitsOf({ calls, turns, samples }: DatasetDays, now: number) {
  return { calls: limitOf(calls, now), turns: limitOf(turns, now), samples: limitOf(samples, now) };
}
