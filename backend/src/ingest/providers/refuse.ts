import type { Refused } from './port.js';

/** Why a request is not believed. Stable: the page of deliveries and alerts name them. */
export type RefusalCode =
  'missing_signature' | 'malformed_signature' | 'bad_signature' | 'stale_signature' | 'bad_body_hash';

/** @param message what was expected; it is shown to whoever sent the request, so it holds no secret and no digest */
export function refuse(code: RefusalCode, message: string, details: Pick<Refused, 'clockDifference'> = {}): Refused {
  return { ok: false, code, message, ...details };
}
