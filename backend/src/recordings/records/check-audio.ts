import { sniffAudio, SNIFF_BYTES, type SniffedAudio } from '../audio/sniff-audio.js';

/** Why something is no recording. */
export class NotAudio extends Error {
  override readonly name = 'NotAudio';
  constructor(
    readonly code: 'not_audio' | 'truncated_audio' | 'digest_mismatch' | 'length_mismatch',
    message: string,
  ) {
    super(message);
  }
}

/** Media types under which sound without a mark of its own comes: raw samples, and GSM. */
const UNMARKED = /^audio\/(?:l16|basic|pcmu|pcma|gsm|x-gsm|g729|g722|amr|amr-wb)\b/i;

/** The bytes of the chunk table of a WAV file are looked for among so many. */
const HEAD_BYTES = 64 << 10;

/** Lengths that programs write which do not know yet how long it gets. */
const UNKNOWN_LENGTHS: ReadonlySet<number> = new Set([0, 0xffff_ffff, 0x7fff_ffff]);

export interface CheckedAudio {
  readonly mediaType: string;
  readonly extension: string;
}

/** Position right behind the sound that a WAV file announces; undefined where it does not say. */
function announcedEnd(head: Buffer): number | undefined {
  if (head.toString('latin1', 0, 4) !== 'RIFF' || head.toString('latin1', 8, 12) !== 'WAVE') return undefined;
  for (let at = 12; at + 8 <= head.length;) {
    const length = head.readUInt32LE(at + 4);
    if (head.toString('latin1', at, at + 4) === 'data')
      return UNKNOWN_LENGTHS.has(length) ? undefined : at + 8 + length;
    at += 8 + length + (length % 2);
  }
  return undefined;
}

const described = (bytes: Buffer): string => {
  const text = bytes.toString('latin1', 0, 64).trimStart().toLowerCase();
  if (/^(<!doctype|<html|<\?xml|<)/.test(text)) return 'a page of HTML or XML';
  if (/^[[{"]/.test(text)) return 'JSON';
  return 'no format of audio that is known';
};

function formatOf(head: Buffer, contentType: string | undefined): CheckedAudio {
  const sniffed: SniffedAudio | undefined = sniffAudio(head);
  if (sniffed !== undefined) return sniffed;
  if (contentType !== undefined && UNMARKED.test(contentType) && described(head).startsWith('no format'))
    return { mediaType: contentType.split(';')[0]?.trim().toLowerCase() ?? contentType, extension: 'raw' };
  const what = head.length === 0 ? 'nothing' : described(head);
  throw new NotAudio(
    'not_audio',
    `the body is ${what}; send WAV, MP3, Ogg (Opus, Vorbis), WebM, MP4, AAC, FLAC or AMR, or raw samples as audio/l16, audio/basic or audio/gsm`,
  );
}

/** A body whose first bytes were read ahead. */
interface Begun {
  readonly head: Buffer;
  /** All of it, with the head. */
  readonly whole: AsyncIterable<Uint8Array>;
  /** Lets go of a body that is not read to its end. */
  readonly close: () => Promise<unknown>;
}

async function begin(body: AsyncIterable<Uint8Array>): Promise<Begun> {
  const iterator = body[Symbol.asyncIterator]();
  const parts: Uint8Array[] = [];
  let length = 0;
  let isAtEnd = false;
  while (length < HEAD_BYTES && !isAtEnd) {
    const next = await iterator.next();
    if (next.done === true) isAtEnd = true;
    else {
      parts.push(next.value);
      length += next.value.length;
    }
  }
  const close = async (): Promise<unknown> => iterator.return?.();
  async function* whole(): AsyncGenerator<Uint8Array> {
    try {
      yield* parts;
      for (let next = await iterator.next(); next.done !== true; next = await iterator.next()) yield next.value;
    } finally {
      await close();
    }
  }
  return { head: Buffer.concat(parts).subarray(0, HEAD_BYTES), whole: whole(), close };
}

async function* upTo(body: AsyncIterable<Uint8Array>, end: number | undefined): AsyncGenerator<Uint8Array> {
  let length = 0;
  for await (const part of body) {
    length += part.length;
    yield part;
  }
  if (end !== undefined && length < end)
    throw new NotAudio(
      'truncated_audio',
      `the file ends after ${length} bytes, and its header announces sound up to byte ${end}`,
    );
}

/**
 * Sees by its first bytes that a body is audio, whatever it is said to be, and, while it passes, that a WAV file has all the
 * sound that its header announces.
 * @param contentType as it was said to be
 * @returns what it is, and the body
 * @throws NotAudio; also from the body
 */
export async function checkAudio(
  body: AsyncIterable<Uint8Array>,
  contentType: string | undefined,
): Promise<CheckedAudio & { readonly body: AsyncGenerator<Uint8Array> }> {
  const { head, whole, close } = await begin(body);
  try {
    const { mediaType, extension } = formatOf(head.subarray(0, Math.max(SNIFF_BYTES, 4_096)), contentType);
    return { mediaType, extension, body: upTo(whole, announcedEnd(head)) };
  } catch (error) {
    await close();
    throw error;
  }
}
