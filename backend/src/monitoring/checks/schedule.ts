import { createHash } from 'node:crypto';
import type { Millis } from '../../lib/time/units.js';

/**
 * Where in its interval a check runs: spread over it by a hash, so that checks do not all run at the full minute, and the
 * same after every start. @returns milliseconds from 0 to below `everyMs`
 */
export const offsetOf = (key: string, everyMs: Millis): Millis =>
  createHash('sha256').update(key).digest().readUIntBE(0, 6) % everyMs;

/**
 * The latest time for which a run is planned: each interval at its offset, and when the check was written. It depends on the
 * clock alone, so that nothing drifts, and that after a pause one run follows and not all that were missed.
 * @returns epoch milliseconds
 */
export function plannedAt(everyMs: Millis, offsetMs: Millis, definedAt: Millis, now: Millis): Millis {
  const slot = Math.floor((now - offsetMs) / everyMs) * everyMs + offsetMs;
  return Math.max(slot, definedAt);
}
