import { gunzipSync, gzipSync } from 'node:zlib';
import {
  TRANSCRIPT_LIMITS,
  TranscriptInput,
  type Transcript,
  type TranscriptSegment,
} from '@callsight/contract/transcripts';
import { compileCheck } from '../../lib/schema/schema-check.js';
import { refusal, type Refusal } from '../../lib/schema/refusal.js';
import { findBadText } from '../../lib/text/unicode.js';
import { maskSegments } from '../masking/mask-segments.js';
import { openContent, sealContent, wordKeyOf } from './sealing.js';
import { wordDigests } from './word-digests.js';

/** Where a transcript is to be stored, and how. */
export interface Destination {
  readonly tenant: string;
  /** Key of the file. */
  readonly blob: string;
  /** Whether what is personal is masked. */
  readonly masks: boolean;
}

/** A transcript that is ready to be stored. */
export interface Prepared {
  /** The whole transcript, compressed and encrypted. */
  readonly sealed: Uint8Array;
  /** Digests of its words, with commas between them. */
  readonly words: string;
  readonly language: string | null;
  readonly source: string;
  readonly segments: number;
  /** Characters that were said, and the bytes that they take as JSON. */
  readonly characters: number;
  readonly bytes: number;
  /** Segments in which something was masked. */
  readonly masked: number;
}

/** Sealed content is never longer than this: what does not fit is refused, or cut, before. */
const MAX_CONTENT_BYTES = 4 * TRANSCRIPT_LIMITS.bytes;

const compressed = (content: Transcript): Buffer => gzipSync(JSON.stringify(content));

/** Masks, compresses, encrypts and lists the words of a transcript. */
export function prepare(secret: string, { tenant, blob, masks }: Destination, transcript: Transcript): Prepared {
  const texts = transcript.segments.map(({ text }) => text);
  const shown = masks ? maskSegments(transcript.segments) : texts;
  const segments = transcript.segments.map((segment, index) => ({ ...segment, text: shown[index] ?? '' }));
  const content: Transcript = { ...transcript, segments };
  return {
    sealed: sealContent(secret, blob, compressed(content)),
    words: wordDigests(wordKeyOf(secret, tenant), shown),
    language: transcript.language,
    source: transcript.source,
    segments: segments.length,
    characters: shown.reduce((sum, text) => sum + text.length, 0),
    bytes: bytesOf(segments),
    masked: shown.filter((text, index) => text !== texts[index]).length,
  };
}

const jsonBytes = (segment: TranscriptSegment): number => Buffer.byteLength(JSON.stringify(segment)) + 1;

const bytesOf = (segments: readonly TranscriptSegment[]): number =>
  segments.reduce((sum, segment) => sum + jsonBytes(segment), 0);

/** The first segments, as many as a transcript may have. */
export function withinBytes(segments: readonly TranscriptSegment[]): TranscriptSegment[] {
  let bytes = 0;
  const over = segments.findIndex((segment) => (bytes += jsonBytes(segment)) > TRANSCRIPT_LIMITS.bytes);
  return over < 0 ? [...segments] : segments.slice(0, over);
}

const check = compileCheck(TranscriptInput, '', 'invalid_transcript', 'the transcript');

function parse(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    return undefined;
  }
}

/** What is wrong with what a schema does not say. */
function problemOf({ segments }: TranscriptInput): Refusal | undefined {
  const backwards = segments.findIndex(({ start_s, end_s }) => end_s !== undefined && end_s < start_s);
  if (backwards >= 0)
    return refusal('invalid_transcript', 'end_s must not lie before start_s', `/segments/${backwards}/end_s`);
  if (bytesOf(segments) > TRANSCRIPT_LIMITS.bytes)
    return refusal('transcript_too_large', `a transcript has ${TRANSCRIPT_LIMITS.bytes} bytes at most`, '/segments');
  return findBadText({ segments });
}

/** Reads the body of a request that brings a transcript. */
export function readInput(body: Uint8Array): Transcript | { readonly refusal: Refusal } {
  const value = parse(body);
  if (value === undefined) return { refusal: refusal('invalid_json', 'the body is not valid JSON') };
  const wrong = check(value) ?? problemOf(value as TranscriptInput);
  if (wrong !== undefined) return { refusal: wrong };
  const { segments, language = null, source = 'code' } = value as TranscriptInput;
  return { segments, language, source };
}

/** The JSON of a transcript that was stored. @throws BlobError `blob_damaged` */
export const openJson = (secret: string, blob: string, sealed: Uint8Array): Buffer =>
  gunzipSync(openContent(secret, blob, sealed), { maxOutputLength: MAX_CONTENT_BYTES });
