/* eslint-disable max-lines -- a list of signed vectors */
import { createHash } from 'node:crypto';
import { createTwilio } from '../../../src/ingest/providers/twilio/create-twilio.js';

type Field = readonly [string, string];

/** The vector of Twilio's own documentation. */
const URL = 'https://mycompany.com/myapp.php?foo=1&bar=2';
const TOKEN = '12345';
const FIELDS: readonly Field[] = [
  ['CallSid', 'CA1234567890ABCDE'],
  ['From', '+12349013030'],
  ['To', '+18005551212'],
  ['Caller', '+12349013030'],
  ['Digits', '1234'],
];
const SIGNATURE = '0/KCTR6DLpKmkAf8muzZqo1nDgQ=';
/** The same form, signed with the port in the URL: by `twilio` 6.2.0 from npm, as all vectors below. */
const SIGNATURE_WITH_PORT = 'EpDEmp1PyjDYp77YxYU3GILBWzE=';

const FORM = 'application/x-www-form-urlencoded';
const HOOK = 'https://calls.example.invalid/v1/webhooks/twilio';

const form = (fields: readonly Field[]): string =>
  new URLSearchParams(fields.map(([name, value]): [string, string] => [name, value])).toString();

interface Attempt {
  readonly url?: string;
  readonly body?: string | Buffer;
  readonly signature?: string | string[] | undefined;
  readonly token?: string;
  readonly type?: string | undefined;
}

const verify = (attempt: Attempt) => {
  const { url, body, signature, token, type } = {
    url: URL,
    body: form(FIELDS),
    signature: SIGNATURE,
    token: TOKEN,
    type: FORM,
    ...attempt,
  };
  const headers = { 'x-twilio-signature': signature, 'content-type': type };
  return createTwilio().verify({ body: Buffer.from(body), headers, url }, token, 0);
};
const code = (attempt: Attempt): string => {
  const verdict = verify(attempt);
  if (!verdict.ok) expect(verdict.message).not.toContain(attempt.token === '' ? SIGNATURE : (attempt.token ?? TOKEN));
  return verdict.ok ? 'ok' : verdict.code;
};

/** Every text that differs from the given one in one character. */
const neighbours = (text: string): string[] =>
  Array.from(
    text,
    (char, index) => text.slice(0, index) + String.fromCharCode(char.charCodeAt(0) ^ 1) + text.slice(index + 1),
  );

