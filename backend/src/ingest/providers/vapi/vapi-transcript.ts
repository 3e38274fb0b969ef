import type { Speaker } from '@callsight/contract/transcripts';
import {
  segmentsOf,
  transcriptCallId,
  transcriptLanguage,
  utterancesOfText,
  type MappedTranscript,
  type Utterance,
} from '../facts/transcript.js';
import { PayloadField } from '../payload/payload-field.js';
import { vapiMessages, vapiTimes } from './vapi-times.js';

/** System prompts and what tools are asked and answer is no part of a conversation. */
const SPEAKERS: ReadonlyMap<string, Speaker> = new Map([
  ['bot', 'agent'],
  ['assistant', 'agent'],
  ['user', 'caller'],
]);

const LINE_SPEAKERS: ReadonlyMap<string, Speaker> = new Map([
  ['ai', 'agent'],
  ['bot', 'agent'],
  ['assistant', 'agent'],
  ['user', 'caller'],
  ['customer', 'caller'],
]);

/** Nothing is said in one piece for longer; milliseconds. */
const MAX_UTTERANCE_MS = 3_600_000;

/** `time` and `endTime` run on one clock, which is not that of the call: only the difference between them counts. */
function spanOf(said: PayloadField, begin: number | undefined): Pick<Utterance, 'start' | 'end'> {
  const time = said.at('time').time();
  const endTime = said.at('endTime').time();
  const fromBegin = time === undefined || begin === undefined ? undefined : (time - begin) / 1_000;
  const start = said.at('secondsFromStart').number() ?? fromBegin;
  const length = time === undefined || endTime === undefined ? undefined : endTime - time;
  const isPlausible = length !== undefined && length >= 0 && length <= MAX_UTTERANCE_MS;
  return { start, end: start !== undefined && isPlausible ? start + length / 1_000 : undefined };
}

function utterancesIn(message: PayloadField): Utterance[] {
  const inArtifact = message.at('artifact', 'messages');
  const items = (inArtifact.absent ? message.at('messages') : inArtifact).items();
  const { begin } = vapiMessages(message);
  return items.flatMap((said): Utterance[] => {
    const speaker = SPEAKERS.get(said.at('role').text() ?? '');
    const text = said.at('message').text() ?? said.at('content').text();
    return speaker === undefined || text === undefined ? [] : [{ speaker, text, ...spanOf(said, begin) }];
  });
}

/**
 * What was said, from an end report of Vapi: its messages, else the text of its transcript, which has no times. Vapi counts
 * `secondsFromStart` from the connection, with which its recording begins, too: the offset to both is none.
 * @returns undefined where the delivery has none
 */
export function vapiTranscript(payload: unknown, receivedAt: number): MappedTranscript | undefined {
  const message = new PayloadField(payload).at('message');
  const callId = transcriptCallId(message.at('call', 'id'));
  if (message.at('type').text() !== 'end-of-call-report' || callId === undefined) return undefined;
  const said = utterancesIn(message);
  const text = message.at('artifact', 'transcript').text() ?? message.at('transcript').text();
  const segments = segmentsOf(said.length > 0 ? said : utterancesOfText(text, LINE_SPEAKERS));
  if (segments.length === 0) return undefined;
  return {
    callId,
    startedAt: vapiTimes(message, vapiMessages(message), receivedAt).start,
    language: transcriptLanguage(
      message.at('assistant', 'transcriber', 'language'),
      message.at('call', 'assistant', 'transcriber', 'language'),
    ),
    isScrubbed: false,
    edition: message.at('timestamp').time() ?? 0,
    segments,
  };
}
