/* eslint-disable max-lines -- every place of a payload in which a person may stand */
import type { DeliveryWithBody } from '@callsight/contract/deliveries';
import { admit } from '../../../src/ingest/events/admission.js';
import { CallerIdentities } from '../../../src/ingest/callers/caller.js';
import { masksOf, seal, unsealing, type SealedPersons } from '../../../src/ingest/callers/seal.js';
import { sealStored } from '../../../src/ingest/webhooks/seal-stored.js';
import { createAcuity } from '../../../src/ingest/providers/acuity/create-acuity.js';
import type { MappedEvent } from '../../../src/ingest/providers/port.js';
import { createRetell } from '../../../src/ingest/providers/retell/create-retell.js';
import { createStripe } from '../../../src/ingest/providers/stripe/create-stripe.js';
import { createTwilio } from '../../../src/ingest/providers/twilio/create-twilio.js';
import { createVapi } from '../../../src/ingest/providers/vapi/create-vapi.js';
import { changed } from '../providers/changed.js';
import { formPayload } from '../providers/form-payload.js';
import { payload } from '../providers/payload.js';
import { startRunningService, type RunningService } from '../../support/running-service.js';
import { AcuityServer, json } from './acuity-server.js';
import { ACUITY, deliver, form, SECRETS } from './platforms.js';

const NOW = Date.parse('2026-05-10T12:00:00.000Z');
const CALLER = '+4930123456';
const LINE = '+4930999999';
const EMAIL = 'erika.mustermann@example.invalid';
const NAME = 'Erika Mustermann';
const SAID = 'My name is Erika and my secret word is Rumpelstilzchen';
/** Nothing of these may be left: the number in all forms, the address, the name, what was said. */
const PERSONAL = /30[ -]?123[ -]?456|mustermann|erika|rumpelstilzchen/i;

const identities = new CallerIdentities({ secret: 'tests', keepNumbers: false });
const rules = { clockSkewMs: 0, attributes: ['contact'], identities };

/** Events as the ledger keeps them. What a platform tells is mapped from the sealed copy alone. */
const kept = (source: string, mapped: readonly MappedEvent[], persons: SealedPersons = {}) =>
  mapped.map(({ id: _id, ...event }) => {
    const data = masksOf(event.data, persons);
    const offered = { specversion: '1.0', id: 'x', source, ...event, data };
    const verdict = admit(offered, Date.UTC(2100, 0, 1), {
      ...rules,
      identities: unsealing(identities, persons),
    });
    if (!('event' in verdict)) throw new Error(JSON.stringify(verdict));
    return verdict.event;
  });

const vapi = createVapi();
const retell = createRetell();
const twilio = createTwilio();
const stripe = createStripe({ testMode: true });

const spoken = [
  { role: 'bot', message: 'Hello', time: 1_749_546_421_000, secondsFromStart: 1 },
  { role: 'user', message: SAID, time: 1_749_546_424_000, secondsFromStart: 4 },
  { role: 'bot', message: `So your number is ${CALLER}`, time: 1_749_546_428_000, secondsFromStart: 8 },
];
const vapiReport = changed(payload('vapi/end-of-call-report.2025-06.webcall.json'), {
  '/message/call/type': 'inboundPhoneCall',
  '/message/customer': { number: CALLER, name: NAME },
  '/message/call/customer': { number: CALLER, name: NAME },
  '/message/phoneNumber': { number: LINE },
  '/message/destination': { type: 'number', number: '030 123456' },
  '/message/endedReason': 'assistant-forwarded-call',
  '/message/artifact/messages': spoken,
  '/message/artifact/messagesOpenAIFormatted': [{ role: 'user', content: SAID }],
  '/message/artifact/transcript': `User: ${SAID}`,
  '/message/artifact/performanceMetrics': { turnLatencies: [{ turn: 900, model: 400 }] },
  '/message/transcript': `User: ${SAID}`,
  '/message/analysis/summary': 'The caller wants a check-up.',
  '/message/analysis/structuredData': { outcome: 'booked', contact: EMAIL, phone: '+49 30 123456' },
});
const retellWords = [
  { role: 'agent', content: 'Hello', words: [{ word: 'Hello', start: 0.2, end: 0.9 }] },
  { role: 'user', content: SAID, words: [{ word: 'Rumpelstilzchen', start: 0.5, end: 2.5 }] },
];
const retellCall = (direction: string) =>
  changed(payload('retell/call_analyzed.2025-10.json'), {
    '/call/direction': direction,
    '/call/from_number': direction === 'inbound' ? CALLER : LINE,
    '/call/to_number': direction === 'inbound' ? LINE : `sip:${CALLER}@example.invalid`,
    '/call/transcript': SAID,
    '/call/transcript_object': retellWords,
    '/call/transcript_with_tool_calls': retellWords,
    '/call/scrubbed_transcript_with_tool_calls': retellWords,
    '/call/retell_llm_dynamic_variables': { customer_name: NAME, phone: CALLER },
    '/call/transfer_destination': CALLER,
    '/call/disconnection_reason': 'call_transfer',
  });
