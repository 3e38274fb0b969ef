import { createHmac } from 'node:crypto';
import type { SignedRequest, Verdict } from '../port.js';
import { decodeDigest, sameBytes } from '../signature/digest.js';
import { checkClock, readHeader, refuse } from '../signature/signed-request.js';
import type { VapiSettings } from './vapi-settings.js';

const DIGEST_BYTES = { sha256: 32, sha512: 64, sha1: 20 } as const;

/** Epoch seconds reach this in the year 5138, epoch milliseconds did in 1973. */
const FIRST_MILLISECONDS = 100_000_000_000;

const epochOf = (stamp: string): number => {
  if (!/^\d{1,15}$/.test(stamp)) return /^\d{4}-\d{2}-\d{2}T/.test(stamp) ? Date.parse(stamp) : Number.NaN;
  const value = Number(stamp);
  return value < FIRST_MILLISECONDS ? value * 1_000 : value;
};

const digestOf = (request: SignedRequest, secret: string, stamp: string, settings: VapiSettings): Buffer => {
  const hmac = createHmac(settings.algorithm, Buffer.from(secret, settings.secretEncoding));
  // In pieces, because the body is bytes and need not be valid UTF-8.
  for (const piece of settings.signedText.split(/(\{timestamp\}|\{body\})/)) {
    if (piece === '{body}') hmac.update(request.body);
    else hmac.update(piece === '{timestamp}' ? stamp : piece);
  }
  return hmac.digest();
};

const claimedDigest = (header: string, { prefix, encoding, algorithm }: VapiSettings): Buffer | undefined =>
  header.startsWith(prefix) ? decodeDigest(header.slice(prefix.length), encoding, DIGEST_BYTES[algorithm]) : undefined;

const verifyDigest = (request: SignedRequest, secret: string, stamp: string, settings: VapiSettings): Verdict => {
  const { signatureHeader, algorithm, encoding, signedText, prefix } = settings;
  const expected = `the HMAC-${algorithm} of "${signedText}" in ${encoding}${prefix === '' ? '' : ` after "${prefix}"`}`;
  const header = readHeader(request, signatureHeader);
  if (header === undefined)
    return refuse('missing_signature', `Expected one header ${signatureHeader} with ${expected}`);
  const claimed = claimedDigest(header, settings);
  if (claimed === undefined) return refuse('malformed_signature', `Header ${signatureHeader} must hold ${expected}`);
  return sameBytes(claimed, digestOf(request, secret, stamp, settings))
    ? { ok: true }
    : refuse('bad_signature', `Header ${signatureHeader} is not ${expected} under the configured secret`);
};

/** Checks an HMAC; and its age, if the signed text has a time in it. */
function verifyVapiHmac(request: SignedRequest, secret: string, now: number, settings: VapiSettings): Verdict {
  if (!settings.signedText.includes('{timestamp}')) return verifyDigest(request, secret, '', settings);
  const name = settings.timestampHeader;
  const stamp = readHeader(request, name);
  if (stamp === undefined) return refuse('missing_signature', `Expected one header ${name} with the time of signing`);
  const signedAt = epochOf(stamp);
  if (Number.isNaN(signedAt)) {
    return refuse('malformed_signature', `Header ${name} must be epoch seconds, epoch milliseconds or RFC 3339`);
  }
  const verdict = verifyDigest(request, secret, stamp, settings);
  return verdict.ok ? checkClock(signedAt, now, settings.toleranceSeconds * 1_000) : verdict;
}

const verifyBearer = (request: SignedRequest, token: string): Verdict => {
  const header = readHeader(request, 'authorization');
  if (header === undefined) return refuse('missing_signature', 'Expected one header authorization: Bearer <token>');
  const [, claimed] = /^Bearer +(\S+)$/i.exec(header) ?? [];
  if (claimed === undefined) return refuse('malformed_signature', 'Header authorization must read Bearer <token>');
  return sameBytes(claimed, token)
    ? { ok: true }
    : refuse('bad_signature', 'The bearer token in header authorization is not the configured one');
};

const verifySecret = (request: SignedRequest, secret: string, name: string): Verdict => {
  const claimed = readHeader(request, name);
  if (claimed === undefined)
    return refuse('missing_signature', `Expected one header ${name} with the configured secret`);
  return sameBytes(claimed, secret)
    ? { ok: true }
    : refuse('bad_signature', `The value of header ${name} is not the configured secret`);
};

/** Header that a request from Vapi proves itself with. */
export function vapiHeader({ scheme, signatureHeader, secretHeader }: VapiSettings): string {
  if (scheme === 'bearer') return 'authorization';
  return scheme === 'secret' ? secretHeader : signatureHeader;
}

/** Checks a request from Vapi in the way that `settings` say Vapi was configured. */
export function verifyVapi(request: SignedRequest, secret: string, now: number, settings: VapiSettings): Verdict {
  if (secret === '') return refuse('bad_signature', 'No secret is configured, so no signature can be right');
  if (settings.scheme === 'bearer') return verifyBearer(request, secret);
  if (settings.scheme === 'secret') return verifySecret(request, secret, settings.secretHeader);
  return verifyVapiHmac(request, secret, now, settings);
}
