import type { CallFacts } from '../facts/call-facts.js';
import {
  endedBecause,
  findEndReason,
  type EndReason,
  type EndReasonOverrides,
  type EndReasonTable,
} from '../facts/end-reason.js';
import { present } from '../payload/contract-values.js';
import type { PayloadField } from '../payload/payload-field.js';
import { twilioDirection, twilioStarted } from './twilio-started.js';
import { twilioSeconds, twilioTime } from './twilio-times.js';

const NOT_REACHED = { endedBy: 'system', connected: false } as const;
const GAVE_UP = { endedBy: 'caller', connected: false } as const;

/** The final values of `CallStatus`. Who hung up a completed call is not reported. */
const TWILIO_END_REASONS: EndReasonTable = {
  completed: { endedBy: 'system' },
  busy: NOT_REACHED,
  'no-answer': NOT_REACHED,
  canceled: NOT_REACHED,
  failed: { endedBy: 'system', outcome: 'failed', error: true, connected: false },
};

/** A call that came in and was never answered ended because the caller gave up. */
const TWILIO_INBOUND_END_REASONS: EndReasonTable = {
  ...TWILIO_END_REASONS,
  'no-answer': GAVE_UP,
  canceled: GAVE_UP,
};

const BEFORE_ANSWER = new Set(['queued', 'initiated', 'ringing']);

/** Worked out from an end and a duration: what another callback reports counts first. */
const DERIVED = { derived: true };

/** An answering machine took the call; detection distinguishes several kinds of it. */
const isMachine = (callback: PayloadField): boolean =>
  callback.at('AnsweredBy').text()?.startsWith('machine_') === true;

/** Who took the call, where detection was asked for. */
function answeredBy(callback: PayloadField): 'human' | 'machine' | undefined {
  const by = callback.at('AnsweredBy').text();
  if (by === 'human') return 'human';
  return isMachine(callback) || by === 'fax' ? 'machine' : undefined;
}

function addEndEvents(
  facts: CallFacts,
  callback: PayloadField,
  status: string,
  end: number,
  overrides: EndReasonOverrides,
): void {
  const direction = twilioDirection(callback.at('Direction'));
  const table = direction === 'inbound' ? TWILIO_INBOUND_END_REASONS : TWILIO_END_REASONS;
  const meaning: EndReason = findEndReason(status, table, overrides);
  // `Duration` beside it counts begun minutes.
  const duration = twilioSeconds(callback.at('CallDuration'));
  const isConnected = meaning.connected !== false && duration !== undefined;
  const answeredAt = isConnected ? end - duration : end;
  facts.add(`${status}/started`, 'call.started', answeredAt, { ...twilioStarted(callback), ...DERIVED });
  if (isConnected)
    facts.add(`${status}/answered`, 'call.answered', answeredAt, present({ by: answeredBy(callback), ...DERIVED }));
  const voicemail = isConnected && direction === 'outbound' && isMachine(callback);
  facts.add('ended', 'call.ended', end, {
    ...endedBecause(status, voicemail ? { outcome: 'voicemail', ...meaning } : meaning),
  });
}

/**
 * What a change of `CallStatus` reports. Each status has facts of its own under ids of its own, so that neither the order
 * nor the loss of a callback matters: the start is the earliest that was reported, and without one it is worked out.
 */
export function addCallStatusEvents(
  facts: CallFacts,
  callback: PayloadField,
  receivedAt: number,
  overrides: EndReasonOverrides,
): void {
  const field = callback.at('CallStatus');
  const status = field.text() ?? field.refuse('the status of the call');
  const at = twilioTime(callback.at('Timestamp')) ?? receivedAt;
  if (BEFORE_ANSWER.has(status)) {
    facts.add(`${status}/started`, 'call.started', at, twilioStarted(callback));
  } else if (status === 'in-progress') {
    facts.add(`${status}/started`, 'call.started', at, { ...twilioStarted(callback), ...DERIVED });
    facts.add(`${status}/answered`, 'call.answered', at, present({ by: answeredBy(callback) }));
  } else if (Object.hasOwn(TWILIO_END_REASONS, status)) {
    addEndEvents(facts, callback, status, at, overrides);
  }
}
