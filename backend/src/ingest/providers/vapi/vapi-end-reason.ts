import { findEndReason, type EndReason, type EndReasonOverrides } from '../facts/end-reason.js';
import type { PayloadField } from '../payload/payload-field.js';
import { VAPI_END_REASONS } from './vapi-end-reasons.js';

/** Why the call ended, as Vapi says it, and what that means. */
export function vapiEndReason(
  message: PayloadField,
  overrides: EndReasonOverrides,
): { readonly name: string | undefined; readonly meaning: EndReason } {
  const name = message.at('endedReason').text() ?? message.at('call', 'endedReason').text();
  return { name, meaning: findEndReason(name, VAPI_END_REASONS, overrides) };
}
