import { createHmac } from 'node:crypto';
import { checkClock, readHeader, refuse } from '../signature/signed-request.js';
import { decodeDigest, sameBytes } from '../signature/digest.js';
import type { SignedRequest, Verdict } from '../port.js';
import type { VapiSettings } from './vapi-settings.js';

const DIGEST_BYTES = { sha256: 32, sha512: 64, sha1: 20 } as const;

/** Epoch seconds reach this in the year 5138, epoch milliseconds did in 1973. */
const FIRST_MILLISECONDS = 100_000_000_000;

const epoch = (stamp: string): number => {
  if (!/^\d{1,15}$/.test(stamp)) return /^\d{4}-\d{2}-\d{2}T/.test(stamp) ? Date.parse(stamp) : Number.NaN;
  const value = Number(stamp);
  return value < FIRST_MILLISECONDS ? value * 1_000 : value;
};

const signature = (request: SignedRequest, secret: string, stamp: string, settings: VapiSettings): Buffer => {
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

const compare = (request: SignedRequest, secret: string, stamp: string, settings: VapiSettings): Verdict => {
  const { signatureHeader, algorithm, encoding, signedText, prefix } = settings;
  const expected = `the HMAC-${algorithm} of "${signedText}" in ${encoding}${prefix === '' ? '' : ` after "${prefix}"`}`;
  const header = readHeader(request, signatureHeader);
  if (header === undefined)
    return refuse('missing_signature', `Expected one header ${signatureHeader} with ${expected}`);
  const claimed = claimedDigest(header, settings);
  if (claimed === undefined) return refuse('malformed_signature', `Header ${signatureHeader} must hold ${expected}`);
  return sameBytes(claimed, signature(request, secret, stamp, settings))
    ? { ok: true }
    : refuse('bad_signature', `Header ${signatureHeader} is not ${expected} under the configured secret`);
};

/** Checks an HMAC; and its age, if the signed text has a time in it. */
export function verifyVapiHmac(request: SignedRequest, secret: string, now: number, settings: VapiSettings): Verdict {
  if (!settings.signedText.includes('{timestamp}')) return compare(request, secret, '', settings);
  const name = settings.timestampHeader;
  const stamp = readHeader(request, name);
  if (stamp === undefined) return refuse('missing_signature', `Expected one header ${name} with the time of signing`);
  const signedAt = epoch(stamp);
  if (Number.isNaN(signedAt)) {
    return refuse('malformed_signature', `Header ${name} must be epoch seconds, epoch milliseconds or RFC 3339`);
  }
  const verdict = compare(request, secret, stamp, settings);
  return verdict.ok ? checkClock(signedAt, now, settings.toleranceSeconds * 1_000) : verdict;
}
