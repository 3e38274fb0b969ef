/* eslint-disable max-lines -- one sample of every webhook through the whole service */
import type { CallDetail } from '@callsight/contract/call-detail';
import type { DeliveryPage } from '@callsight/contract/deliveries';
import { startRunningService, type RunningService } from '../../support/running-service.js';
import { factOf } from '../providers/facts.js';
import { AcuityServer, json } from './acuity-server.js';
import { ACUITY, deliver, sample, SECRETS, type PlatformName } from './platforms.js';

const NOW = Date.parse('2026-05-01T12:00:00.000Z');

const DELIVERIES: readonly (readonly [PlatformName, string, string])[] = [
  ['vapi', 'end-of-call-report', 'vapi/end-of-call-report.2024-03.inbound-twilio.json'],
  ['vapi', 'status-update', 'vapi/status-update.2025-06.webcall.json'],
  ['vapi', 'end-of-call-report', 'vapi/end-of-call-report.2025-06.webcall.json'],
  ['retell', 'call_started', 'retell/call_started.2025-10.json'],
  ['retell', 'call_ended', 'retell/call_ended.2025-10.json'],
  ['retell', 'call_analyzed', 'retell/call_analyzed.2025-10.json'],
  ['twilio', 'call.completed', 'twilio/status-callback.completed.form.txt'],
  ['twilio', 'recording.completed', 'twilio/recording-status-callback.completed.form.txt'],
  ['acuity', 'scheduled', 'acuity/webhook.dynamic.appointment.scheduled.form.txt'],
  ['acuity', 'canceled', 'acuity/webhook.static.canceled.form.txt'],
  ['stripe', 'checkout.session.completed', 'stripe/checkout.session.completed.json'],
  ['stripe', 'invoice.paid', 'stripe/invoice.paid.json'],
  ['stripe', 'charge.refunded', 'stripe/charge.refunded.json'],
];

let acuity: AcuityServer;
let running: RunningService;

async function deliverAll(): Promise<void> {
  for (const [platform, , file] of DELIVERIES)
    expect(await deliver(running.service.app, platform, sample(file), NOW)).toEqual({
      status: 200,
      body: '{"received":true}',
    });
  await running.service.services.inbox.tick();
  await running.settled();
}

beforeAll(async () => {
  acuity = await AcuityServer.start();
  acuity.answer = json(JSON.parse(sample('acuity/appointment.get.scheduled.json')));
  running = await startRunningService(NOW, {
    ...SECRETS,
    ...ACUITY,
    CALLSIGHT_ACUITY_BASE_URL: acuity.url,
    CALLSIGHT_ACUITY_CURRENCY: 'GBP',
    CALLSIGHT_CALLER_SECRET: 'caller secret of the tests',
  });
  await deliverAll();
});
afterAll(async () => {
  await running.stop();
  await acuity.stop();
});

const detail = async (id: string): Promise<CallDetail> => {
  const { status, body } = await running.main.request('GET', `/v1/calls/${id}`);
  expect(status).toBe(200);
  const { events, ...rest } = body as CallDetail;
  return { ...rest, events: events.map((one) => ({ ...one, id: factOf(one.id) })) };
};

/** Events as the ledger keeps them, without what is the same for all. */
const eventsOf = async (entity: string) =>
  (await running.service.services.ledger.events('main', entity)).map(({ id, source, type, at, data }) => ({
    // Only calls have the fingerprint of a statement in the ids of their events.
    id: entity.startsWith('call/') ? factOf(id) : id,
    source,
    type,
    time: new Date(at / 1_000).toISOString(),
    data,
  }));

const nothing = {
  provider_call_sid: null,
  queue: null,
  agent_name: null,
  agent_version: null,
  language: null,
  caller: null,
  caller_masked: null,
  caller_type: null,
  country: null,
  region: null,
  line_type: null,
  caller_timezone: null,
  source: null,
  medium: null,
  campaign: null,
  term: null,
  content: null,
  tracking_number: null,
  landing_page: null,
  transferred: false,
  transferred_to_human: false,
  success: null,
  sentiment: null,
  talk_ratio: null,
  overlap: null,
  summary: null,
  topics: [],
  errors: 0,
  turns: 0,
  interruptions: 0,
  currency: null,
  cost: null,
  cost_components: {},
  attributes: {},
};

