import type { EndReasonTable } from '../facts/end-reason.js';

const NOT_REACHED = { endedBy: 'system', connected: false } as const;
const GAVE_UP = { endedBy: 'caller', connected: false } as const;

/** The final values of `CallStatus`. Who hung up a completed call is not told. */
export const TWILIO_END_REASONS: EndReasonTable = {
  completed: { endedBy: 'system' },
  busy: NOT_REACHED,
  'no-answer': NOT_REACHED,
  canceled: NOT_REACHED,
  failed: { endedBy: 'system', outcome: 'failed', error: true, connected: false },
};

/** A call that came in and was never answered ended because the caller gave up. */
export const TWILIO_INBOUND_END_REASONS: EndReasonTable = {
  ...TWILIO_END_REASONS,
  'no-answer': GAVE_UP,
  canceled: GAVE_UP,
};