describe('the documented vector', () => {
  test('is right, in whatever order the fields come', () => {
    expect(code({})).toBe('ok');
    expect(code({ body: form(FIELDS.toReversed()) })).toBe('ok');
    expect(code({ signature: [SIGNATURE] })).toBe('ok');
    expect(code({ type: `${FORM}; charset=UTF-8` })).toBe('ok');
    expect(code({ type: 'Application/X-WWW-Form-URLencoded' })).toBe('ok');
  });

  test('needs no clock', () => {
    for (const now of [0, Date.UTC(2100, 0, 1)]) {
      const headers = { 'x-twilio-signature': SIGNATURE, 'content-type': FORM };
      expect(createTwilio().verify({ body: Buffer.from(form(FIELDS)), headers, url: URL }, TOKEN, now)).toEqual({
        ok: true,
      });
    }
  });

  test('is wrong when one byte of the name or the value of any field changes', () => {
    let tried = 0;
    for (const [index, [name, value]] of FIELDS.entries()) {
      const others = [
        ...neighbours(name).map((other): Field => [other, value]),
        ...neighbours(value).map((other): Field => [name, other]),
      ];
      for (const other of others) {
        expect(code({ body: form(FIELDS.with(index, other)) })).toBe('bad_signature');
        tried += 1;
      }
    }
    // Names: 7 + 4 + 2 + 6 + 6; values: 17 + 12 + 12 + 12 + 4.
    expect(tried).toBe(82);
  });

  test('is wrong when one byte of the body changes', () => {
    const body = Buffer.from(form(FIELDS));
    for (const index of body.keys()) {
      for (const bit of [0x01, 0x80]) {
        const other = Buffer.from(body);
        other[index] = other[index]! ^ bit;
        expect(code({ body: other })).toBe('bad_signature');
      }
    }
  });

  test('is wrong when a field is absent, new, empty or there twice with another value', () => {
    for (const index of FIELDS.keys()) {
      const [name] = FIELDS[index]!;
      expect(code({ body: form(FIELDS.toSpliced(index, 1)) })).toBe('bad_signature');
      expect(code({ body: form(FIELDS.with(index, [name, ''])) })).toBe('bad_signature');
      expect(code({ body: form([...FIELDS, [name, 'other']]) })).toBe('bad_signature');
    }
    expect(code({ body: form([...FIELDS, ['Extra', '']]) })).toBe('bad_signature');
    expect(code({ body: '' })).toBe('bad_signature');
  });

  test('is wrong when one byte of the URL changes: scheme, host, path or query', () => {
    for (const url of neighbours(URL)) expect([url, code({ url })]).toEqual([url, 'bad_signature']);
  });

  test.each([
    ['scheme', 'http://mycompany.com/myapp.php?foo=1&bar=2'],
    ['host', 'https://mycompany.org/myapp.php?foo=1&bar=2'],
    ['case of the host', 'https://MyCompany.com/myapp.php?foo=1&bar=2'],
    ['path', 'https://mycompany.com/myapp.php/?foo=1&bar=2'],
    ['order of the query', 'https://mycompany.com/myapp.php?bar=2&foo=1'],
    ['no query', 'https://mycompany.com/myapp.php'],
    ['fragment', 'https://mycompany.com/myapp.php?foo=1&bar=2#'],
    ['escapes', 'https://mycompany.com/myapp%2Ephp?foo=1&bar=2'],
    ['nothing', ''],
    ['no URL', 'mycompany.com'],
  ])('is wrong for another URL: %s', (_, url) => {
    expect(code({ url })).toBe('bad_signature');
  });

  test('is wrong when one byte of the token changes', () => {
    for (const token of [...neighbours(TOKEN), `${TOKEN}0`, TOKEN.slice(1), ` ${TOKEN}`, '']) {
      expect(code({ token })).toBe('bad_signature');
    }
  });

  test('is wrong when one bit of the digest changes', () => {
    const digest = Buffer.from(SIGNATURE, 'base64');
    for (const index of digest.keys()) {
      const other = Buffer.from(digest);
      other[index] = other[index]! ^ 1;
      expect(code({ signature: other.toString('base64') })).toBe('bad_signature');
    }
  });
});

describe('the port of the URL', () => {
  const withPort = URL.replace('.com/', '.com:443/');

  test('may have been signed while our URL has none', () => {
    expect(code({ signature: SIGNATURE_WITH_PORT })).toBe('ok');
  });

  test('may be in our URL while none was signed', () => {
    expect(code({ url: withPort })).toBe('ok');
    expect(code({ url: URL.replace('.com/', '.com:8443/') })).toBe('ok');
  });

  test('may be in both', () => {
    expect(code({ url: withPort, signature: SIGNATURE_WITH_PORT })).toBe('ok');
    expect(code({ url: URL.replace('.com/', '.com:8443/'), signature: 'SffuNP6bC3hHFCUbsco6GyaPyas=' })).toBe('ok');
  });

  test('is another one for http', () => {
    const url = 'http://mycompany.com/myapp.php';
    expect(code({ url, signature: 'URhmuht5A2ABXKmDunVzjPVi1mc=' })).toBe('ok');
    expect(code({ url, signature: 'EVfTvL38TGUcUVFGKNpAFKHBs8I=' })).toBe('ok');
    expect(code({ url: 'http://mycompany.com:443/myapp.php', signature: 'EVfTvL38TGUcUVFGKNpAFKHBs8I=' })).toBe(
      'bad_signature',
    );
  });

  test('is never a guess', () => {
    expect(code({ signature: 'SffuNP6bC3hHFCUbsco6GyaPyas=' })).toBe('bad_signature');
    expect(code({ url: withPort, signature: 'SffuNP6bC3hHFCUbsco6GyaPyas=' })).toBe('bad_signature');
    expect(code({ url: URL.replace('.com/', '.com:80/'), signature: SIGNATURE_WITH_PORT })).toBe('bad_signature');
  });
});

