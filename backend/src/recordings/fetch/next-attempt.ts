import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../lib/time/durations.js';
import type { Millis } from '../../lib/time/units.js';
import type { Announcement } from '../records/stored-recording.js';

/** Waits after attempts that failed; the last one is repeated. Providers announce recordings before they can be had. */
const WAITS: readonly Millis[] = [
  10_000,
  30_000,
  MINUTE_MS,
  2 * MINUTE_MS,
  5 * MINUTE_MS,
  10 * MINUTE_MS,
  20 * MINUTE_MS,
  40 * MINUTE_MS,
  HOUR_MS,
];

/** Fetching is given up so long after a recording was announced. */
export const GIVE_UP_AFTER_MS = DAY_MS;

/** An address that ends soon is tried more often, but not all the time. */
const SHORTEST_WAIT_MS = 2_000;

/**
 * When a recording is tried again: later each time, and sooner when its address ends.
 * @param attempts that failed
 * @param askedMs that the provider asked for, such as `Retry-After`; milliseconds
 * @returns epoch milliseconds; undefined when it is given up
 */
export function nextAttempt(
  { announcedAt, expiresAt = Infinity }: Pick<Announcement, 'announcedAt' | 'expiresAt'>,
  attempts: number,
  askedMs: Millis,
  now: Millis,
): Millis | undefined {
  const end = Math.min(announcedAt + GIVE_UP_AFTER_MS, expiresAt);
  const wait = Math.max(WAITS[Math.min(attempts, WAITS.length) - 1] ?? 0, askedMs);
  // Half of what is left each time: the last attempts lie close to the end.
  const left = Math.max(SHORTEST_WAIT_MS, (expiresAt - now) / 2);
  const at = now + Math.min(wait, left);
  return at < end ? at : undefined;
}
