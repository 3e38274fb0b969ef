import { createHmac } from 'node:crypto';
import { decodeDigest, sameBytes } from '../signature/digest.js';
import type { SignedRequest, Verdict } from '../port.js';
import { readHeader, refuse } from '../signature/signed-request.js';

export const ACUITY_HEADER = 'x-acuity-signature';

/** Header `x-acuity-signature`: base64 of the HMAC-SHA256 with the API key over the body. It has no time in it. */
export function verifyAcuity(request: SignedRequest, apiKey: string): Verdict {
  if (apiKey === '') return refuse('bad_signature', 'No API key is configured, so no signature can be right');
  const header = readHeader(request, ACUITY_HEADER);
  if (header === undefined) return refuse('missing_signature', `Expected one header ${ACUITY_HEADER}`);
  const claimed = decodeDigest(header, 'base64', 32);
  if (claimed === undefined) {
    return refuse('malformed_signature', `Header ${ACUITY_HEADER} must hold an HMAC-SHA256 in base64`);
  }
  return sameBytes(claimed, createHmac('sha256', apiKey).update(request.body).digest())
    ? { ok: true }
    : refuse(
        'bad_signature',
        `Header ${ACUITY_HEADER} is not the HMAC-SHA256 of the body under the configured API key`,
      );
}
