import fc from 'fast-check';
import { createAcuity } from '../../../src/ingest/providers/acuity/create-acuity.js';
import { parseForm, parseJson } from '../../../src/ingest/providers/payload/parse-body.js';
import { redactText } from '../../../src/ingest/providers/payload/redact.js';
import { createRetell } from '../../../src/ingest/providers/retell/create-retell.js';
import { createStripe } from '../../../src/ingest/providers/stripe/create-stripe.js';
import { createTwilio } from '../../../src/ingest/providers/twilio/create-twilio.js';
import { createVapi } from '../../../src/ingest/providers/vapi/create-vapi.js';
import { changed } from './changed.js';
import { formPayload } from './form-payload.js';
import { payload } from './payload.js';

const vapi = createVapi();
const older = payload('vapi/end-of-call-report.2024-03.inbound-twilio.json');

test('a delivery without secrets comes back equal, and as a copy', () => {
  for (const name of ['vapi/end-of-call-report.2025-06.webcall.json', 'vapi/status-update.2025-06.webcall.json']) {
    const original = payload(name);
    expect(vapi.redact(original)).toEqual(original);
    expect(vapi.redact(original)).not.toBe(original);
  }
  const analyzed = payload('retell/call_analyzed.2025-10.json');
  expect(createRetell().redact(analyzed)).toEqual(analyzed);
});

test('the auth token of the phone number goes, the rest stays', () => {
  expect(vapi.redact(older)).toEqual(changed(older, { '/message/phoneNumber/twilioAuthToken': undefined }));
});

test('secrets go wherever they stand', () => {
  const leaky = {
    serverUrlSecret: 'leak',
    a: [{ apiKey: 'leak', provider: 'x' }, { 'x-api-key': 'leak' }],
    server: { headers: { Authorization: 'leak', 'x-vapi-secret': 'leak' }, url: 'https://example.invalid' },
    list: [{ name: 'Authorization', value: 'leak' }],
    credentials: [{ provider: 'x', accessToken: 'leak', nested: { deep: ['leak'] } }],
    access_token: 'leak',
    PASSWORD: 'leak',
    private_key: 'leak',
  };
  const kept = vapi.redact(leaky);
  expect(JSON.stringify(kept)).not.toContain('leak');
  expect(kept).toMatchObject({ a: [{ provider: 'x' }, {}], server: { url: 'https://example.invalid' } });
});

test('counts and ids are no secrets', () => {
  const harmless = {
    llmPromptTokens: 257,
    credentialId: 'c1',
    credentialIds: ['c1'],
    usage: { tokens: { values: [1] } },
  };
  expect(vapi.redact(harmless)).toEqual(harmless);
});

test('a bottomless payload is cut, not walked', () => {
  const deep: unknown = JSON.parse(`${'['.repeat(50_000)}"leak"${']'.repeat(50_000)}`);
  expect(JSON.stringify(vapi.redact(deep))).toHaveLength(64 * 2 + 4);
  for (const value of [null, undefined, 3, 'text']) expect(() => vapi.redact(value)).not.toThrow();
});

test('what was redacted maps as before', () => {
  expect(vapi.map(vapi.redact(older), 0)).toEqual(vapi.map(older, 0));
});

/** Every text in a value, names of fields included. */
const texts = (value: unknown): string[] => {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => [key, ...texts(inner)]);
};

describe('forms', () => {
  const twilio = createTwilio();

  test('lose their secrets, once or several times there, and nothing else', () => {
    const fields: [string, string][] = [
      ['CallSid', 'CA1'],
      ['CallToken', '{"parentCallInfoToken":"leak"}'],
      ['twilioAuthToken', 'leak'],
      ['client_secret', 'leak'],
      ['X-API-Key', 'leak'],
      ['Password', 'leak'],
      ['token', 'leak'],
      ['token', 'leak too'],
      ['AccountSid', 'AC1'],
      ['MediaUrl', 'a'],
      ['MediaUrl', 'b'],
    ];
    const body = Buffer.from(new URLSearchParams(fields).toString());
    const kept = twilio.redact(twilio.parse(body));
    expect(JSON.stringify(kept)).not.toContain('leak');
    expect(kept).toEqual({ CallSid: 'CA1', token: [], AccountSid: 'AC1', MediaUrl: ['a', 'b'] });
    expect(JSON.stringify(createAcuity({ userId: '1' }).redact(parseForm(body)))).not.toContain('leak');
  });

  test('that were recorded come back equal', () => {
    for (const name of ['status-callback', 'recording-status-callback']) {
      const fields = formPayload(`twilio/${name}.completed.form.txt`);
      expect(twilio.redact(fields)).toEqual(fields);
    }
  });
});