/** The fictitious number of all samples belongs to no country. */
const someone = { caller: expect.stringMatching(/^[0-9a-f]{32}$/), caller_masked: '+15•••••••23', caller_type: 'new' };

const event = (call: string, fact: string, type: string, time: string, data: object, source: string) => ({
  id: `${call}/${fact}`,
  source,
  type,
  time,
  subject: call,
  data,
});

test('every sample is kept under its kind, and mapped', async () => {
  const { body } = await running.main.request('GET', '/v1/deliveries?limit=100');
  const kinds = (body as DeliveryPage).deliveries.map(({ provider, kind, status, connection, quarantined }) => ({
    provider,
    kind,
    status,
    connection,
    quarantined,
  }));
  expect(kinds.toReversed()).toEqual(
    DELIVERIES.map(([provider, kind]) => ({ provider, kind, status: 'mapped', connection: 'default', quarantined: 0 })),
  );
  expect((await running.main.request('GET', '/v1/quarantine')).body).toEqual({ events: [], next_cursor: null });
});

test('Vapi, 2024: a call that came in over Twilio; the stale status, and begin and end from the messages', async () => {
  const id = '6832bff8-0109-99d7-6afb-437f9d9be576';
  const sid = 'CA97235e71e15244503ba94d2609ceae78';
  const { call, events } = await detail(id);
  expect(call).toEqual({
    ...nothing,
    ...someone,
    // All samples show one number, which Twilio called in 2018.
    caller_type: 'returning',
    call_id: id,
    provider_call_sid: sid,
    // The first message, and the end of the last one.
    started_at: '2024-03-19T10:29:35.066Z',
    answered_at: '2024-03-19T10:29:35.066Z',
    ended_at: '2024-03-19T10:30:23.586Z',
    wait: 0,
    duration: 48.52,
    hold: 0,
    talk: 48.52,
    direction: 'inbound',
    channel: 'phone',
    agent: '940a80c0-88cb-cfb6-fd2c-64d019c3b4b1',
    outcome: 'other',
    ended_by: 'caller',
    end_reason: 'customer-ended-call',
    provider: 'vapi',
    summary: 'Example text.',
  });
  expect(events.map(({ type }) => type)).toEqual([
    'call.answered',
    'call.started',
    'call.analyzed',
    'call.ended',
    'call.recording',
  ]);
  expect(events[4]).toEqual(
    event(
      id,
      'recording',
      'call.recording',
      '2024-03-19T10:30:23.586Z',
      {
        url: 'https://media.example.invalid/9639daccf220.wav',
        channels: 1,
        separate_url: 'https://media.example.invalid/f576a98ba609.wav',
      },
      'vapi',
    ),
  );
});

test('Vapi, 2025: a web call with its cost by component', async () => {
  const id = '97f28e3d-f334-8026-3fdb-cab787d687e7';
  const { call } = await detail(id);
  expect(call).toEqual({
    ...nothing,
    call_id: id,
    started_at: '2025-06-10T09:07:00.649Z',
    answered_at: '2025-06-10T09:07:00.649Z',
    ended_at: '2025-06-10T09:07:25.925Z',
    wait: 0,
    duration: 25.276,
    hold: 0,
    talk: 25.276,
    direction: 'inbound',
    channel: 'web',
    agent: '9bb440e4-7abf-0333-6d60-955c8bce2e14',
    agent_name: 'Agent A',
    outcome: 'other',
    ended_by: 'caller',
    end_reason: 'customer-ended-call',
    provider: 'vapi',
    language: 'en',
    success: true,
    summary: 'Example text.',
    currency: 'USD',
    cost: '0.0394',
    // Exact to the billionth: 0.00562928, 7.275e-05, 0.01255, 0.021065; the analysis is none of the five.
    cost_components: { asr: '0.00562928', llm: '0.00007275', tts: '0.01255', platform: '0.021065' },
  });
});

