import { createHmac } from 'node:crypto';
import { createVapi } from '../../../src/ingest/providers/vapi/create-vapi.js';
import type { VapiSettings } from '../../../src/ingest/providers/vapi/vapi-settings.js';

const SECRET = 'c2VjcmV0LXNlY3JldA==';
const NOW = Date.parse('2025-06-10T09:07:30.909Z');
const STAMP = String(NOW);
const BODY = Buffer.from('{"message":{"type":"hang"}}');

interface Attempt {
  settings?: Partial<VapiSettings>;
  headers?: Record<string, string | string[] | undefined>;
  body?: Buffer;
  secret?: string;
  now?: number;
}

const verify = ({ settings = {}, headers = {}, body = BODY, secret = SECRET, now = NOW }: Attempt) =>
  createVapi(settings).verify({ body, headers, url: '' }, secret, now);
const code = (attempt: Attempt): string => {
  const verdict = verify(attempt);
  if (!verdict.ok) expect(verdict.message).not.toContain(SECRET);
  return verdict.ok ? 'ok' : verdict.code;
};

const hmac = (algorithm: string, key: string | Buffer, ...pieces: (string | Buffer)[]) => {
  const hash = createHmac(algorithm, key);
  for (const piece of pieces) hash.update(piece);
  return hash.digest();
};
const hex = hmac('sha256', SECRET, STAMP, '.', BODY).toString('hex');
const signed = { 'x-signature': hex, 'x-timestamp': STAMP };

describe('HMAC with the default settings', () => {
  test('is accepted within 300 s', () => {
    expect(code({ headers: signed })).toBe('ok');
    expect(code({ headers: signed, now: NOW + 300_000 })).toBe('ok');
    expect(code({ headers: { ...signed, 'x-signature': hex.toUpperCase() } })).toBe('ok');
  });

  test('takes a time in seconds or RFC 3339', () => {
    for (const stamp of ['1749546450', '2025-06-10T09:07:30Z']) {
      const signature = hmac('sha256', SECRET, stamp, '.', BODY).toString('hex');
      expect(code({ headers: { 'x-signature': signature, 'x-timestamp': stamp } })).toBe('ok');
    }
  });

  test('is refused when one byte, the time or the key changes', () => {
    const body = Buffer.from(BODY);
    body[3] = body[3]! ^ 1;
    expect(code({ headers: signed, body })).toBe('bad_signature');
    expect(code({ headers: { ...signed, 'x-timestamp': String(NOW + 1) } })).toBe('bad_signature');
    expect(code({ headers: signed, secret: `${SECRET}x` })).toBe('bad_signature');
    expect(code({ headers: signed, secret: '' })).toBe('bad_signature');
    const flipped = `${hex.slice(0, -1)}${hex.endsWith('0') ? '1' : '0'}`;
    expect(code({ headers: { ...signed, 'x-signature': flipped } })).toBe('bad_signature');
  });

  test('is stale after that', () => {
    expect(code({ headers: signed, now: NOW + 300_001 })).toBe('stale_signature');
    expect(code({ headers: signed, now: NOW - 300_001 })).toBe('stale_signature');
  });

  test('says which header is absent and what was expected', () => {
    expect(verify({ headers: { 'x-timestamp': STAMP } })).toEqual({
      ok: false,
      code: 'missing_signature',
      message: 'Expected one header x-signature with the HMAC-sha256 of "{timestamp}.{body}" in hex',
    });
    expect(verify({ headers: { 'x-signature': hex } })).toMatchObject({
      code: 'missing_signature',
      message: 'Expected one header x-timestamp with the time of signing',
    });
  });

  test('malformed headers never throw', () => {
    for (const signature of ['zz', `${hex}00`, hex.slice(1), 'é'.repeat(64)]) {
      expect(code({ headers: { ...signed, 'x-signature': signature } })).toBe('malformed_signature');
    }
    for (const stamp of ['now', '-5', '1e9', '9'.repeat(40), '2025-99-99T00:00:00Z']) {
      expect(code({ headers: { ...signed, 'x-timestamp': stamp } })).toBe('malformed_signature');
    }
    expect(code({ headers: { ...signed, 'x-signature': [hex, hex] } })).toBe('missing_signature');
  });
});

