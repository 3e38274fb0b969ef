import type { Verdict } from './port.js';

/** Why a request is not believed. Stable: the page of deliveries and alerts name them. */
export type RefusalCode = 'missing_signature' | 'malformed_signature' | 'bad_signature' | 'stale_signature';

/** @param message what was expected; it is shown to whoever sent the request, so it holds no secret and no digest */
export function refuse(code: RefusalCode, message: string): Verdict & { readonly ok: false } {
  return { ok: false, code, message };
}
