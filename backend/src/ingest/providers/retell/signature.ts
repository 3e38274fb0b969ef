import { createHmac } from 'node:crypto';
import { checkClock, readHeader, refuse } from '../signature/signed-request.js';
import { decodeDigest, sameBytes } from '../signature/digest.js';
import type { SignedRequest, Verdict } from '../port.js';

export const RETELL_HEADER = 'x-retell-signature';
const FORM = /^v=(\d{1,15}),\s*d=([0-9a-fA-F]{64})$/;
const TOLERANCE = 5 * 60_000;

/** Header `x-retell-signature: v=<epoch ms>,d=<hex>`: HMAC-SHA256 with the API key over the body and the time. */
export function verifyRetell(request: SignedRequest, apiKey: string, now: number): Verdict {
  if (apiKey === '') return refuse('bad_signature', 'No API key is configured, so no signature can be right');
  const header = readHeader(request, RETELL_HEADER);
  if (header === undefined)
    return refuse('missing_signature', `Expected one header ${RETELL_HEADER}: v=<epoch ms>,d=<hex>`);
  const [, stamp, hex] = FORM.exec(header) ?? [];
  const claimed = hex === undefined ? undefined : decodeDigest(hex, 'hex', 32);
  if (stamp === undefined || claimed === undefined) {
    return refuse('malformed_signature', `Header ${RETELL_HEADER} must read v=<epoch ms>,d=<64 hex digits>`);
  }
  const expected = createHmac('sha256', apiKey).update(request.body).update(stamp).digest();
  if (!sameBytes(claimed, expected)) {
    return refuse(
      'bad_signature',
      `Header ${RETELL_HEADER} is not the HMAC-SHA256 of body and time under the configured API key`,
    );
  }
  return checkClock(Number(stamp), now, TOLERANCE);
}