const twilioStatus = (direction: string) =>
  changed(formPayload('twilio/status-callback.completed.form.txt'), {
    '/Direction': direction,
    ...(direction === 'inbound'
      ? { '/From': CALLER, '/Caller': CALLER, '/To': LINE, '/Called': LINE }
      : { '/From': LINE, '/Caller': LINE, '/To': CALLER, '/Called': CALLER }),
    '/CallerName': NAME,
    '/SpeechResult': SAID,
    '/Digits': '30123456',
  });
const stripeSession = changed(payload('stripe/checkout.session.completed.json'), {
  '/data/object/customer_details': {
    email: EMAIL,
    phone: '+49 (30) 123456',
    name: NAME,
    address: { line1: 'Mustermannstraße 1', postal_code: '10115', country: 'DE' },
  },
  '/data/object/metadata': { call_id: 'call_1', appointment_id: 'A' },
});

const CASES = [
  { name: 'a report of Vapi', provider: vapi, sample: vapiReport },
  { name: 'an inbound call of Retell', provider: retell, sample: retellCall('inbound') },
  { name: 'an outbound call of Retell', provider: retell, sample: retellCall('outbound') },
  { name: 'an inbound call of Twilio', provider: twilio, sample: twilioStatus('inbound') },
  { name: 'an outbound call of Twilio', provider: twilio, sample: twilioStatus('outbound-api') },
  {
    name: 'a browser of Twilio',
    provider: twilio,
    sample: changed(twilioStatus('inbound'), { '/From': 'client:erika' }),
  },
  { name: 'a withheld caller', provider: twilio, sample: changed(twilioStatus('inbound'), { '/From': 'anonymous' }) },
  { name: 'a session of Stripe', provider: stripe, sample: stripeSession },
  ...['vapi/status-update.2025-06.webcall.json', 'vapi/end-of-call-report.2024-03.inbound-twilio.json'].map((file) => ({
    name: file,
    provider: vapi,
    sample: payload(file),
  })),
  { name: 'call_ended of Retell', provider: retell, sample: payload('retell/call_ended.2025-10.json') },
  { name: 'an invoice of Stripe', provider: stripe, sample: payload('stripe/invoice.paid.json') },
];

describe.each(CASES)('$name', ({ provider, sample }) => {
  const sealRules = { identities, keepNumbers: false };
  const sealed = seal(provider.redact(sample), sealRules, provider.ownLines?.(sample));

  test('is stored without what is personal', () => {
    expect(JSON.stringify(sealed)).not.toMatch(PERSONAL);
  });

  test('gives the same events as it came and as it is stored, but for addresses in attributes, which are masked', () => {
    const asItCame = kept(provider.name, provider.map(sample, NOW)).map(({ data, ...event }) => ({
      ...event,
      data: JSON.parse(
        JSON.stringify(data).replace(EMAIL, 'e•••@example.invalid').replace('+49 30 123456', '+49••••••56'),
      ) as unknown,
    }));
    expect(asItCame.length).toBeGreaterThan(0);
    expect(kept(provider.name, provider.map(sealed.value, NOW), sealed.persons)).toEqual(asItCame);
  });

  test('where numbers are kept, numbers stay and what was said goes', () => {
    const { value, persons } = seal(sample, { identities, keepNumbers: true });
    expect(persons).toEqual({});
    expect(JSON.stringify(value)).not.toContain('Rumpelstilzchen');
    expect(kept(provider.name, provider.map(value, NOW))).toEqual(kept(provider.name, provider.map(sample, NOW)));
  });
});

test('an appointment of Acuity', () => {
  const acuity = createAcuity({ userId: '1', currency: 'EUR' });
  const details = changed(payload('acuity/appointment.get.scheduled.json'), {
    '/firstName': 'Erika',
    '/lastName': 'Mustermann',
    '/phone': '030 123456',
    '/email': EMAIL,
    '/notes': SAID,
    '/formsText': SAID,
    '/forms': [
      {
        id: 1,
        values: [
          { name: 'Call ID', value: 'call_1' },
          { name: 'What ails you?', value: SAID },
        ],
      },
    ],
  });
  const german = new CallerIdentities({ secret: 'tests', keepNumbers: false, defaultCountry: 'DE' });
  const { value, persons } = seal(details, { identities: german, keepNumbers: false });
  expect(JSON.stringify([value, persons])).not.toMatch(PERSONAL);
  const compare = (answer: unknown) =>
    acuity.lookUp!.compare({ action: 'scheduled', id: '399682887' }, NOW, answer, null).events;
  const data = kept('acuity', compare(value), persons)[0]?.data;
  expect(data).toMatchObject({
    call_id: 'call_1',
    caller: { phone: { caller: german.phone(CALLER)?.caller, country: 'DE' }, email: german.email(EMAIL) },
  });
});