test('events of Stripe lose their secrets, and nothing else', () => {
  const stripe = createStripe();
  for (const name of ['checkout.session.completed', 'invoice.paid', 'charge.refunded']) {
    const event = payload(`stripe/${name}.json`);
    expect(stripe.redact(event)).toEqual(event);
    const secret = changed(event, { '/data/object/client_secret': 'leak' });
    expect(stripe.redact(stripe.parse(Buffer.from(JSON.stringify(secret))))).toEqual(event);
  }
  const expanded = { data: { object: { payment_intent: { id: 'pi_1', client_secret: 'pi_1_secret_leak' } } } };
  expect(stripe.redact(parseJson(Buffer.from(JSON.stringify(expanded))))).toEqual({
    data: { object: { payment_intent: { id: 'pi_1' } } },
  });
});

describe('text that no store keeps', () => {
  test.each([
    ['a\u0000b', 'ab'],
    ['\ud800', '\ufffd'],
    ['x\udc00y', 'x\ufffdy'],
    ['\ud83d\ude00', '😀'],
    ['\ud83d\u0000\ude00', '😀'],
    ['\u0001\t\n', '\u0001\t\n'],
  ])('%j is stored as %j', (text, stored) => {
    expect(vapi.redact(text)).toBe(stored);
    expect(vapi.redact({ [text]: [text] })).toEqual({ [stored]: [stored] });
  });

  test('is gone wherever it stood', () => {
    const text = fc.string({ unit: fc.constantFrom('\u0000', '\ud83d', '\ude00', 'a', 'é', '😀') });
    const value = fc.object({ key: text, values: [text, fc.integer(), fc.constant(null)], maxDepth: 4 });
    fc.assert(
      fc.property(value, (sent) => {
        for (const kept of texts(vapi.redact(sent))) {
          expect(kept.isWellFormed()).toBe(true);
          expect(kept).not.toContain('\u0000');
        }
      }),
    );
  });
});

describe('a body that cannot be read', () => {
  const kept = (body: string): string => redactText(Buffer.from(body));

  /** What comes first, up to the first name of a secret. */
  test.each([
    ['{"message":{"twilioAuthToken":"leak","id":"x"', '{"message":{"twilioAuthToken…'],
    ['{"message":{"id":"kept","twilioAuthToken":"leak', '{"message":{"id":"kept","twilioAuthToken…'],
    ['{"id":"kept","client_secret" : "leak",}', '{"id":"kept","client_secret…'],
    ['{"id":"kept","client_secret"\n:\t"leak"', '{"id":"kept","client_secret…'],
    ['{"id":"kept","apiKey":"a\\"leak\\\\"', '{"id":"kept","apiKey…'],
    ['{"id":"kept","x-api-key":"","private_key":"-----BEGIN\\nleak', '{"id":"kept","x-api-key…'],
    ['{"id":"kept","privateKey":"-----BEGIN\\nleak', '{"id":"kept","privateKey…'],
    ['{"id":"kept","Authorization":"Bearer leak"', '{"id":"kept","Authorization…'],
    ['{"id":"kept","PASSWORD":"leak&leak=leak"', '{"id":"kept","PASSW…'],
    ['{"id":"kept","token":"leak"}{"token":"leak"}', '{"id":"kept","token…'],
    ['{"id":"kept","secrets":["leak","leak"', '{"id":"kept","secret…'],
    ['{"id":"kept","credential":{"value":"leak"', '{"id":"kept","credential…'],
    [
      '{"id":"kept","headers":[{"name":"Authorization","value":"leak"}',
      '{"id":"kept","headers":[{"name":"Authorization…',
    ],
    ['CallSid=kept&CallToken=leak&x=%', 'CallSid=kept&CallToken…'],
    ['CallToken=leak&CallSid=x', 'CallToken…'],
    ['CallSid=kept&client%5Fsecret=leak%26leak', 'CallSid=kept&client%5Fsecret…'],
    ['CallSid=kept&api-key=leak=leak', 'CallSid=kept&api-key…'],
    ['neither JSON nor a form', 'neither JSON nor a form'],
    ['', ''],
  ])('%j is kept as %j', (body, stored) => {
    expect(kept(body)).toBe(stored);
    expect(stored).not.toContain('leak');
  });

  test('is stored as text that every store keeps', () => {
    const body = Buffer.concat([Buffer.from('a\u0000'), Buffer.from([0xed, 0xa0, 0x80, 0xff]), Buffer.from('b')]);
    expect(redactText(body)).toMatch(/^a\ufffd+b$/);
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        const text = redactText(Buffer.from(bytes));
        expect(text.isWellFormed()).toBe(true);
        expect(text).not.toContain('\u0000');
      }),
    );
  });

  test('is kept in its beginning only, a secret that is cut off included', () => {
    expect(kept('x'.repeat(300_000))).toHaveLength(262_144);
    expect(kept(`{"id":"kept","token":"${'leak'.repeat(100_000)}"}`)).toBe('{"id":"kept","token…');
    expect(kept(`id=kept&token=${'leak'.repeat(100_000)}`)).toBe('id=kept&token…');
  });

  test.each(['"', '\\', '"token', '"token":"\\', '&token', '=', '{"token":"a",'])(
    'is read in time, even if it is %s all over',
    (piece) => {
      expect(kept(piece.repeat(Math.ceil(262_144 / piece.length))).length).toBeGreaterThan(0);
    },
  );
});
