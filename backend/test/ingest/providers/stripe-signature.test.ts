import { createHmac } from 'node:crypto';
import { createStripe } from '../../../src/ingest/providers/stripe/create-stripe.js';

const SECRET = 'whsec_test_secret';
const OTHER_SECRET = 'whsec_other_secret';
const STAMP = 1_700_000_000;
const AT = STAMP * 1_000;
const BODY = '{"id":"evt_test","object":"event"}';
/** All headers here were made by `webhooks.generateTestHeaderString` of `stripe` 23.1.0 from npm. */
const DIGEST = '8042376f6ca064adbe037642a718227dfd59047137eb49497a54c49eb0cfb724';
const OTHER_DIGEST = 'de49e0b75c93959e4e37eb1c62bc49476d56c68a09af39740a2e2325560d2009';
const LATER_DIGEST = '3f8ad541271b7163c458348a8a9f7487f84774b360a5e35e73c4d05b06384880';
const HEADER = `t=${STAMP},v1=${DIGEST}`;

interface Attempt {
  readonly body?: string | Buffer;
  readonly secret?: string;
  readonly now?: number;
  readonly toleranceSeconds?: number;
}

const verify = (
  header: string | string[] | undefined,
  { body = BODY, secret = SECRET, now = AT, ...settings }: Attempt = {},
) =>
  createStripe(settings).verify(
    { body: Buffer.from(body), headers: { 'stripe-signature': header }, url: '' },
    secret,
    now,
  );
const code = (...input: Parameters<typeof verify>): string => {
  const verdict = verify(...input);
  if (!verdict.ok) {
    expect(verdict.message).not.toContain('whsec');
    expect(verdict.message).not.toContain(DIGEST);
  }
  return verdict.ok ? 'ok' : verdict.code;
};

test.each([
  [BODY, SECRET, HEADER],
  [BODY, OTHER_SECRET, `t=1700000000,v1=${OTHER_DIGEST}`],
  [BODY, SECRET, `t=1700000001,v1=${LATER_DIGEST}`],
  ['', SECRET, 't=1700000000,v1=316b9ab98c15bfa039d243f3196acee619cf29749a91a634e6a8154e2f7b6727'],
  [
    '{\n  "id": "evt_Grüße 😀"\n}',
    SECRET,
    't=1700000000,v1=d7bf17b8e009dca15d34ae11494e5d0953a60c070594b63f9709316e798d779c',
  ],
  ['{"amount":1.0}', 'whsec_ü', 't=1700000000,v1=589cae4d3d5145633bd0ff97a77a531a11c56d1deae5cedc2b37eb03494be2b4'],
  [` ${BODY}`, SECRET, 't=1700000000,v1=ab9c825dd3d67d9eb64ec74798bde83aa0b118d33053030bed8f5ff27d23e701'],
])('what the library of Stripe signs is right (%#)', (body, secret, header) => {
  expect(code(header, { body, secret })).toBe('ok');
  expect(code([header], { body, secret })).toBe('ok');
  expect(code(header, { body: `${body} `, secret })).toBe('bad_signature');
  expect(code(header, { body, secret: `${secret}x` })).toBe('bad_signature');
});

describe('the replay window', () => {
  test('is 300 s both ways, to the millisecond', () => {
    expect(code(HEADER, { now: AT + 300_000 })).toBe('ok');
    expect(code(HEADER, { now: AT - 300_000 })).toBe('ok');
    for (const beyond of [300_001, 301_000, 86_400_000]) {
      expect(code(HEADER, { now: AT + beyond })).toBe('stale_signature');
      expect(code(HEADER, { now: AT - beyond })).toBe('stale_signature');
    }
  });

  test('says by how much the clocks differ', () => {
    expect(verify(HEADER, { now: AT + 301_000 })).toEqual({
      ok: false,
      code: 'stale_signature',
      message: "Signed 301.0 s ago by this machine's clock; at most 300.0 s are accepted",
      clockDifference: 301_000,
    });
    expect(verify(HEADER, { now: AT - 301_000 })).toEqual({
      ok: false,
      code: 'stale_signature',
      message: "Signed 301.0 s in the future by this machine's clock; at most 300.0 s are accepted",
      clockDifference: -301_000,
    });
  });

  test('is a setting', () => {
    expect(code(HEADER, { now: AT + 10_000, toleranceSeconds: 10 })).toBe('ok');
    expect(code(HEADER, { now: AT + 11_000, toleranceSeconds: 10 })).toBe('stale_signature');
    for (const toleranceSeconds of [0, -1, 86_401]) expect(() => createStripe({ toleranceSeconds })).toThrow();
  });

  test('is looked at only when the signature is right', () => {
    expect(code(HEADER, { now: AT + 301_000, body: 'x' })).toBe('bad_signature');
  });
});

