import { CallFacts } from '../facts/call-facts.js';
import type { EndReasonOverrides } from '../facts/end-reason.js';
import { PayloadField, type Warn } from '../payload/payload-field.js';
import type { MappedEvent } from '../port.js';
import { addCallStatusEvents } from './call-status-events.js';
import { addRecordingEvent } from './recording-events.js';
import { twilioTime } from './twilio-times.js';

/** Machine detection that ran beside the call reports its finding when the call has long been answered. */
function addMachineEvent(facts: CallFacts, callback: PayloadField, receivedAt: number): void {
  const by = callback.at('AnsweredBy').text() ?? '';
  if (by.startsWith('machine_')) facts.add('machine', 'call.analyzed', receivedAt, { outcome: 'voicemail' });
}

/** Twilio numbers the callbacks about one call. */
const edition = (callback: PayloadField): string => {
  const number = callback.at('SequenceNumber').text() ?? '';
  return /^\d{1,6}$/.test(number) ? `${number.padStart(6, '0')}-` : '';
};

const isTimed = (callback: PayloadField): boolean =>
  ['Timestamp', 'RecordingStartTime'].some((name) => twilioTime(callback.at(name)) !== undefined);

/**
 * The facts in a callback of Twilio: call status, recording status, machine detection. A leg that was dialled out of a
 * call (it names a `ParentCallSid`) is part of that call and not one of its own: it is stored, and reports nothing.
 */
export function mapTwilio(
  payload: unknown,
  receivedAt: number,
  overrides: EndReasonOverrides,
  warn?: Warn,
): MappedEvent[] {
  const callback = PayloadField.root(payload, warn);
  const isRecording = !callback.at('RecordingStatus').absent;
  const isStatus = !callback.at('CallStatus').absent;
  const isDetection = !isStatus && !callback.at('MachineDetectionDuration').absent;
  if (!isRecording && !isDetection && !isStatus) return [];
  if (callback.at('ParentCallSid').decisive().text() !== undefined) return [];
  const facts = new CallFacts(callback.at('CallSid'), { edition: edition(callback), isTimed: isTimed(callback) });
  if (isRecording) addRecordingEvent(facts, callback, receivedAt);
  else if (isDetection) addMachineEvent(facts, callback, receivedAt);
  else addCallStatusEvents(facts, callback, receivedAt, overrides);
  return facts.events;
}