/** Token, URL, body and signature; made by `getExpectedTwilioSignature` of `twilio` 6.2.0 from npm. */
const VECTORS: readonly (readonly [string, string, string, string])[] = [
  // Nothing but the URL.
  ['12f29471b8cb93b51c2e5db8b07cfa07', HOOK, '', 'C5+9fMi/ZvSrSBNaj4nXEUUfJdo='],
  ['a690e54d1ce88ac4f2d3287f00cc052f', HOOK, 'CallSid=CA1&CallStatus=completed', 'k1E+Vc1Toof+uyax7VxvXLTp5Sc='],
  // Capitals before small letters, and an escape in the URL.
  [
    'ca1b128db63b80827387c21b69850e6d',
    `${HOOK}?connection=a&x=%20y`,
    'b=2&a=1&B=3&A=4',
    'hfKtlrdLE3qwfT59/G9i3osPajY=',
  ],
  // Unicode in values and in names.
  [
    'c466d09563b32a6d65a64f5e763fca57',
    HOOK,
    'SpeechResult=Gr%C3%BC%C3%9Fe+aus+K%C3%B6ln&CallerName=%E5%B1%B1%E7%94%B0+%F0%9F%98%80',
    'WUXm/fMFaGiYXGRms8nqZFfa3HE=',
  ],
  ['8d58200559c78f1bf90bc36c93e0a1a4', HOOK, '%C3%A4=1&z=2&%F0%9F%98%80=3&%EF%BF%BD=4', 'vpW1z+C3qygMo289ZX5xwqcAqow='],
  // Empty values.
  [
    'bbe50f85e9f43060a5ce9c9a13beb183',
    HOOK,
    'To=&ToCity=&CallerZip=&From=%2B4930123456',
    'JQJE5WUdhsw533uCNmkl0lF97SA=',
  ],
  // Names that come several times, with different values, the same value and none.
  ['de3830f09432b11b8c3c8201301614c1', HOOK, 'MediaUrl=b&MediaUrl=a&MediaUrl=c', 'JaiFF09TNtqi+5Wtwv4NfUB4upI='],
  [
    '44269b4051f9e73983dd33e60a4311b0',
    HOOK,
    'MediaUrl=a&MediaUrl=a&MediaUrl=&CallSid=CA1',
    'XamhZ9l0GF8pxWDsy8qJpdkIjY4=',
  ],
  [
    '20fe1d5814b4175f4455e55a2b5b9ea4',
    HOOK,
    'k=10&k=9&k=%C3%A9&k=e&k=E&k=%F0%9F%98%80',
    'W/qTwKgKmGnir339MxPsL7jJBIQ=',
  ],
  // Separators inside names and values; a name without a value; a plus, which is a space; a line break.
  ['af41e2e9e9d1d0736cdd2428cfe6b877', HOOK, 'a=b%3Dc%26d&e%3Df=%2B+%25&g=h+i%0D%0A', 'OzCobWmmMlBa/aeJ3ZCFamV55YM='],
  // Credentials, a port, a semicolon and a second question mark in the URL.
  [
    'c497eea6ab0535943d01c33abdd86bc9',
    'http://user:word@calls.example.invalid:8080/a/b;c=d/?q=%C3%BC&q=+&r',
    'From=client%3Aalice%40x&To=sip%3A%2B4930%40example.invalid',
    's58Gkhnn2rvETeNRTl0OiAmjDek=',
  ],
  // No path.
  [
    'ea84e04cc3aa56988065206204c296ec',
    'https://calls.example.invalid',
    'Body=%22quoted%22+%3C%26%3E&Body2=%5C%2F',
    '9Z3jh/PxiyY+NdpjsC9i3JX0otQ=',
  ],
  [
    '71832acc89008f1140a6876d30b43760',
    'https://calls.example.invalid?only=query',
    'CallDuration=0&Duration=0&__proto__=x&constructor=y',
    'nBeM7RLOuiBi8YvAwbeuJH4AjV0=',
  ],
  // Characters that a URL parser would escape.
  ['b82019f96c19cd4a8c34b5bfcfa60869', `${HOOK}/o'neil/(x)/café`, '1=a&10=b&2=c', 'yVBOBnybU0eFNJIzw6MJDzWEFYc='],
  [
    'e17cee000db2c611b1d18382d5a5fbe0',
    HOOK,
    'AddOns=%7B%22status%22%3A%22successful%22%2C%22x%22%3Anull%7D&ApiVersion=2010-04-01',
    'Sf2RDbcrKN/ftnhUnBHp95xv4lM=',
  ],
];

test.each(VECTORS)('what the library of Twilio signs is right (%#)', (token, url, body, signature) => {
  expect(code({ token, url, body, signature })).toBe('ok');
  expect(code({ token, url: `${url}x`, body, signature })).toBe('bad_signature');
  expect(code({ token, url, body: `${body}&x=y`, signature })).toBe('bad_signature');
  expect(code({ token: `${token}x`, url, body, signature })).toBe('bad_signature');
});