describe('several signatures', () => {
  test('any one that is right is enough, wherever it stands', () => {
    expect(code(`t=${STAMP},v1=${OTHER_DIGEST},v1=${DIGEST}`)).toBe('ok');
    expect(code(`t=${STAMP},v1=${DIGEST},v1=${OTHER_DIGEST}`)).toBe('ok');
    expect(code(`v1=${OTHER_DIGEST},v1=${LATER_DIGEST},v1=${DIGEST},t=${STAMP}`)).toBe('ok');
    expect(code(`t=${STAMP}, v1=${DIGEST}`)).toBe('ok');
    expect(code(`t=${STAMP},v1=zz,v1=${DIGEST}`)).toBe('ok');
  });

  test('none that is right is not enough', () => {
    expect(code(`t=${STAMP},v1=${OTHER_DIGEST},v1=${LATER_DIGEST}`)).toBe('bad_signature');
  });

  test('while a secret is rolled, the same header is right under the old and the new one', () => {
    const both = `t=${STAMP},v1=${OTHER_DIGEST},v1=${DIGEST}`;
    expect(code(both, { secret: SECRET })).toBe('ok');
    expect(code(both, { secret: OTHER_SECRET })).toBe('ok');
    expect(code(both, { secret: 'whsec_third_secret' })).toBe('bad_signature');
  });

  test('of other schemes none counts', () => {
    expect(code(`t=${STAMP},v0=${DIGEST}`)).toBe('malformed_signature');
    expect(code(`t=${STAMP},v0=${DIGEST},v1=${OTHER_DIGEST}`)).toBe('bad_signature');
    expect(code(`t=${STAMP},v0=${OTHER_DIGEST},v1=${DIGEST}`)).toBe('ok');
    expect(code(`t=${STAMP},v2=${DIGEST},v1=${OTHER_DIGEST}`)).toBe('bad_signature');
    expect(code(`t=${STAMP},V1=${DIGEST}`)).toBe('malformed_signature');
  });
});

describe('the time', () => {
  test('is signed', () => {
    expect(code(`t=${STAMP + 1},v1=${DIGEST}`, { now: AT + 1_000 })).toBe('bad_signature');
    expect(code(`t=${STAMP + 1},v1=${LATER_DIGEST}`)).toBe('ok');
    expect(code(`t=0${STAMP},v1=${DIGEST}`)).toBe('bad_signature');
  });

  test('stands there once', () => {
    expect(code(`t=${STAMP},t=${STAMP},v1=${DIGEST}`)).toBe('malformed_signature');
    expect(code(`t=${STAMP},t=${STAMP + 1},v1=${LATER_DIGEST}`)).toBe('malformed_signature');
    expect(code(`t=${STAMP + 1},v1=${DIGEST},t=${STAMP}`)).toBe('malformed_signature');
  });
});

test('every single byte of the body, of the secret and of the digest counts', () => {
  const bytes = Buffer.from(BODY);
  for (const index of bytes.keys()) {
    const body = Buffer.from(bytes);
    body[index] = body[index]! ^ 1;
    expect(code(HEADER, { body })).toBe('bad_signature');
  }
  for (let index = 0; index < SECRET.length; index += 1) {
    const other = String.fromCharCode(SECRET.charCodeAt(index) ^ 1);
    expect(code(HEADER, { secret: SECRET.slice(0, index) + other + SECRET.slice(index + 1) })).toBe('bad_signature');
  }
  for (let index = 0; index < DIGEST.length; index += 1) {
    const other = DIGEST[index] === '0' ? '1' : '0';
    expect(code(`t=${STAMP},v1=${DIGEST.slice(0, index)}${other}${DIGEST.slice(index + 1)}`)).toBe('bad_signature');
  }
});

test('the secret counts as it is written, its prefix included', () => {
  for (const secret of [SECRET.slice('whsec_'.length), `${SECRET} `, SECRET.toUpperCase()]) {
    expect(code(HEADER, { secret })).toBe('bad_signature');
  }
});

test('without a secret nothing is right, not even the HMAC under no key', () => {
  const hex = createHmac('sha256', '').update(`${STAMP}.${BODY}`).digest('hex');
  expect(code(`t=${STAMP},v1=${hex}`, { secret: '' })).toBe('bad_signature');
});

test('a body that is not UTF-8 is signed as bytes', () => {
  const body = Buffer.from([0xff, 0x00, 0xfe]);
  const hex = createHmac('sha256', SECRET)
    .update(Buffer.concat([Buffer.from(`${STAMP}.`), body]))
    .digest('hex');
  expect(code(`t=${STAMP},v1=${hex}`, { body })).toBe('ok');
});

test('an absent, empty or double header is missing', () => {
  for (const header of [undefined, '', ' ', [], [HEADER, HEADER]]) expect(code(header)).toBe('missing_signature');
});

test.each([
  'x',
  ',,,',
  't=,v1=',
  `t=${STAMP}`,
  `v1=${DIGEST}`,
  `t=${STAMP},v1=`,
  `t=${STAMP},v1=${DIGEST}0`,
  `t=${STAMP},v1=${DIGEST.slice(1)}`,
  `t=${STAMP},v1=${'g'.repeat(64)}`,
  `t=-1,v1=${DIGEST}`,
  `t=1e9,v1=${DIGEST}`,
  `t=1.7e9,v1=${DIGEST}`,
  `t=now,v1=${DIGEST}`,
  `t=${'9'.repeat(40)},v1=${DIGEST}`,
  `t=${STAMP};v1=${DIGEST}`,
])('%s is malformed', (header) => {
  expect(code(header)).toBe('malformed_signature');
});
