import type { Refused, SignedRequest, Verdict } from '../port.js';

/** The one value of a header; undefined if it is absent, or came twice, since then nobody knows which one was meant. */
export function readHeader(request: SignedRequest, name: string): string | undefined {
  const key = name.toLowerCase();
  const value = Object.hasOwn(request.headers, key) ? request.headers[key] : undefined;
  const only = Array.isArray(value) && value.length === 1 ? value[0] : value;
  return typeof only === 'string' && only.trim() !== '' ? only.trim() : undefined;
}

/** Why a request is not believed. Stable: the page of deliveries and alerts name them. */
type RefusalCode = 'missing_signature' | 'malformed_signature' | 'bad_signature' | 'stale_signature' | 'bad_body_hash';

/** @param message what was expected; it is shown to whoever sent the request, so it holds no secret and no digest */
export function refuse(code: RefusalCode, message: string, details: Pick<Refused, 'clockDifference'> = {}): Refused {
  return { ok: false, code, message, ...details };
}

const seconds = (ms: number): string => `${(Math.abs(ms) / 1_000).toFixed(1)} s`;

/**
 * Refuses what was signed too long ago, or in the future. Checked after the signature was found right, so that "stale"
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