describe('a body of JSON', () => {
  const body = '{"CallSid":"CA1","Über":[1,2]}';
  /** SHA-256 of the body, by `getExpectedBodyHash` of the same library. */
  const hash = 'f982ed14f482552c9f4ebe95d73507654fe00b65b0285463487889f29561c234';
  const type = 'application/json';
  const signed = {
    url: `${HOOK}?bodySHA256=${hash}`,
    signature: 'ZJ3BEVDXbiKVPzHLE2wd8PCg/V0=',
    body,
    type,
  };

  test('is believed with its hash in the signed URL', () => {
    expect(code(signed)).toBe('ok');
    const between = `${HOOK}?connection=a&bodySHA256=${hash}&z=1`;
    expect(code({ ...signed, url: between, signature: '689KLiIjkbd4JsoqCrhSK5qqagY=' })).toBe('ok');
  });

  test('is refused when one byte of it changes', () => {
    const bytes = Buffer.from(body);
    for (const index of bytes.keys()) {
      const other = Buffer.from(bytes);
      other[index] = other[index]! ^ 1;
      expect(code({ ...signed, body: other })).toBe('bad_body_hash');
    }
    expect(code({ ...signed, body: '' })).toBe('bad_body_hash');
  });

  test('is refused with the hash of another body, though the URL is signed', () => {
    // The SHA-256 of the body and a space behind it.
    const url = `${HOOK}?bodySHA256=d8eec00c9c5e632fb6a948aa46ee4eec0009521bdd4f966f40bb3d5d5d5564a2`;
    const signature = 'OPbAegWr3C3Kf1KqJWrlClUfQNo=';
    expect(code({ ...signed, url, signature })).toBe('bad_body_hash');
    expect(code({ ...signed, url, signature, body: `${body} ` })).toBe('ok');
  });

  test('is refused when somebody put the right hash into a URL that was not signed', () => {
    const forged = '{"CallSid":"CA2"}';
    const forgedHash = createHash('sha256').update(forged).digest('hex');
    expect(code({ ...signed, body: forged, url: `${HOOK}?bodySHA256=${forgedHash}` })).toBe('bad_signature');
  });

  test('is refused without its hash, though the URL alone is signed', () => {
    const unhashed = { ...signed, url: HOOK, signature: 'Yeu69aA7hEa9V41k+iFTlV7P9NE=' };
    expect(code(unhashed)).toBe('bad_body_hash');
    expect(code({ ...unhashed, type: undefined })).toBe('bad_body_hash');
    expect(code({ ...unhashed, type: 'text/plain' })).toBe('bad_body_hash');
    for (const other of ['bodySHA256', 'bodySHA256=', 'bodysha256=', `x=bodySHA256=${hash}`]) {
      expect(code({ ...unhashed, url: `${HOOK}?${other}` })).toBe('bad_body_hash');
    }
  });

  test('is refused under another token', () => {
    expect(code({ ...signed, token: '12346' })).toBe('bad_signature');
  });
});

describe('the header', () => {
  test('is missing when absent, empty, or there twice', () => {
    for (const signature of [undefined, '', ' ', [], [SIGNATURE, SIGNATURE], [SIGNATURE, 'x']]) {
      expect(code({ signature })).toBe('missing_signature');
    }
    expect(verify({ signature: undefined })).toEqual({
      ok: false,
      code: 'missing_signature',
      message: 'Expected one header x-twilio-signature',
    });
  });

  test.each([
    ['no base64', 'x'],
    ['without its pad', SIGNATURE.slice(0, -1)],
    ['too short', Buffer.alloc(19).toString('base64')],
    ['too long', Buffer.alloc(21).toString('base64')],
    ['in hex', Buffer.from(SIGNATURE, 'base64').toString('hex')],
    ['with the URL alphabet', SIGNATURE.replace('/', '_')],
    ['with spare bits', SIGNATURE.replace('Q=', 'R=')],
    ['with a comma', `${SIGNATURE},${SIGNATURE}`],
    ['with a prefix', `sha1=${SIGNATURE}`],
    ['not ASCII', 'é'.repeat(28)],
  ])('is malformed %s', (_, signature) => {
    expect(code({ signature })).toBe('malformed_signature');
  });

  test('is refused with words that help', () => {
    const verdict = verify({ url: HOOK });
    expect(verdict).toMatchObject({ ok: false, code: 'bad_signature' });
    expect('message' in verdict && verdict.message).toContain('CALLSIGHT_PUBLIC_URL');
  });
});
