import { CallFacts } from '../call-facts.js';
import type { EndReasonOverrides } from '../end-reason.js';
import { PayloadField } from '../payload-field.js';
import type { MappedEvent } from '../port.js';
import { tellCallStatus } from './tell-call-status.js';
import { tellRecording } from './tell-recording.js';

/** Machine detection that ran beside the call tells its finding when the call has long been answered. */
function tellMachine(facts: CallFacts, callback: PayloadField, receivedAt: number): void {
  const by = callback.at('AnsweredBy').text() ?? '';
  if (by.startsWith('machine_')) facts.tell('machine', 'call.analyzed', receivedAt, { outcome: 'voicemail' });
}

/** Twilio numbers the callbacks about one call. */
const edition = (callback: PayloadField): string => {
  const { value } = callback.at('SequenceNumber');
  return typeof value === 'string' && /^\d{1,6}$/.test(value) ? `${value.padStart(6, '0')}-` : '';
};

const isTimed = (callback: PayloadField): boolean =>
  ['Timestamp', 'RecordingStartTime'].some((name) => callback.at(name).text() !== undefined);

/**
 * The facts in a callback of Twilio: call status, recording status, machine detection. A leg that was dialled out of a
 * call (it names a `ParentCallSid`) is part of that call and not one of its own: it is kept, and tells nothing.
 */
export function mapTwilio(payload: unknown, receivedAt: number, overrides: EndReasonOverrides): MappedEvent[] {
  const callback = new PayloadField(payload);
  const isRecording = !callback.at('RecordingStatus').absent;
  const isStatus = !callback.at('CallStatus').absent;
  const isDetection = !isStatus && !callback.at('MachineDetectionDuration').absent;
  if (!isRecording && !isDetection && !isStatus) return [];
  if (callback.at('ParentCallSid').text() !== undefined) return [];
  const facts = new CallFacts(callback.at('CallSid'), { edition: edition(callback), isTimed: isTimed(callback) });
  if (isRecording) tellRecording(facts, callback, receivedAt);
  else if (isDetection) tellMachine(facts, callback, receivedAt);
  else tellCallStatus(facts, callback, receivedAt, overrides);
  return facts.events;
}
