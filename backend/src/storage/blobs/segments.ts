import { createCipheriv, createDecipheriv } from 'node:crypto';
import { BlobError } from './blob-error.js';
import type { Bytes } from './byte-range.js';

/**
 * Encrypted content: segments of 64 KiB, the last one shorter, each encrypted and authenticated by itself, so that a range is
 * read without what stands before it. The nonce is the number of the segment and whether it is the last one, and every blob
 * has a key of its own: a segment that was moved, left out or taken from another blob is not accepted, nor is an end that was
 * cut off. Content without a byte is one empty segment.
 */
const SEGMENT_BYTES = 64 << 10;
const TAG_BYTES = 16;
const STORED_BYTES = SEGMENT_BYTES + TAG_BYTES;
const NONCE_BYTES = 12;

const damaged = (cause?: unknown): BlobError =>
  new BlobError('blob_damaged', 'the blob was cut off or changed', cause === undefined ? {} : { cause });

function nonceOf(index: number, isLast: boolean): Buffer {
  const nonce = Buffer.alloc(NONCE_BYTES);
  nonce.writeUInt32BE(index, NONCE_BYTES - 5);
  nonce[NONCE_BYTES - 1] = isLast ? 1 : 0;
  return nonce;
}

function encrypt(key: Buffer, index: number, isLast: boolean, segment: Buffer): Buffer {
  const cipher = createCipheriv('aes-256-gcm', key, nonceOf(index, isLast));
  return Buffer.concat([cipher.update(segment), cipher.final(), cipher.getAuthTag()]);
}

/** @throws BlobError `blob_damaged` */
function decrypt(key: Buffer, index: number, isLast: boolean, stored: Buffer): Buffer {
  if (stored.length < TAG_BYTES) throw damaged();
  const end = stored.length - TAG_BYTES;
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, nonceOf(index, isLast));
    decipher.setAuthTag(stored.subarray(end));
    const segment = decipher.update(stored.subarray(0, end));
    // It authenticates; in this mode it adds nothing.
    decipher.final();
    return segment;
  } catch (error) {
    throw damaged(error);
  }
}

export interface Piece {
  readonly piece: Buffer;
  readonly isLast: boolean;
}

/** Cuts a stream into pieces of the same length; the last one is shorter, and never empty unless it is the only one. */
export async function* inPieces(body: AsyncIterable<Buffer>, bytes: number): AsyncGenerator<Piece, undefined> {
  let piece: Buffer = Buffer.alloc(0);
  let length = 0;
  for await (const chunk of body) {
    for (let at = 0; at < chunk.length;) {
      if (length === bytes) {
        yield { piece, isLast: false };
        length = 0;
      }
      if (length === 0 && chunk.length - at >= bytes) {
        // A whole one is not copied.
        piece = chunk.subarray(at, at + bytes);
        length = bytes;
        at += bytes;
        continue;
      }
      if (length === 0) piece = Buffer.allocUnsafe(bytes);
      const copied = chunk.copy(piece, length, at);
      at += copied;
      length += copied;
    }
  }
  yield { piece: piece.subarray(0, length), isLast: true };
  return undefined;
}

/** Encrypts content as it streams. */
export async function* encryptContent(key: Buffer, content: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let index = 0;
  for await (const { piece, isLast } of inPieces(content, SEGMENT_BYTES)) {
    yield encrypt(key, index, isLast, piece);
    index += 1;
  }
}

/** Bytes of the content, by those that are stored of it. @throws BlobError `blob_damaged` when there can be no such content */
export function contentBytes(stored: number): number {
  const segments = Math.ceil(stored / STORED_BYTES);
  const last = stored - (segments - 1) * STORED_BYTES;
  // Nothing but a tag is left of a last segment only where the content is empty.
  if (segments === 0 || last < TAG_BYTES || (last === TAG_BYTES && segments > 1)) throw damaged();
  return stored - segments * TAG_BYTES;
}

/** A part of the encrypted content that is read in order to decrypt a part of the content. */
interface SegmentRange extends Bytes {
  readonly firstIndex: number;
}

function segmentsOf({ from, to }: Bytes, stored: number): SegmentRange {
  const firstIndex = Math.floor(from / SEGMENT_BYTES);
  const lastIndex = Math.floor(Math.max(from, to - 1) / SEGMENT_BYTES);
  return { firstIndex, from: firstIndex * STORED_BYTES, to: Math.min(stored, (lastIndex + 1) * STORED_BYTES) };
}

/** Encrypted content, by its size and what reads a part of it. */
export interface EncryptedContent {
  readonly key: Buffer;
  readonly stored: number;
  readonly read: (from: number, to: number) => AsyncIterable<Buffer>;
}

async function* decryptSegments({ key, stored, read }: EncryptedContent, range: SegmentRange): AsyncGenerator<Buffer> {
  const lastIndex = Math.ceil(stored / STORED_BYTES) - 1;
  let index = range.firstIndex;
  for await (const { piece } of inPieces(read(range.from, range.to), STORED_BYTES)) {
    yield decrypt(key, index, index === lastIndex, piece);
    index += 1;
  }
}

async function authenticateEnd(content: EncryptedContent): Promise<void> {
  const { stored } = content;
  const end = contentBytes(stored);
  await decryptSegments(content, segmentsOf({ from: Math.max(0, end - 1), to: end }, stored)).next();
}

/**
 * A part of the content. Nothing is given out that was not authenticated. The last segment is authenticated first, because it
 * alone says that nothing behind it was cut off.
 * @throws BlobError `blob_damaged`, and what reading throws
 */
export async function* decryptContent(content: EncryptedContent, { from, to }: Bytes): AsyncGenerator<Buffer> {
  const { stored } = content;
  const range = segmentsOf({ from, to }, stored);
  if (range.to < stored) await authenticateEnd(content);
  let at = range.firstIndex * SEGMENT_BYTES;
  for await (const segment of decryptSegments(content, range)) {
    const piece = segment.subarray(Math.max(0, from - at), Math.max(0, to - at));
    at += segment.length;
    if (piece.length > 0) yield piece;
  }
}
