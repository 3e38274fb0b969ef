import { createHash, createHmac } from 'node:crypto';
import type { SignedRequest, Verdict } from '../port.js';
import { decodeDigest, sameBytes } from '../signature/digest.js';
import { readHeader, refuse } from '../signature/signed-request.js';

const DEFAULT_PORTS: Readonly<Record<string, string>> = { 'https:': '443', 'http:': '80' };

const AUTHORITY = /^(https?:)\/\/([^/?#]*)/;

/**
 * The texts of one URL that Twilio may have signed: as it is, without its port, and with the standard port written out.
 * Taken apart by hand, because a URL parser would change what was signed (escapes, an absent slash).
 */
function signedUrls(url: string): string[] {
  const [whole = '', scheme = '', authority = ''] = AUTHORITY.exec(url) ?? [];
  if (whole === '') return [url];
  const rest = url.slice(whole.length);
  const host = authority.replace(/:\d+$/, '');
  const port = host === authority ? (DEFAULT_PORTS[scheme] ?? '') : authority.slice(host.length + 1);
  return [...new Set([url, `${scheme}//${host}${rest}`, `${scheme}//${host}:${port}${rest}`])];
}

export const TWILIO_HEADER = 'x-twilio-signature';

const byName = ([a]: readonly [string, string[]], [b]: readonly [string, string[]]): number => (a < b ? -1 : 1);

/** Names and values of a form, sorted by name; of a name that comes several times each different value counts once. */
function signedFields(body: Buffer): string {
  const fields = new Map<string, string[]>();
  for (const [name, value] of new URLSearchParams(body.toString())) {
    fields.set(name, [...(fields.get(name) ?? []), value]);
  }
  return [...fields]
    .sort(byName)
    .flatMap(([name, values]) => [...new Set(values)].sort().map((value) => name + value))
    .join('');
}

const isForm = ({ headers }: SignedRequest): boolean => {
  const type = headers['content-type'];
  return typeof type === 'string' && type.toLowerCase().startsWith('application/x-www-form-urlencoded');
};

/** What follows the URL in the signed text; of another body than a form its hash in the URL stands for it. */
function signedRest(request: SignedRequest): string | Verdict {
  const hash = new URLSearchParams(request.url.split('?').slice(1).join('?')).get('bodySHA256');
  if (hash === null) {
    return isForm(request)
      ? signedFields(request.body)
      : refuse('bad_body_hash', 'A body that is not a form is accepted only with its hash, bodySHA256, in the URL');
  }
  const expected = createHash('sha256').update(request.body).digest('hex');
  return sameBytes(hash.toLowerCase(), expected)
    ? ''
    : refuse('bad_body_hash', 'bodySHA256 in the URL is not the SHA-256 of the body');
}

/**
 * Header `X-Twilio-Signature`: HMAC-SHA1 with the auth token over the public URL and the fields of the form, in base64.
 * Twilio signs no time, so that a replay is recognized by its content alone: it changes nothing.
 */
export function verifyTwilio(request: SignedRequest, authToken: string): Verdict {
  if (authToken === '') return refuse('bad_signature', 'No auth token is configured, so no signature can be right');
  const header = readHeader(request, TWILIO_HEADER);
  if (header === undefined) return refuse('missing_signature', `Expected one header ${TWILIO_HEADER}`);
  const claimed = decodeDigest(header, 'base64', 20);
  if (claimed === undefined) {
    return refuse('malformed_signature', `Header ${TWILIO_HEADER} must hold an HMAC-SHA1 in base64`);
  }
  const rest = signedRest(request);
  if (typeof rest !== 'string') return rest;
  const matches = signedUrls(request.url).map((url) =>
    sameBytes(
      claimed,
      createHmac('sha1', authToken)
        .update(url + rest)
        .digest(),
    ),
  );
  return matches.includes(true)
    ? { ok: true }
    : refuse(
        'bad_signature',
        `Header ${TWILIO_HEADER} is not the HMAC-SHA1 of the public URL and the form under the configured auth token; ` +
          'CALLSIGHT_PUBLIC_URL must be the address that Twilio was given',
      );
}
