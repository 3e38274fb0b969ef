import type { EndReasonTable } from '../facts/end-reason.js';

const FAILED = { endedBy: 'system', outcome: 'failed', error: true } as const;
const NEVER_BEGAN = { ...FAILED, connected: false } as const;
const NOT_REACHED = { endedBy: 'system', connected: false } as const;

/** Retell's `disconnection_reason`. An outcome stands only where the reason decides it. */
export const RETELL_END_REASONS: EndReasonTable = {
  user_hangup: { endedBy: 'caller' },
  user_declined: { endedBy: 'caller', connected: false },
  agent_hangup: { endedBy: 'agent' },
  call_transfer: { endedBy: 'agent', transferred: true },
  transfer_bridged: { endedBy: 'agent', transferred: true },
  transfer_cancelled: { endedBy: 'system' },
  call_take_over: { endedBy: 'system', transferred: true },
  call_takeover: { endedBy: 'system', transferred: true },
  inactivity: { endedBy: 'system' },
  max_duration_reached: { endedBy: 'system' },
  manual_stopped: { endedBy: 'system' },
  voicemail_reached: { endedBy: 'system', outcome: 'voicemail', machine: true },
  machine_detected: { endedBy: 'system', outcome: 'voicemail', machine: true },
  ivr_reached: { endedBy: 'system', machine: true },
  scam_detected: { endedBy: 'system', outcome: 'spam' },

  dial_busy: NOT_REACHED,
  dial_no_answer: NOT_REACHED,
  // The carrier shows our number as spam: nobody was reached, while the call itself was none.
  marked_as_spam: NOT_REACHED,
  dial_failed: NEVER_BEGAN,
  invalid_destination: { endedBy: 'system', outcome: 'failed', connected: false },
  network_blocked: { endedBy: 'system', outcome: 'failed', connected: false },
  'telephony_provider_*': NEVER_BEGAN,
  sip_routing_error: NEVER_BEGAN,
  concurrency_limit_reached: NEVER_BEGAN,
  no_concurrency_fallback: NEVER_BEGAN,
  registered_call_timeout: NOT_REACHED,

  no_valid_payment: FAILED,
  credit_exhausted: FAILED,
  budget_reached: { endedBy: 'system' },
  'error_*': FAILED,
  error_inbound_webhook: NEVER_BEGAN,
  // The browser that asked for the call never joined it: nothing broke.
  error_user_not_joined: NOT_REACHED,
};
