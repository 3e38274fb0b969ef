/** Header fields that carry the digest of a body. */
export interface DigestHeaders {
  /** `Digest: sha-256=<base64>` (RFC 3230). */
  readonly digest: string | undefined;
  /** `Content-Digest` or `Repr-Digest`: `sha-256=:<base64>:` (RFC 9530). */
  readonly contentDigest: string | undefined;
}

const SHA_256 = /^[A-Za-z0-9+/]{43}=$/;

function hexOf(base64: string): string {
  if (!SHA_256.test(base64)) throw new RangeError('a SHA-256 is 32 bytes in base64');
  return Buffer.from(base64, 'base64').toString('hex');
}

/** Value of one algorithm in a list such as `sha-256=…, sha-512=…`. */
function valueOf(list: string, algorithm: string): string | undefined {
  const entry = list.split(',').find((one) => one.trim().toLowerCase().startsWith(`${algorithm}=`));
  return entry?.trim().slice(algorithm.length + 1);
}

/**
 * The SHA-256 that a body is to have. Other algorithms are passed over.
 * @returns hexadecimal; undefined when none was sent
 * @throws RangeError for one that is not 32 bytes in base64
 */
export function announcedDigest({ digest, contentDigest }: DigestHeaders): string | undefined {
  const field = contentDigest === undefined ? undefined : valueOf(contentDigest, 'sha-256');
  if (field !== undefined) return hexOf(/^:(.*):$/.exec(field)?.[1] ?? '');
  const old = digest === undefined ? undefined : valueOf(digest, 'sha-256');
  return old === undefined ? undefined : hexOf(old);
}
