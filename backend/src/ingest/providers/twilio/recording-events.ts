import { DAY_MS } from '../../../lib/time/durations.js';
import type { CallFacts } from '../facts/call-facts.js';
import { label, recordingUrl } from '../payload/contract-values.js';
import type { PayloadField } from '../payload/payload-field.js';
import { twilioSeconds, twilioTime } from './twilio-times.js';

/** Twilio's have 34 characters; with the call's they make the id of an event. */
const MAX_SID = 40;

/** A day, as the contract has it. */
const MAX_DURATION_MS = DAY_MS;

/** As many channels as the contract takes; any other number is left out. */
const channels = (field: PayloadField): number | undefined => {
  const text = field.text();
  return text !== undefined && /^([1-9]|1[0-6])$/.test(text) ? Number(text) : undefined;
};

/** A recording is to be had when it is complete, which is when it ends. Fetching it needs the account's credentials. */
export function addRecordingEvent(facts: CallFacts, callback: PayloadField, receivedAt: number): void {
  if (callback.at('RecordingStatus').text() !== 'completed') return;
  const field = callback.at('RecordingSid');
  const sid = label(field.text(), MAX_SID + 1);
  if (sid === undefined || sid.length > MAX_SID) field.refuse('the id of the recording');
  const duration = twilioSeconds(callback.at('RecordingDuration'));
  const start = twilioTime(callback.at('RecordingStartTime'));
  facts.add(`recording/${sid}`, 'call.recording', start === undefined ? receivedAt : start + (duration ?? 0), {
    recording_id: sid,
    // The address alone leads to a page about the recording.
    url: recordingUrl(callback.at('RecordingUrl'))?.replace(/(\.wav|\.mp3)?$/, '.wav'),
    duration_ms: duration === undefined || duration > MAX_DURATION_MS ? undefined : duration,
    channels: channels(callback.at('RecordingChannels')),
  });
}
