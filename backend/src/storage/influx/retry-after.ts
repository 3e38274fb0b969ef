import type { Millis } from '../../lib/time/units.js';

/**
 * What `Retry-After` asks for, in milliseconds: it says seconds, or a date (RFC 9110, 10.2.3).
 * @param now epoch milliseconds
 * @returns undefined when it says nothing
 */
export function retryAfterMs(header: string | string[] | undefined, now: Millis): number | undefined {
  if (typeof header !== 'string') return undefined;
  const text = header.trim();
  const wait = /^\d+$/.test(text) ? Number(text) * 1_000 : Date.parse(text) - now;
  return wait > 0 ? wait : undefined;
}
