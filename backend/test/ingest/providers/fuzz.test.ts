import fc from 'fast-check';
import { createAcuity } from '../../../src/ingest/providers/acuity/create-acuity.js';
import { MappingError, type MappedEvent } from '../../../src/ingest/providers/port.js';
import { createRetell } from '../../../src/ingest/providers/retell/create-retell.js';
import { createStripe } from '../../../src/ingest/providers/stripe/create-stripe.js';
import { createTwilio } from '../../../src/ingest/providers/twilio/create-twilio.js';
import { createVapi } from '../../../src/ingest/providers/vapi/create-vapi.js';
import { changed } from './changed.js';
import { contractErrors } from './contract-errors.js';
import { formPayload } from './form-payload.js';
import { payload } from './payload.js';

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

/** All places of a payload, as JSON pointers. */
const places = (value: unknown, path = ''): string[] =>
  isRecord(value)
    ? Object.entries(value).flatMap(([key, inner]) => [`${path}/${key}`, ...places(inner, `${path}/${key}`)])
    : [];

/** Fields that the recorded deliveries lack. */
const vapi = changed(payload('vapi/end-of-call-report.2025-06.webcall.json'), {
  '/message/artifact/performanceMetrics/turnLatencies': [{ turn: 900, model: 400 }, { turnLatency: 3 }],
  '/message/artifact/structuredOutputs': { a: { name: 'age', result: 4 } },
  '/message/analysis/structuredData': { outcome: 'booked', topics: ['a'], sentiment: 0.5 },
  '/message/customer': { number: '+15550100111' },
  '/message/destination': { type: 'number', number: '+15550100999' },
  '/message/endedReason': 'assistant-forwarded-call',
  '/message/call/metadata': { campaign: 'x' },
});
const retell = changed(payload('retell/call_analyzed.2025-10.json'), {
  '/call/metadata': { campaign: 'x' },
  '/call/transfer_destination': '+15550100999',
  '/call/disconnection_reason': 'call_transfer',
  '/call/call_analysis/custom_analysis_data': { outcome: 'booked', topics: ['a'] },
});
const twilioStatus = changed(formPayload('twilio/status-callback.completed.form.txt'), {
  '/ParentCallSid': '',
  '/QueueName': 'support',
  '/SipResponseCode': '200',
});
/** Fields of all kinds of links, and of both ways to name a payment. */
const stripeLinks = {
  '/data/object/metadata': { call_id: 'call_1', appointment_id: 'a1' },
  '/data/object/client_reference_id': 'call_2',
  '/data/object/customer_phone': '+15550100111',
  '/data/object/receipt_email': 'caller@example.invalid',
  '/data/object/payments': { data: [{ payment: { payment_intent: { id: 'pi_1' } } }] },
};
const stripe = (name: string): unknown => changed(payload(`stripe/${name}.json`), stripeLinks);
const cases = [
  { provider: createVapi(), name: 'Vapi report', sample: vapi },
  {
    provider: createVapi(),
    name: 'Vapi older report',
    sample: payload('vapi/end-of-call-report.2024-03.inbound-twilio.json'),
  },
  { provider: createVapi(), name: 'Vapi status', sample: payload('vapi/status-update.2025-06.webcall.json') },
  { provider: createRetell(), name: 'Retell', sample: retell },
  { provider: createTwilio(), name: 'Twilio status', sample: twilioStatus },
  {
    provider: createTwilio(),
    name: 'Twilio recording',
    sample: formPayload('twilio/recording-status-callback.completed.form.txt'),
  },
  { provider: createStripe({ testMode: true }), name: 'Stripe session', sample: stripe('checkout.session.completed') },
  { provider: createStripe({ testMode: true }), name: 'Stripe invoice', sample: stripe('invoice.paid') },
  { provider: createStripe({ testMode: true }), name: 'Stripe refund', sample: stripe('charge.refunded') },
];

