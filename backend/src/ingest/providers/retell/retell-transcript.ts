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
import { retellTimes } from './retell-times.js';

/** Calls of tools, their results, pressed keys and steps of a flow have other roles, and are no part of a conversation. */
const SPEAKERS: ReadonlyMap<string, Speaker> = new Map([
  ['agent', 'agent'],
  ['user', 'caller'],
  ['transfer_target', 'other'],
]);

const LINE_SPEAKERS: ReadonlyMap<string, Speaker> = new Map([...SPEAKERS, ['transfer target', 'other']]);

/** `call_analyzed` comes after `call_ended`, and may have the scrubbed text. */
const EDITIONS: ReadonlyMap<string, number> = new Map([
  ['call_ended', 1],
  ['call_analyzed', 2],
]);

/** The first and the last item of a list: of the words of an utterance no others matter. */
function ends(list: PayloadField): [first: PayloadField, last: PayloadField] {
  const items: readonly unknown[] = Array.isArray(list.value) ? list.value : [];
  return [list.with(items[0]), list.with(items.at(-1))];
}

function utterancesIn(list: PayloadField): Utterance[] {
  return list.items().flatMap((said): Utterance[] => {
    const speaker = SPEAKERS.get(said.at('role').text() ?? '');
    const text = said.at('content').text();
    if (speaker === undefined || text === undefined) return [];
    const [first, last] = ends(said.at('words'));
    return [{ speaker, text, start: first.at('start').number(), end: last.at('end').number() }];
  });
}

/** The lists that a call may have, the best first. */
const LISTS = ['scrubbed_transcript_with_tool_calls', 'transcript_object', 'transcript_with_tool_calls'] as const;

/**
 * What was said, from `call_ended` or `call_analyzed` of Retell; the scrubbed form where there is one. Retell times words in
 * seconds from the begin of the call, with which its recording begins, too: the offset to both is none.
 * @returns undefined where the delivery has none
 */
export function retellTranscript(payload: unknown, receivedAt: number): MappedTranscript | undefined {
  const delivery = new PayloadField(payload);
  const edition = EDITIONS.get(delivery.at('event').text() ?? '');
  const call = delivery.at('call');
  const callId = transcriptCallId(call.at('call_id'));
  if (edition === undefined || callId === undefined) return undefined;
  const best = LISTS.find((name) => utterancesIn(call.at(name)).length > 0);
  const text = call.at('transcript').text();
  const said = best === undefined ? utterancesOfText(text, LINE_SPEAKERS) : utterancesIn(call.at(best));
  const segments = segmentsOf(said);
  if (segments.length === 0) return undefined;
  return {
    callId,
    startedAt: retellTimes(call, receivedAt).start,
    language: transcriptLanguage(call.at('language'), call.at('agent_language')),
    isScrubbed: best === 'scrubbed_transcript_with_tool_calls',
    edition,
    segments,
  };
}
