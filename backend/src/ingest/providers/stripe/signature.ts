import { createHmac } from 'node:crypto';
import { checkClock, readHeader, refuse } from '../signature/signed-request.js';
import { decodeDigest, sameBytes } from '../signature/digest.js';
import type { SignedRequest, Verdict } from '../port.js';

export const STRIPE_HEADER = 'stripe-signature';

/** While a secret is rolled there are two; more are somebody's attempt to have us compute. */
const MAX_SIGNATURES = 8;

interface Signed {
  readonly stamp: string;
  readonly claimed: readonly Buffer[];
}

/** Reads `t=<epoch s>,v1=<hex>[,v1=…]`; schemes other than v1 are passed over. */
function readSignatures(header: string): Signed | undefined {
  const parts = header.split(',').map((part) => part.trim().split('='));
  const valuesOf = (name: string): string[] => parts.filter(([key]) => key === name).map(([, value = '']) => value);
  const [stamp = '', ...more] = valuesOf('t');
  const digests = valuesOf('v1').slice(0, MAX_SIGNATURES);
  const claimed = digests.flatMap((digest) => decodeDigest(digest, 'hex', 32) ?? []);
  return /^\d{1,12}$/.test(stamp) && more.length === 0 && claimed.length > 0 ? { stamp, claimed } : undefined;
}

/** Header `Stripe-Signature`: any `v1` is the HMAC-SHA256 with the endpoint's secret over `{t}.{body}`. */
export function verifyStripe(request: SignedRequest, secret: string, now: number, tolerance: number): Verdict {
  if (secret === '') return refuse('bad_signature', 'No signing secret is configured, so no signature can be right');
  const header = readHeader(request, STRIPE_HEADER);
  const form = 't=<epoch s>,v1=<64 hex digits>';
  if (header === undefined) return refuse('missing_signature', `Expected one header ${STRIPE_HEADER}: ${form}`);
  const signed = readSignatures(header);
  if (signed === undefined) return refuse('malformed_signature', `Header ${STRIPE_HEADER} must read ${form}[,v1=…]`);
  const expected = createHmac('sha256', secret).update(`${signed.stamp}.`).update(request.body).digest();
  const matches = signed.claimed.map((claimed) => sameBytes(claimed, expected));
  if (!matches.includes(true)) {
    return refuse(
      'bad_signature',
      `No v1 in header ${STRIPE_HEADER} is the HMAC-SHA256 of time and body under the configured secret`,
    );
  }
  return checkClock(Number(signed.stamp) * 1_000, now, tolerance);
}
