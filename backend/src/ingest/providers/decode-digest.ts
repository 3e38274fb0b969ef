export type DigestEncoding = 'hex' | 'base64';

/**
 * Bytes of a digest of `length` bytes; undefined if the text is no such digest. Only the one canonical base64 text is
 * taken: with spare bits or a missing pad set otherwise it would decode to the same bytes, and be another text.
 */
export function decodeDigest(text: string, encoding: DigestEncoding, length: number): Buffer | undefined {
  const bytes = Buffer.from(text, encoding);
  const canonical = encoding === 'hex' ? text.toLowerCase() : text;
  return bytes.length === length && bytes.toString(encoding) === canonical ? bytes : undefined;
}