const anyJunk = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.constantFrom<unknown>(null, undefined, '', [], {}, 0, -1, true, 1e308, -1e308, 1e-300, Infinity, NaN),
  },
  fc.constantFrom<unknown>(
    'x'.repeat(20_000),
    '\u0000\u0001',
    '😀'.repeat(300),
    '__proto__',
    'constructor',
    '2025-13-45T99:99:99Z',
  ),
  fc.constantFrom<unknown>(
    'in-progress',
    'ended',
    'ringing',
    'voicemail',
    'dial_no_answer',
    'outboundPhoneCall',
    'outbound',
    'failed',
    'no-answer',
    'machine_start',
    'jpy',
    'kwd',
  ),
  fc.constantFrom<unknown>(
    '12345678901234567890.5',
    '1e99',
    '-0',
    1e21,
    8.64e15,
    1_749_546_420_647,
    '2025-06-10T09:07:00Z',
    '2020-06-30T10:15:00-0500',
    'Sun, 25 Mar 2018 09:53:19 +0000',
    'Sun, 99 Mar 2018 99:99:99 +9999',
    '-1',
    '604800',
  ),
  fc.dictionary(fc.string(), fc.oneof(fc.string(), fc.double(), fc.boolean()), { maxKeys: 80 }),
  fc.anything(),
);

/** A copy each time: one object in two places could end up within itself, which no delivery can. */
const junk = anyJunk.map((value) => structuredClone(value));

/** A delivery of which up to four places are anything. */
const mutationsOf = (sample: unknown): fc.Arbitrary<unknown> =>
  fc.array(fc.tuple(fc.constantFrom(...places(sample)), junk), { minLength: 1, maxLength: 4 }).map((changes) => {
    try {
      return changed(sample, Object.fromEntries(changes));
    } catch {
      return changes[0]?.[1]; // The changes exclude one another: the junk alone, then.
    }
  });

/** Valid events, or an error that names a place; nothing else. */
function checkEvents(map: () => readonly MappedEvent[]): void {
  try {
    expect(contractErrors(map())).toEqual([]);
  } catch (error) {
    if (!(error instanceof MappingError)) throw error;
    expect(error.path).toMatch(/^(\/|$)/);
  }
}

const NOW = 1_749_546_420_647;

describe.each(cases)('$name', ({ provider, sample }) => {
  const mutated = mutationsOf(sample);
  const check = (value: unknown): void => checkEvents(() => provider.map(value, NOW));

  test('changed anyhow, it maps to valid events or to a MappingError', () => {
    fc.assert(fc.property(mutated, check), { numRuns: 1_500 });
  });

  test('each field in turn can be anything', () => {
    const values = fc.sample(junk, { numRuns: 12, seed: 7 });
    for (const place of places(sample)) for (const value of values) check(changed(sample, { [place]: value }));
  });

  test('redaction never throws, and loses nothing that is mapped', () => {
    fc.assert(
      fc.property(mutated, (value) => {
        expect(() => provider.redact(value)).not.toThrow();
        expect(typeof provider.kind(value)).toBe('string');
      }),
      { numRuns: 300 },
    );
    expect(provider.map(provider.redact(sample), 0)).toEqual(provider.map(sample, 0));
  });
});

describe('Acuity', () => {
  const { lookUp } = createAcuity({ userId: '1', currency: 'EUR' });
  const details = changed(payload('acuity/appointment.get.scheduled.json'), {
    '/noShow': false,
    '/phone': '+15550100111',
    '/forms': [{ id: 1, values: [{ name: 'Call ID', value: 'call_1' }] }],
  });
  const moved = changed(details, { '/datetime': '2020-07-02T18:00:00-0500', '/canceled': true });
  const hook = (action: string) => ({ action, id: '399682887' });
  const { after } = lookUp!.compare(hook('scheduled'), NOW, details, null);
  const check = (action: string, answer: unknown, before: unknown): void =>
    checkEvents(() => lookUp!.compare(hook(action), NOW, answer, before).events);
  const actions = fc.constantFrom('scheduled', 'rescheduled', 'canceled', 'changed');

  test('details that changed anyhow compare to valid events or to a MappingError', () => {
    fc.assert(
      fc.property(actions, mutationsOf(moved), fc.constantFrom(null, after), (action, answer, before) =>
        check(action, answer, before),
      ),
      { numRuns: 1_500 },
    );
  });

  test('each field of the details in turn can be anything', () => {
    const values = fc.sample(junk, { numRuns: 12, seed: 7 });
    for (const place of places(moved)) {
      for (const value of values) check('rescheduled', changed(moved, { [place]: value }), after);
    }
  });

  test('a hook that is anything names an appointment or none', () => {
    fc.assert(
      fc.property(mutationsOf(formPayload('acuity/webhook.static.canceled.form.txt')), (value) => {
        const acuity = createAcuity({ userId: '1' });
        expect(acuity.lookUp?.subject(value) ?? '0').toMatch(/^\d{1,20}$/);
        expect(typeof acuity.kind(value)).toBe('string');
        expect(() => acuity.redact(value)).not.toThrow();
      }),
      { numRuns: 500 },
    );
  });
});

