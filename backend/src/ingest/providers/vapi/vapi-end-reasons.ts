import { findEndReason, type EndReason, type EndReasonOverrides, type EndReasonTable } from '../facts/end-reason.js';
import type { PayloadField } from '../payload/payload-field.js';

const FAILED = { endedBy: 'system', outcome: 'failed', error: true } as const;
const NEVER_BEGAN = { ...FAILED, connected: false } as const;
const NOT_REACHED = { endedBy: 'system', connected: false } as const;

/**
 * Vapi's `endedReason` has over 600 values, most of them one per model or voice vendor and HTTP status; their prefixes
 * say all that a call's row needs. An outcome stands only where the reason decides it: whether a call that the customer
 * ended was a booking or an abandonment is reported by other events.
 */
export const VAPI_END_REASONS: EndReasonTable = {
  'customer-ended-call*': { endedBy: 'caller' },
  'customer-did-not-answer': NOT_REACHED,
  'customer-busy': NOT_REACHED,
  'customer-did-not-give-microphone-permission': { endedBy: 'caller', connected: false },

  'assistant-ended-call*': { endedBy: 'agent' },
  'assistant-said-end-call-phrase*': { endedBy: 'agent' },
  'assistant-forwarded-call': { endedBy: 'agent', transferred: true },
  'assistant-error*': FAILED,
  'assistant-did-not-*': NEVER_BEGAN,
  'assistant-join-timed-out': NEVER_BEGAN,
  'assistant-not-*': NEVER_BEGAN,
  'assistant-request-*': NEVER_BEGAN,
  // Vapi passes the call on before an assistant takes part.
  'assistant-request-returned-forwarding-phone-number': {
    endedBy: 'system',
    outcome: 'transferred',
    connected: false,
    transferred: true,
  },

  'pipeline-*': FAILED,
  'call.in-progress.error-*': FAILED,
  'call.in-progress.error-sip-inbound-call-failed-to-connect': NEVER_BEGAN,
  'call.in-progress.error-sip-outbound-call-failed-to-connect': NEVER_BEGAN,
  // The other side's carrier says goodbye, which it does when its party hangs up.
  'call.in-progress.sip-completed-call': { endedBy: 'caller' },
  'call.in-progress.twilio-completed-call': { endedBy: 'caller' },
  'call.start.error-*': NEVER_BEGAN,
  'call-start-error-*': NEVER_BEGAN,
  'call.ringing.*': NOT_REACHED,
  'call.ringing.error-*': NEVER_BEGAN,
  'call.ringing.sip-inbound-caller-hungup-before-call-connect': { endedBy: 'caller', connected: false },
  'call.ringing.hook-executed-transfer': {
    endedBy: 'system',
    outcome: 'transferred',
    connected: false,
    transferred: true,
  },
  'call.ending.hook-executed-say': { endedBy: 'system' },
  'call.ending.hook-executed-transfer': { endedBy: 'system', transferred: true },
  'call.forwarding.operator-busy': { endedBy: 'system' },

  'silence-timed-out': { endedBy: 'system' },
  'exceeded-max-duration': { endedBy: 'system' },
  voicemail: { endedBy: 'system', outcome: 'voicemail', machine: true },
  'manually-canceled': { endedBy: 'system' },
  'call-deleted': NOT_REACHED,
  'scheduled-call-deleted': NOT_REACHED,

  'twilio-*': NEVER_BEGAN,
  'twilio-reported-customer-misdialed': { endedBy: 'system', outcome: 'failed', connected: false },
  'vonage-failed-to-connect-call': NEVER_BEGAN,
  'vonage-rejected': NEVER_BEGAN,
  'vonage-completed': { endedBy: 'caller' },
  'vonage-disconnected': { endedBy: 'system' },
  'sip-completed-call': { endedBy: 'caller' },
  'sip-gateway-failed-to-connect-call': NEVER_BEGAN,
  'phone-call-provider-bypass-enabled-but-no-call-received': NEVER_BEGAN,
  'phone-call-provider-closed-websocket': FAILED,
  'worker-shutdown': FAILED,
  'db-error': FAILED,
  'license-check-failed': FAILED,
};

/** Why the call ended, as Vapi says it, and what that means. */
export function vapiEndReason(
  message: PayloadField,
  overrides: EndReasonOverrides,
): { readonly name: string | undefined; readonly meaning: EndReason } {
  const name = message.at('endedReason').text() ?? message.at('call', 'endedReason').text();
  return { name, meaning: findEndReason(name, VAPI_END_REASONS, overrides) };
}