describe('a running service', () => {
  let acuity: AcuityServer;
  let running: RunningService;
  const start = async (more: Readonly<Record<string, string>> = {}): Promise<void> => {
    acuity = await AcuityServer.start();
    acuity.answer = json(
      changed(payload('acuity/appointment.get.scheduled.json'), { '/phone': CALLER, '/email': EMAIL }),
    );
    running = await startRunningService(NOW, {
      ...SECRETS,
      ...ACUITY,
      ...more,
      CALLSIGHT_ACUITY_BASE_URL: acuity.url,
    });
    const send = async (platform: 'vapi' | 'retell' | 'twilio' | 'stripe' | 'acuity', body: string): Promise<void> => {
      expect((await deliver(running.service.app, platform, body, NOW)).status).toBe(200);
    };
    await send('vapi', JSON.stringify(vapiReport));
    await send('retell', JSON.stringify(retellCall('inbound')));
    await send('twilio', form(twilioStatus('inbound') as Record<string, string>));
    await send('stripe', JSON.stringify(stripeSession));
    await send('acuity', 'action=scheduled&id=399682887&calendarID=1&appointmentTypeID=2');
    await send('stripe', `{"broken": "${CALLER}, ${EMAIL}`);
    await running.service.services.inbox.tick();
    await running.settled();
  };
  afterEach(async () => {
    await running.stop();
    await acuity.stop();
  });

  /** Everything that the ledger's store holds of deliveries and refused events. */
  const stored = async (): Promise<string> => {
    const entries = await running.service.services.ledger.store.iterator().all();
    return entries.filter(([key]) => /^[bqwvs]\0/.test(key)).join('\n');
  };
  const rows = async (): Promise<unknown> => {
    const { body } = await running.main.request('POST', '/v1/query', {
      from: '2018-01-01T00:00:00Z',
      to: '2026-12-31T00:00:00Z',
      queries: [{ refId: 'A', metrics: ['calls.count', 'bookings.confirmed', 'revenue.sum'], groupBy: ['caller'] }],
    });
    return body;
  };

  test('stores nothing personal of deliveries and refused events; all is of one person; a replay changes nothing', async () => {
    await start();
    expect(await stored()).not.toMatch(PERSONAL);
    expect(await stored()).toContain('+49••••••56');
    const pseudonyms = new Set<string>();
    for (const id of ['97f28e3d-f334-8026-3fdb-cab787d687e7', 'call_7d4d725e08ee202dded00b067eb']) {
      const { body } = await running.main.request('GET', `/v1/calls/${id}`);
      pseudonyms.add(String((body as { call: { caller: unknown } }).call.caller));
    }
    expect([...pseudonyms]).toEqual([expect.stringMatching(/^[0-9a-f-]{32,36}$/)]);
    const before = await rows();
    for (const provider of ['vapi', 'retell', 'twilio', 'stripe', 'acuity'])
      await running.main.request('POST', `/v1/deliveries/${provider}/replay`);
    await running.service.services.inbox.tick();
    await running.settled();
    expect(await rows()).toEqual(before);
    expect(await stored()).not.toMatch(PERSONAL);
  });

  test('an event that was refused is kept without numbers, and gives the same person when it is tried again', async () => {
    await start();
    const event = (id: string, time: string, from: string, more: object = {}) => ({
      specversion: '1.0',
      id,
      source: 's',
      type: 'call.started',
      subject: id,
      time,
      data: { direction: 'inbound', agent: { id: 'a' }, from, to: LINE, ...more },
    });
    const early = '2026-05-11T10:00:00Z';
    await running.main.request('POST', '/v1/events', [
      event('good', '2026-05-10T10:00:00Z', CALLER),
      event('early', early, `sip:${CALLER}@example.invalid`),
      {
        ...event('base64', early, ''),
        data: null,
        data_base64: Buffer.from(JSON.stringify({ from: CALLER })).toString('base64'),
      },
    ]);
    await running.service.app.inject({
      method: 'POST',
      url: '/v1/events',
      headers: { authorization: 'Bearer bootstrap-key-of-the-tests-0123456789', 'content-type': 'application/json' },
      payload: `{"from":"${CALLER}","email":"${EMAIL}",,}`,
    });
    expect(await stored()).not.toMatch(PERSONAL);
    const { body } = await running.main.request('GET', '/v1/quarantine');
    expect(JSON.stringify(body)).not.toMatch(PERSONAL);
    expect((body as { events: unknown[] }).events).toHaveLength(3);

    running.now = Date.parse('2026-05-12T00:00:00Z');
    expect((await running.main.request('POST', '/v1/quarantine/replay')).body).toEqual({ replayed: 1, refused: 2 });
    await running.settled();
    const callOf = async (id: string) =>
      ((await running.main.request('GET', `/v1/calls/${id}`)).body as { call: Record<string, unknown> }).call;
    const [good, late] = [await callOf('good'), await callOf('early')];
    for (const key of ['caller', 'caller_masked', 'country', 'region']) expect(late[key]).toBe(good[key]);
    expect(late['country']).toBe('DE');
  });

  test('erasing the person deletes the deliveries and refused events that were sealed', async () => {
    await start();
    const { body } = await running.main.request('GET', '/v1/calls/97f28e3d-f334-8026-3fdb-cab787d687e7');
    const caller = String((body as { call: { caller: unknown } }).call.caller).replaceAll('-', '');
    const refused = {
      specversion: '1.0',
      id: 'r',
      source: 's',
      type: 'call.started',
      subject: 'r',
      time: 'x',
      data: { from: CALLER },
    };
    await running.main.request('POST', '/v1/events', [refused]);
    expect(await stored()).toContain(caller);
    expect((await running.main.request('DELETE', `/v1/callers/${caller}`)).status).toBe(200);
    expect(await stored()).not.toContain(caller);
    expect(await stored()).not.toContain('+49••••••56');
  });

  test('what an earlier version stored is sealed at the start, once, and gives the same person', async () => {
    await start();
    const { ledger, inbox, config } = running.service.services;
    const entries = await ledger.store.iterator().all();
    const [bodyKey = ''] = entries.find(([key]) => key.startsWith('b\0main\0vapi\0')) ?? [];
    const earlier = { payload: vapi.redact(vapiReport) };
    const event = {
      specversion: '1.0',
      id: 'q',
      source: 's',
      type: 'call.started',
      subject: 'q',
      time: 'x',
      data: { from: CALLER },
    };
    const entry = {
      id: '1',
      received_at: '2026-05-10T12:00:00.000Z',
      code: 'c',
      message: 'm',
      path: '',
      truncated: false,
    };
    await ledger.store.put(bodyKey, JSON.stringify(earlier));
    await ledger.store.put('q\0main\u00001', JSON.stringify({ ...entry, event: JSON.stringify(event) }));
    expect(await stored()).toMatch(PERSONAL);
    const identity = new CallerIdentities({ secret: 'tests', keepNumbers: false });
    const sealing = {
      ledger,
      connections: config.connections,
      sealRules: { identities: identity, keepNumbers: false },
    };
    // The service has looked through the store when it started, and there was nothing.
    expect(await sealStored(sealing)).toBe(0);
    await ledger.store.del('m\0sealed');
    expect(await sealStored(sealing)).toBe(2);
    expect(await stored()).not.toMatch(PERSONAL);
    const sealed = await stored();
    await ledger.store.del('m\0sealed');
    expect(await sealStored(sealing)).toBe(0);
    expect(await stored()).toBe(sealed);
    expect(await inbox.replay('main', 'vapi', bodyKey.split('\0')[3] ?? '')).toBe(true);
    const events = await ledger.events('main', 'call/97f28e3d-f334-8026-3fdb-cab787d687e7');
    const callers = events.flatMap((event) => (event.type === 'call.started' ? (event.data.caller?.caller ?? []) : []));
    expect(callers.at(-1)).toBe(identity.phone(CALLER)?.caller);
  });

  test('deliveries are kept as they came where the configuration says so, for its own time', async () => {
    await start({ CALLSIGHT_KEEP_RAW_DELIVERIES: 'true', CALLSIGHT_RAW_DELIVERY_RETENTION_DAYS: '2' });
    const shown = async (): Promise<DeliveryWithBody> => {
      const { body } = await running.main.request('GET', '/v1/deliveries/vapi');
      const [{ id } = { id: '' }] = (body as { deliveries: { id: string }[] }).deliveries;
      return (await running.main.request('GET', `/v1/deliveries/vapi/${id}`)).body as DeliveryWithBody;
    };
    const first = await shown();
    expect(JSON.stringify(first.raw)).toContain('Rumpelstilzchen');
    expect(JSON.stringify(first.payload)).not.toMatch(PERSONAL);
    running.now = NOW + 3 * 86_400_000;
    await running.service.services.expireRawEvents();
    const { raw, ...rest } = await shown();
    expect(raw).toBeUndefined();
    expect(rest.payload).toEqual(first.payload);
    expect(await stored()).not.toMatch(PERSONAL);
  });
});