const providers = [
  createVapi(),
  createVapi({ scheme: 'bearer' }),
  createVapi({ scheme: 'secret' }),
  createRetell(),
  createTwilio(),
  createAcuity({ userId: '1' }),
  createStripe(),
];

describe.each(providers)('$name', (provider) => {
  const bytes = fc.oneof(
    fc.uint8Array(),
    fc.string({ unit: 'binary' }).map((text) => Buffer.from(text)),
    fc.json().map((text) => Buffer.from(text)),
    fc.dictionary(fc.string(), fc.string()).map((fields) => Buffer.from(new URLSearchParams(fields).toString())),
  );

  test('a body of any bytes is read, or refused as one that cannot be', () => {
    fc.assert(
      fc.property(bytes, (body) => {
        let parsed: unknown;
        try {
          parsed = provider.parse(Buffer.from(body));
        } catch (error) {
          if (!(error instanceof MappingError)) throw error;
          expect(error.path).toBe('');
          return;
        }
        expect(provider.kind(provider.redact(parsed)).length).toBeLessThanOrEqual(64);
        checkEvents(() => provider.map(parsed, NOW));
      }),
      { numRuns: 500 },
    );
  });

  /** Digests that are well-formed, and yet nobody's. */
  const signature = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.uint8Array({ minLength: 20, maxLength: 20 }).map((digest) => Buffer.from(digest).toString('base64')),
    fc.uint8Array({ minLength: 32, maxLength: 32 }).map((digest) => Buffer.from(digest).toString('base64')),
    fc.uint8Array({ minLength: 32, maxLength: 32 }).map((digest) => `t=0,v1=${Buffer.from(digest).toString('hex')}`),
    fc.uint8Array({ minLength: 32, maxLength: 32 }).map((digest) => `v=0,d=${Buffer.from(digest).toString('hex')}`),
    fc.constantFrom('0', 'Bearer ', 'Bearer x', 'application/x-www-form-urlencoded', 'application/json'),
  );
  const headers = fc.dictionary(
    fc.constantFrom(
      'x-signature',
      'x-timestamp',
      'x-vapi-secret',
      'x-retell-signature',
      'x-twilio-signature',
      'x-acuity-signature',
      'stripe-signature',
      'content-type',
      'authorization',
      '__proto__',
    ),
    fc.oneof({ weight: 4, arbitrary: signature }, fc.array(signature), fc.constant(undefined)),
  );
  const url = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.webUrl({ withQueryParameters: true, withFragments: true }),
    fc.string().map((query) => `https://example.invalid:443/?bodySHA256=${query}`),
  );

  test('headers and URLs that are anything never make verification throw, nor succeed', () => {
    fc.assert(
      fc.property(headers, url, bytes, (sent, asked, body) => {
        const request = { body: Buffer.from(body), headers: sent, url: asked };
        expect(provider.verify(request, 'secret', 0).ok).toBe(false);
        expect(provider.verify(request, '', 0).ok).toBe(false);
      }),
      { numRuns: 500 },
    );
  });

  test('a signature of its own that is well-formed is looked at, and refused', () => {
    const request = (digest: string) => ({
      body: Buffer.from('{}'),
      headers: { [provider.signatureHeader.toLowerCase()]: digest, 'x-timestamp': '0' },
      url: 'https://example.invalid/',
    });
    fc.assert(
      fc.property(signature, (digest) => {
        expect(provider.verify(request(digest), 'secret', 0).ok).toBe(false);
      }),
      { numRuns: 200 },
    );
  });
});
