import { DAY_MS } from '../../lib/time/durations.js';

/** Waits between questions: a minute later they are 16 s apart, an hour later 15 minutes. */
const FIRST_MS = 1_000;
const LONGEST_MS = 15 * 60_000;

/** For so long a platform is asked again; a delivery can be replayed afterwards. */
export const ASK_FOR_MS = 3 * DAY_MS;

/** How long to wait after so many failed attempts (from 1), or as the platform asked. Milliseconds. */
export function backOff(attempts: number, asked: number | undefined): number {
  const own = Math.min(FIRST_MS * 2 ** Math.min(attempts - 1, 20), LONGEST_MS);
  return Math.min(Math.max(own, asked ?? 0), DAY_MS);
}
