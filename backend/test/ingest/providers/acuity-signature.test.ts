import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createAcuity } from '../../../src/ingest/providers/acuity/create-acuity.js';

const KEY = 'test-acuity-key';
const recorded = (name: string): Buffer => readFileSync(join(__dirname, '../../payloads/acuity', `${name}.form.txt`));
const BODY = recorded('webhook.static.canceled');
/** All signatures here were made by `openssl dgst -sha256 -hmac <key> -binary | base64`. */
const SIGNATURE = '/4LcPjAy+HLF3e/x1l80kKfFfcLf9SOOfQrjTRU7Pmk=';

const acuity = createAcuity({ userId: '1' });
const verify = (signature: string | string[] | undefined, { body = BODY, key = KEY, now = 0 } = {}) =>
  acuity.verify({ body, headers: { 'x-acuity-signature': signature }, url: '' }, key, now);
const code = (...input: Parameters<typeof verify>): string => {
  const verdict = verify(...input);
  if (!verdict.ok) expect(verdict.message).not.toContain(KEY);
  return verdict.ok ? 'ok' : verdict.code;
};

test.each([
  ['webhook.static.canceled', KEY, SIGNATURE],
  ['webhook.static.canceled', 'other-key', '2Mtl3p7VVxKeksztXtl+ZFN1xf93pNpMJf4wHQAT8RU='],
  ['webhook.dynamic.appointment.scheduled', KEY, 'hdNXEixeUAfFZuGKEsjPUfs//yrXwD/TdJKQ931h9ss='],
  ['webhook.dynamic.appointment.scheduled', 'other-key', '5dmZiHxYYCiSnEZHeLdOx2WUL/DKA/nmReZ8uCkc3C4='],
])('the recorded delivery %s is right under %s', (name, key, signature) => {
  const body = recorded(name);
  expect(code(signature, { body, key })).toBe('ok');
  expect(code([signature], { body, key })).toBe('ok');
  expect(code(signature, { body, key: `${key}x` })).toBe('bad_signature');
});

test('neither the time nor the URL is signed: a retry hours later is right', () => {
  expect(code(SIGNATURE, { now: Date.UTC(2100, 0, 1) })).toBe('ok');
  const request = { body: BODY, headers: { 'x-acuity-signature': SIGNATURE }, url: 'https://example.invalid/?a=b' };
  expect(acuity.verify(request, KEY, 0)).toEqual({ ok: true });
});

test('the bytes are signed, whatever they are', () => {
  expect(code('JY2Q6iEhd3AMBgWKbMCEjOlBtQRzxP88EHBnGwSfDrI=', { body: Buffer.alloc(0) })).toBe('ok');
  expect(code('wdYqaMPl0q7CAEH1dzNV8E6mdq/L1bpD2vnGRdQlfws=', { body: Buffer.from([0xff, 0x00, 0xfe]) })).toBe('ok');
});

test('every single bit of the body counts, and so does its length', () => {
  for (const index of BODY.keys()) {
    for (let bit = 1; bit < 256; bit *= 2) {
      const body = Buffer.from(BODY);
      body[index] = body[index]! ^ bit;
      expect(code(SIGNATURE, { body })).toBe('bad_signature');
    }
  }
  expect(code(SIGNATURE, { body: Buffer.concat([BODY, Buffer.from('\n')]) })).toBe('bad_signature');
  expect(code(SIGNATURE, { body: BODY.subarray(1) })).toBe('bad_signature');
  expect(code(SIGNATURE, { body: Buffer.alloc(0) })).toBe('bad_signature');
});

test('the same fields in another order are another body', () => {
  const reordered = BODY.toString().split('&').reverse().join('&');
  expect(code(SIGNATURE, { body: Buffer.from(reordered) })).toBe('bad_signature');
});

test('every single byte of the key counts', () => {
  for (let index = 0; index < KEY.length; index += 1) {
    const other = String.fromCharCode(KEY.charCodeAt(index) ^ 1);
    expect(code(SIGNATURE, { key: KEY.slice(0, index) + other + KEY.slice(index + 1) })).toBe('bad_signature');
  }
  for (const key of [`${KEY} `, KEY.slice(1), KEY.toUpperCase(), '']) {
    expect(code(SIGNATURE, { key })).toBe('bad_signature');
  }
});

test('without a key nothing is right, not even the HMAC under no key', () => {
  // openssl: HMAC of an empty body under an empty key.
  const body = Buffer.alloc(0);
  expect(code('thNnmggU2ex3L5XXeMNfxf8Wl8STcVZTxscSFEKSxa0=', { body, key: '' })).toBe('bad_signature');
});

test('every single bit of the digest counts', () => {
  const digest = Buffer.from(SIGNATURE, 'base64');
  for (const index of digest.keys()) {
    const other = Buffer.from(digest);
    other[index] = other[index]! ^ 1;
    expect(code(other.toString('base64'))).toBe('bad_signature');
  }
});

test('an absent, empty or double header is missing', () => {
  for (const header of [undefined, '', ' ', [], [SIGNATURE, SIGNATURE]]) expect(code(header)).toBe('missing_signature');
});

test.each([
  ['no base64', 'x'],
  ['without its pad', SIGNATURE.slice(0, -1)],
  ['too short', Buffer.alloc(31).toString('base64')],
  ['too long', Buffer.alloc(33).toString('base64')],
  ['in hex', Buffer.from(SIGNATURE, 'base64').toString('hex')],
  ['with the URL alphabet', SIGNATURE.replaceAll('/', '_').replaceAll('+', '-')],
  ['with spare bits', SIGNATURE.replace('k=', 'l=')],
  ['twice in one', `${SIGNATURE}, ${SIGNATURE}`],
  ['not ASCII', 'é'.repeat(44)],
])('a header %s is malformed', (_, header) => {
  expect(code(header)).toBe('malformed_signature');
});

test.each([
  [{ userId: '' }, 'userId'],
  [{ userId: 'ada' }, 'userId'],
  [{ userId: '1', currency: 'euro' }, 'currency'],
  [{ userId: '1', baseUrl: 'ftp://example.invalid' }, 'baseUrl'],
  [{ userId: '1', requestsPerSecond: 0 }, 'requestsPerSecond'],
])('settings that make no sense are refused: %j', (settings, name) => {
  expect(() => createAcuity(settings)).toThrow(name);
});
