import { createHash, timingSafeEqual } from 'node:crypto';

type DigestEncoding = 'hex' | 'base64';

/**
 * Bytes of a digest of `length` bytes; undefined if the text is no such digest. Only the one canonical base64 text is
 * taken: with spare bits or a missing pad set otherwise it would decode to the same bytes, and be another text.
 */
export function decodeDigest(text: string, encoding: DigestEncoding, length: number): Buffer | undefined {
  const bytes = Buffer.from(text, encoding);
  const canonical = encoding === 'hex' ? text.toLowerCase() : text;
  return bytes.length === length && bytes.toString(encoding) === canonical ? bytes : undefined;
}

const digest = (bytes: Buffer | string): Buffer => createHash('sha256').update(bytes).digest();

/** Constant-time comparison; over digests, so that not even the length of the expected value shows in the time. */
export function sameBytes(a: Buffer | string, b: Buffer | string): boolean {
  return timingSafeEqual(digest(a), digest(b));
}
