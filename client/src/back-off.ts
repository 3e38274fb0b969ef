export interface BackOff {
  /** Longest wait after the first failure; doubles with every further one. Milliseconds. */
  readonly baseMs: number;
  /** Longest wait of all. Milliseconds. */
  readonly capMs: number;
}

/** A service that asks for more is asked again after this long all the same: its clock, or a proxy's, may be wrong. */
const LONGEST_ASKED_MS = 3_600_000;

/**
 * Milliseconds until the next attempt: anything up to a limit that doubles ("full jitter", so that senders that failed
 * together do not come back together), and never less than the service asked for.
 * @param failures attempts in a row that failed, from 1
 * @param random from 0 to below 1
 * @param askedMs what `Retry-After` said
 */
export function backOff({ baseMs, capMs }: BackOff, failures: number, random: number, askedMs = 0): number {
  const limit = Math.min(capMs, baseMs * 2 ** (failures - 1));
  return Math.max(Math.round(random * limit), Math.min(askedMs, LONGEST_ASKED_MS));
}
