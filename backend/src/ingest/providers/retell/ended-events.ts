import type { CallFacts } from '../facts/call-facts.js';
import { endedBecause, findEndReason, type EndReasonOverrides } from '../facts/end-reason.js';
import { label, recordingUrl } from '../payload/contract-values.js';
import type { PayloadField } from '../payload/payload-field.js';
import { addTurnEvents } from '../facts/turns.js';
import { retellAnswered, retellStarted } from './retell-call.js';
import { retellCost } from './retell-cost.js';
import { RETELL_END_REASONS } from './retell-end-reasons.js';
import { retellInterruptions, retellLatencies, retellUtterances } from './retell-speech.js';
import { retellTimes } from './retell-times.js';

const addTransferEvent = (facts: CallFacts, call: PayloadField, reason: string | undefined, at: number): void => {
  const to = label(call.at('transfer_destination').text());
  facts.add('transferred', 'call.transferred', at, { to, kind: 'human', reason: label(reason) });
};

/** How a call of Retell is read. */
export interface RetellRules {
  readonly overrides: EndReasonOverrides;
  /** Whether only recordings are told of in which Retell has silenced personal data. */
  readonly scrubbedRecordings: boolean;
}

/** The recording with both sides in one channel plays well; in the one with a channel for each, more can be heard. */
const addRecordingEvent = (facts: CallFacts, call: PayloadField, at: number, rules: RetellRules): void => {
  const prefix = rules.scrubbedRecordings ? 'scrubbed_' : '';
  const mixed = recordingUrl(call.at(`${prefix}recording_url`));
  const separate = recordingUrl(call.at(`${prefix}recording_multi_channel_url`));
  if (mixed !== undefined) facts.add('recording', 'call.recording', at, { url: mixed, separate_url: separate });
  else if (separate !== undefined) facts.add('recording', 'call.recording', at, { url: separate, channels: 2 });
};

/** The whole call, as it stands in `call_ended` and again in `call_analyzed`. */
export function addEndedEvents(facts: CallFacts, call: PayloadField, receivedAt: number, rules: RetellRules): void {
  const reason = call.at('disconnection_reason').text();
  const meaning = findEndReason(reason, RETELL_END_REASONS, rules.overrides);
  const times = retellTimes(call, receivedAt);
  const { start, end } = times;

  facts.add('started', 'call.started', start, {
    ...retellStarted(call),
    derived: times.isStartReported ? undefined : true,
  });
  if (times.connected && meaning.connected !== false) {
    facts.add('answered', 'call.answered', start, retellAnswered(call, meaning));
  }
  addTurnEvents(facts, retellLatencies(call), retellUtterances(call, start), times);
  if (meaning.transferred === true) addTransferEvent(facts, call, reason, end);
  facts.add('ended', 'call.ended', end, {
    ...endedBecause(reason, meaning),
    derived: times.isEndReported ? undefined : true,
    cost: retellCost(call),
    interruptions: retellInterruptions(call),
  });
  addRecordingEvent(facts, call, end, rules);
}