test('Retell: an anonymous caller, cents, pooled latencies', async () => {
  const id = 'call_7d4d725e08ee202dded00b067eb';
  const { call, events } = await detail(id);
  expect(call).toEqual({
    ...nothing,
    call_id: id,
    provider_call_sid: 'CAbc4dda269dfaf7729e1b06b7e6aa9d0f',
    started_at: '2025-10-24T09:21:10.702Z',
    answered_at: '2025-10-24T09:21:10.702Z',
    ended_at: '2025-10-24T09:21:46.005Z',
    wait: 0,
    duration: 35.303,
    hold: 0,
    talk: 35.303,
    direction: 'inbound',
    channel: 'phone',
    agent: 'agent_e58c1c09cf64dd3c3d2c0da676',
    agent_name: 'Example text.',
    agent_version: '42',
    outcome: 'other',
    ended_by: 'caller',
    end_reason: 'user_hangup',
    provider: 'retell',
    success: false,
    sentiment: -1,
    summary: 'Example text.',
    turns: 4,
    currency: 'USD',
    cost: '0.0456',
    cost_components: { tts: '0.042', llm: '0.0036' },
  });
  const turns = events.filter(({ type }) => type === 'call.turn').map(({ data }) => data['latency_ms']);
  expect(turns).toEqual([
    { e2e: 836.0009765625, llm: 729, tts: 268 },
    { llm: 650, tts: 259 },
    { llm: 1, tts: 303 },
    { llm: 737, tts: 314 },
  ]);
});

test('Twilio: a completed call; its length is CallDuration, not Duration', async () => {
  const id = 'CAb262c1fc05281c5c3524b3165f05e3fb';
  const { call, events } = await detail(id);
  expect(call).toEqual({
    ...nothing,
    ...someone,
    call_id: id,
    // 09:53:19 less 49 s.
    started_at: '2018-03-25T09:52:30.000Z',
    answered_at: '2018-03-25T09:52:30.000Z',
    ended_at: '2018-03-25T09:53:19.000Z',
    wait: 0,
    duration: 49,
    hold: 0,
    talk: 49,
    direction: 'outbound',
    channel: 'phone',
    agent: 'unknown',
    outcome: 'other',
    ended_by: 'system',
    end_reason: 'completed',
    provider: 'twilio',
  });
  const caller = { caller: call.caller, masked: '+15•••••••23' };
  const start = {
    direction: 'outbound',
    channel: 'phone',
    agent: { id: 'unknown' },
    provider: 'twilio',
    derived: true,
    from: '+15550100123',
    caller,
  };
  expect(events).toEqual([
    event(
      id,
      'completed/answered',
      'call.answered',
      '2018-03-25T09:52:30.000Z',
      { by: 'human', derived: true },
      'twilio',
    ),
    event(id, 'completed/started', 'call.started', '2018-03-25T09:52:30.000Z', start, 'twilio'),
    event(id, 'ended', 'call.ended', '2018-03-25T09:53:19.000Z', { ended_by: 'system', reason: 'completed' }, 'twilio'),
  ]);
});

test('Twilio: a recording is announced, and makes no call by itself', async () => {
  const id = 'CAf71e0da560f1af3843fb8a02ae2f55fd';
  expect(await eventsOf(`call/${id}`)).toEqual([
    {
      id: `${id}/recording/RE74bf8921bc48bfc2c2f26b341d2f7934`,
      source: 'twilio',
      type: 'call.recording',
      // Begun at 06:59:25, 3 s long.
      time: '2021-07-29T06:59:28.000Z',
      data: {
        recording_id: 'RE74bf8921bc48bfc2c2f26b341d2f7934',
        url: 'https://media.example.invalid/63ebacbf7d53.wav',
        duration_ms: 3_000,
        channels: 1,
      },
    },
  ]);
  expect((await running.main.request('GET', `/v1/calls/${id}`)).status).toBe(404);
});

