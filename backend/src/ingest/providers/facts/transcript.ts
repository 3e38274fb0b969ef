import { TRANSCRIPT_LIMITS, type Speaker, type TranscriptSegment } from '@callsight/contract/transcripts';
import type { PayloadField } from '../payload/payload-field.js';

/** What was said in a call, as a platform reports it, before anything in it is masked. */
export interface MappedTranscript {
  readonly callId: string;
  /** Start of the call, from which the segments count; epoch milliseconds. */
  readonly startedAt: number;
  readonly language: string | null;
  /** Whether the platform has taken personal data out of it already. */
  readonly isScrubbed: boolean;
  /** Sorts a later report of the platform behind an earlier one. */
  readonly edition: number;
  readonly segments: readonly TranscriptSegment[];
}

/** Something that was said, as it stands in a payload. */
export interface Utterance {
  readonly speaker: Speaker;
  readonly text: string;
  /** Seconds from the start of the call; undefined if it is not reported. */
  readonly start?: number | undefined;
  readonly end?: number | undefined;
}

const MAX_CALL_ID = 200;

/** Id of a call by which its events are known, undefined for one that has none. */
export function transcriptCallId(field: PayloadField): string | undefined {
  const id = field.text();
  return id === undefined || id.length > MAX_CALL_ID || /\p{Cc}/u.test(id) ? undefined : id;
}

const LANGUAGE = /^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,4}$/;

/** The first field that names a language; "multi" and its like are none. */
export const transcriptLanguage = (...fields: readonly PayloadField[]): string | null =>
  fields.map((field) => field.text()).find((text) => text !== undefined && text !== 'multi' && LANGUAGE.test(text)) ??
  null;

/** In thousandths; undefined for what is no time within a call. */
function seconds(value: number | undefined): number | undefined {
  if (value === undefined || !Number.isFinite(value) || value > TRANSCRIPT_LIMITS.seconds) return undefined;
  return Math.max(0, Math.round(value * 1_000) / 1_000);
}

/** Parts of a text that are short enough for a segment, cut between words where there are any. */
function partsOf(text: string): string[] {
  const parts: string[] = [];
  let rest = text;
  while (rest.length > TRANSCRIPT_LIMITS.text) {
    const blank = rest.lastIndexOf(' ', TRANSCRIPT_LIMITS.text);
    const cut = blank > TRANSCRIPT_LIMITS.text / 2 ? blank : TRANSCRIPT_LIMITS.text - 1;
    // Not between the halves of a character.
    const end = /[\uD800-\uDBFF]/.test(rest[cut - 1] ?? '') ? cut - 1 : cut;
    parts.push(rest.slice(0, end).trim());
    rest = rest.slice(end).trim();
  }
  return [...parts, rest].filter((part) => part !== '');
}

/** Characters of one report that are read; beyond that a transcript would be too large in any case. */
const MAX_CHARACTERS = TRANSCRIPT_LIMITS.bytes;

/**
 * Segments in the order of the report, within the limits of a transcript: what is beyond them is left out. What has no time
 * begins with what was said before it.
 */
export function segmentsOf(utterances: readonly Utterance[]): TranscriptSegment[] {
  const segments: TranscriptSegment[] = [];
  let characters = 0;
  let last = 0;
  for (const { speaker, text, start, end } of utterances) {
    const plain = text.replaceAll('\u0000', '').toWellFormed().trim();
    const parts = partsOf(plain.slice(0, Math.max(0, MAX_CHARACTERS - characters)));
    if (segments.length + parts.length > TRANSCRIPT_LIMITS.segments) break;
    characters += plain.length;
    const start_s = seconds(start) ?? last;
    const end_s = seconds(end);
    const isSpan = end_s !== undefined && end_s >= start_s;
    for (const [index, part] of parts.entries())
      segments.push({ start_s, ...(isSpan && index === parts.length - 1 ? { end_s } : {}), speaker, text: part });
    last = start_s;
  }
  return segments;
}

const LINE = /^\s{0,10}([\p{L} ]{1,20}):\s{0,10}(\S.*)$/u;

/** A transcript that is one text with the speaker before each line. @param speakers by the word before the colon, in lower case */
export function utterancesOfText(text: string | undefined, speakers: ReadonlyMap<string, Speaker>): Utterance[] {
  const found: Utterance[] = [];
  for (const line of (text ?? '').slice(0, MAX_CHARACTERS).split('\n')) {
    const [, word = '', said = ''] = LINE.exec(line) ?? [];
    const speaker = speakers.get(word.trim().toLowerCase());
    const last = found.at(-1);
    if (speaker !== undefined) found.push({ speaker, text: said });
    // A line without a speaker goes on with the one before.
    else if (last !== undefined && line.trim() !== '') found.push({ speaker: last.speaker, text: line.trim() });
  }
  return found;
}
