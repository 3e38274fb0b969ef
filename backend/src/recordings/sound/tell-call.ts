import { createHash } from 'node:crypto';
import { callEntity } from '../../storage/ledger/entity.js';
import type { EventOf } from '../../storage/ledger/event.js';
import type { Ledger } from '../../storage/ledger/ledger.js';
import type { AudioAnalysis } from '../audio/audio-analysis.js';
import type { StoredRecording } from '../records/stored-recording.js';

/** Source of events that this service makes of what it heard. */
const SOURCE = 'callsight';

const rounded = (seconds: number): number => Math.round(seconds * 1_000) / 1_000;

type Heard = NonNullable<EventOf<'call.recording'>['data']['analysis']>;

/** What of the sound becomes numbers of the call. @param agentChannel of two, 0 or 1 */
export function heardIn(analysis: AudioAnalysis, agentChannel: number): Heard | undefined {
  if (analysis.status === 'unsupported') return undefined;
  const { durationS, silenceS, overlapS, channels } = analysis;
  const both = { duration_s: rounded(durationS), silence_s: rounded(silenceS) };
  const agent = channels[agentChannel];
  const caller = channels[1 - agentChannel];
  if (channels.length !== 2 || agent === undefined || caller === undefined) return both;
  return {
    ...both,
    talk_s: { agent: rounded(agent.talkS), caller: rounded(caller.talkS) },
    ...(overlapS !== null && { overlap_s: rounded(overlapS) }),
    ...(caller.interruptions !== null && { interruptions: caller.interruptions }),
  };
}

/** That an event was accepted stays known when its call is erased; a name may say something of a person. */
const idOf = (call: string, name: string, sha256: string): string =>
  `sound/${createHash('sha256').update([call, name, sha256].join('\n')).digest('hex').slice(0, 32)}`;

/**
 * Tells a call what was heard in its recording, as an event of its own: it becomes numbers of the call as every other event
 * does. It has the time of the last event, so that it says nothing about when the call was.
 */
export async function tellCall(ledger: Ledger, recording: StoredRecording, heard: Heard | undefined): Promise<void> {
  const { tenant, call, name, file } = recording;
  const events = await ledger.events(tenant, callEntity(call));
  if (heard === undefined || file === undefined || events.length === 0) return;
  const event: EventOf<'call.recording'> = {
    id: idOf(call, name, file.sha256),
    source: SOURCE,
    type: 'call.recording',
    subject: call,
    at: Math.max(...events.map(({ at }) => at)),
    data: { recording_id: name, analysis: heard },
  };
  await ledger.submit({ tenant, events: [event], extra: [] });
}
