import type { Verdict } from './port.js';
import { refuse } from './refuse.js';

const seconds = (ms: number): string => `${(Math.abs(ms) / 1_000).toFixed(1)} s`;

/**
 * Refuses what was signed too long ago, or in the future. Asked after the signature was found right, so that "stale"
 * always means a replay or a clock that is wrong. All in milliseconds.
 */
export function checkClock(signedAt: number, now: number, tolerance: number): Verdict {
  const age = now - signedAt;
  if (Math.abs(age) <= tolerance) return { ok: true };
  return refuse(
    'stale_signature',
    `Signed ${seconds(age)} ${age > 0 ? 'ago' : 'in the future'} by this machine's clock; at most ${seconds(tolerance)} are accepted`,
    { clockDifference: age },
  );
}