describe('HMAC as configured', () => {
  test.each(['sha256', 'sha512', 'sha1'] as const)(
    '%s in base64 with a prefix, other headers and text',
    (algorithm) => {
      const settings: Partial<VapiSettings> = {
        algorithm,
        encoding: 'base64',
        prefix: 'v1=',
        signatureHeader: 'X-Vapi-Signature',
        timestampHeader: 'X-Vapi-Timestamp',
        signedText: '{body}|{timestamp}|vapi',
      };
      const signature = hmac(algorithm, SECRET, BODY, '|', STAMP, '|vapi').toString('base64');
      const headers = { 'x-vapi-signature': `v1=${signature}`, 'x-vapi-timestamp': STAMP };
      expect(code({ settings, headers })).toBe('ok');
      expect(code({ settings, headers: { ...headers, 'x-vapi-signature': signature } })).toBe('malformed_signature');
      const body = Buffer.concat([BODY, Buffer.from(' ')]);
      expect(code({ settings, headers, body })).toBe('bad_signature');
      expect(code({ settings, headers: signed })).toBe('missing_signature');
    },
  );

  test('each character of a base64 digest counts, the spare bits of the last one too', () => {
    const settings = { encoding: 'base64' } as const;
    const right = hmac('sha256', SECRET, STAMP, '.', BODY).toString('base64');
    for (let index = 0; index < right.length; index += 1) {
      for (const other of ['A', 'B', '+', '=']) {
        if (right[index] === other) continue;
        const signature = right.slice(0, index) + other + right.slice(index + 1);
        expect(code({ settings, headers: { ...signed, 'x-signature': signature } })).toMatch(
          /^(bad|malformed)_signature$/,
        );
      }
    }
  });

  test('the secret may be base64', () => {
    const signature = hmac('sha256', Buffer.from(SECRET, 'base64'), STAMP, '.', BODY).toString('hex');
    const headers = { ...signed, 'x-signature': signature };
    expect(code({ settings: { secretEncoding: 'base64' }, headers })).toBe('ok');
    expect(code({ headers })).toBe('bad_signature');
  });

  test('the body alone needs no time', () => {
    const settings = { signedText: '{body}' };
    const headers = { 'x-signature': hmac('sha256', SECRET, BODY).toString('hex') };
    expect(code({ settings, headers, now: 0 })).toBe('ok');
  });

  test('settings that make no sense are refused', () => {
    expect(() => createVapi({ signedText: 'nothing' })).toThrow();
    expect(() => createVapi({ signatureHeader: 'a b' })).toThrow();
    expect(() => createVapi({ toleranceSeconds: 0 })).toThrow();
  });
});

test('bearer token', () => {
  const settings = { scheme: 'bearer' } as const;
  expect(code({ settings, headers: { authorization: `Bearer ${SECRET}` } })).toBe('ok');
  expect(code({ settings, headers: { authorization: `Bearer ${SECRET}x` } })).toBe('bad_signature');
  expect(code({ settings, headers: { authorization: `Basic ${SECRET}` } })).toBe('malformed_signature');
  expect(code({ settings, headers: signed })).toBe('missing_signature');
  expect(code({ settings, headers: { authorization: 'Bearer ' }, secret: '' })).toBe('bad_signature');
});

test('plain secret', () => {
  const settings = { scheme: 'secret' } as const;
  expect(code({ settings, headers: { 'x-vapi-secret': SECRET } })).toBe('ok');
  expect(code({ settings, headers: { 'x-vapi-secret': SECRET.slice(1) } })).toBe('bad_signature');
  expect(code({ settings, headers: {} })).toBe('missing_signature');
  const named = { ...settings, secretHeader: 'x-other' };
  expect(code({ settings: named, headers: { 'x-other': SECRET } })).toBe('ok');
});