const email = { caller: expect.stringMatching(/^[0-9a-f]{32}$/), masked: 'c•••@example.invalid' };

test('Acuity: an appointment, asked for with the account’s credentials, and its cancellation', async () => {
  expect(acuity.asked.map(({ method, path, authorization }) => ({ method, path, authorization }))).toEqual(
    Array.from({ length: 2 }, () => ({
      method: 'GET',
      path: '/api/v1/appointments/399682887',
      authorization: `Basic ${Buffer.from('4711:acuity-key').toString('base64')}`,
    })),
  );
  const data = {
    appointment_id: '399682887',
    type: 'Test appointment',
    price: '0',
    currency: 'GBP',
    // 10:15 at +0100.
    starts_at: '2020-06-30T09:15:00.000Z',
    caller: { email },
  };
  expect(await eventsOf('appointment/399682887')).toEqual([
    {
      id: '399682887/0000/scheduled',
      source: 'acuity',
      type: 'appointment.scheduled',
      // 16:45:48 at -0500.
      time: '2020-06-29T21:45:48.000Z',
      data,
    },
    {
      id: '399682887/0001/canceled',
      source: 'acuity',
      type: 'appointment.canceled',
      time: new Date(NOW).toISOString(),
      data,
    },
  ]);
});

test('Stripe: a session, an invoice and a refund, in major units, by the payment that they are about', async () => {
  const intent = 'payment/pi_000000000000000000000000';
  expect(await eventsOf(intent)).toEqual([
    {
      id: 'evt_000000000000000000000000/checkout.session.completed',
      source: 'stripe',
      type: 'payment.succeeded',
      time: '2022-03-26T18:39:19.000Z',
      data: { payment_id: 'pi_000000000000000000000000', amount: '30', currency: 'USD', caller: { email } },
    },
    {
      id: 'evt_000000000000000000000000/invoice.paid',
      source: 'stripe',
      type: 'payment.succeeded',
      // When it was paid, not when the event was made.
      time: '2022-03-26T18:40:13.000Z',
      data: { payment_id: 'pi_000000000000000000000000', amount: '20', currency: 'USD' },
    },
  ]);
  expect(await eventsOf('payment/ch_000000000000000000000000')).toEqual([
    {
      id: 'evt_000000000000000000000000/charge.refunded',
      source: 'stripe',
      type: 'payment.refunded',
      time: '2022-03-26T18:39:09.000Z',
      data: { payment_id: 'ch_000000000000000000000000', amount: '1', currency: 'USD' },
    },
  ]);
});

test('sent again, and mapped again from the stored copy, nothing changes', async () => {
  const { ledger } = running.service.services;
  const events = async () => {
    const kept = [];
    for await (const [key, value] of ledger.store.iterator({ gt: 'x\u0000', lt: 'x\u0001' })) kept.push([key, value]);
    return kept;
  };
  const calls = async () =>
    running.main.query({
      from: '2018-01-01T00:00:00Z',
      to: '2026-05-02T00:00:00Z',
      queries: [{ refId: 'C', calls: { limit: 100 } }],
    });
  const before = [await events(), await calls()];
  await deliverAll();
  for (const provider of ['vapi', 'retell', 'twilio', 'acuity', 'stripe']) {
    const { status, body } = await running.main.request('POST', `/v1/deliveries/${provider}/replay`);
    expect([status, (body as { deliveries: number }).deliveries]).toEqual([
      202,
      2 * DELIVERIES.filter(([platform]) => platform === provider).length,
    ]);
  }
  await running.service.services.inbox.tick();
  await running.settled();
  expect([await events(), await calls()]).toEqual(before);
  const { body } = await running.main.request('GET', '/v1/deliveries?limit=100&status=mapped');
  expect((body as DeliveryPage).deliveries).toHaveLength(2 * DELIVERIES.length);
});
