import { createHmac } from 'node:crypto';
import { createRetell } from '../../../src/ingest/providers/retell/create-retell.js';

const KEY = 'test-api-key';
const AT = 1_700_000_000_000;
const BODY = Buffer.from('{"event":"call_ended"}');
const DIGEST = '07024cabe7dd8f6d1c6e4a8324ca92c812e6ad4a7ee506c04f7e462e3321823e';
const HEADER = `v=${AT},d=${DIGEST}`;

const verify = (header: string | string[] | undefined, { body = BODY, key = KEY, now = AT } = {}) =>
  createRetell().verify({ body, headers: { 'x-retell-signature': header }, url: '' }, key, now);
const code = (...input: Parameters<typeof verify>): string => {
  const verdict = verify(...input);
  if (!verdict.ok) expect(verdict.message).not.toContain(KEY);
  return verdict.ok ? 'ok' : verdict.code;
};

test('the documented vector is right, up to five minutes off', () => {
  expect(code(HEADER)).toBe('ok');
  expect(code([HEADER])).toBe('ok');
  expect(code(HEADER, { now: AT + 300_000 })).toBe('ok');
  expect(code(HEADER, { now: AT - 300_000 })).toBe('ok');
});

test('an older or future one is stale, and says by how much', () => {
  expect(verify(HEADER, { now: AT + 300_001 })).toEqual({
    ok: false,
    code: 'stale_signature',
    message: "Signed 300.0 s ago by this machine's clock; at most 300.0 s are accepted",
    clockDifference: 300_001,
  });
  expect(code(HEADER, { now: AT - 300_001 })).toBe('stale_signature');
});

test('every single byte of the body and digit of the digest counts', () => {
  for (const index of BODY.keys()) {
    const body = Buffer.from(BODY);
    body[index] = body[index]! ^ 1;
    expect(code(HEADER, { body })).toBe('bad_signature');
  }
  for (let index = HEADER.indexOf('d=') + 2; index < HEADER.length; index += 1) {
    const other = HEADER[index] === '0' ? '1' : '0';
    expect(code(HEADER.slice(0, index) + other + HEADER.slice(index + 1))).toBe('bad_signature');
  }
});

test('so do the time and the key', () => {
  expect(code(`v=${AT + 1},d=${DIGEST}`)).toBe('bad_signature');
  expect(code(HEADER, { key: 'test-api-kez' })).toBe('bad_signature');
  expect(code(HEADER, { key: '' })).toBe('bad_signature');
});

test('a body that is not UTF-8 is signed as bytes', () => {
  const body = Buffer.from([0xff, 0x00, 0xfe]);
  const hex = createHmac('sha256', KEY)
    .update(Buffer.concat([body, Buffer.from(String(AT))]))
    .digest('hex');
  expect(code(`v=${AT},d=${hex}`, { body })).toBe('ok');
});

test('an absent header is missing', () => {
  for (const header of [undefined, '', ' ', [], [HEADER, HEADER]]) expect(code(header)).toBe('missing_signature');
});

test.each([
  'x',
  'v=,d=',
  `v=${AT}`,
  `d=${DIGEST}`,
  `v=${AT},d=${DIGEST}0`,
  `v=-1,d=${DIGEST}`,
  `v=${AT},d=${'g'.repeat(64)}`,
])('%s is malformed', (header) => {
  expect(code(header)).toBe('malformed_signature');
});
