import type { SignedRequest, Verdict } from '../port.js';
import { readHeader, refuse } from '../signature/signed-request.js';
import { sameBytes } from '../signature/digest.js';
import type { VapiSettings } from './vapi-settings.js';
import { verifyVapiHmac } from './verify-vapi-hmac.js';

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
