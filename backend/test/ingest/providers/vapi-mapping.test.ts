/* eslint-disable max-lines -- every message of one platform, with the payloads beside the expectations */
import { createVapi } from '../../../src/ingest/providers/vapi/create-vapi.js';
import { changed } from './changed.js';
import { contractErrors } from './contract-errors.js';
import { facts } from './facts.js';
import { mappingErrorPath } from './mapping-error-path.js';
import { payload } from './payload.js';

const RECEIVED = Date.parse('2025-06-10T09:07:32.000Z');
const vapi = createVapi();
const WEB = '97f28e3d-f334-8026-3fdb-cab787d687e7';
const PHONE = '6832bff8-0109-99d7-6afb-437f9d9be576';
const report = payload('vapi/end-of-call-report.2025-06.webcall.json');
const older = payload('vapi/end-of-call-report.2024-03.inbound-twilio.json');
const status = payload('vapi/status-update.2025-06.webcall.json');

const mapped = (value: unknown) => {
  const events = vapi.map(value, RECEIVED);
  expect(contractErrors(events)).toEqual([]);
  return facts(events);
};
const ofType = (value: unknown, type: string) => mapped(value).filter((event) => event.type === type);

const webStarted = {
  direction: 'inbound',
  channel: 'web',
  agent: { id: '9bb440e4-7abf-0333-6d60-955c8bce2e14', name: 'Agent A' },
  language: 'en',
  provider: 'vapi',
};

describe('the end report of 2025', () => {
  test('tells the whole call', () => {
    expect(mapped(report)).toEqual([
      { id: `${WEB}/started`, type: 'call.started', subject: WEB, time: '2025-06-10T09:07:00.649Z', data: webStarted },
      {
        id: `${WEB}/answered`,
        type: 'call.answered',
        subject: WEB,
        time: '2025-06-10T09:07:00.649Z',
        data: { by: 'agent' },
      },
      {
        id: `${WEB}/ended`,
        type: 'call.ended',
        subject: WEB,
        time: '2025-06-10T09:07:25.925Z',
        data: {
          ended_by: 'caller',
          reason: 'customer-ended-call',
          cost: {
            total: '0.0394',
            currency: 'USD',
            components: {
              asr: '0.00562928',
              llm: '0.00007275',
              tts: '0.01255',
              platform: '0.021065',
              analysis: '0.0000813',
            },
          },
        },
      },
      {
        id: `${WEB}/recording`,
        type: 'call.recording',
        subject: WEB,
        time: '2025-06-10T09:07:25.925Z',
        data: {
          url: 'https://media.example.invalid/679a68f34a29.wav',
          channels: 1,
          separate_url: 'https://media.example.invalid/7ff3860df872.wav',
        },
      },
      {
        id: `${WEB}/analyzed`,
        type: 'call.analyzed',
        subject: WEB,
        time: '2025-06-10T09:07:30.909Z',
        data: { success: true, summary: 'Example text.' },
      },
    ]);
  });

  test('is mapped alike whenever it arrives', () => {
    expect(vapi.map(report, RECEIVED + 3_600_000)).toEqual(vapi.map(report, RECEIVED));
  });

  test('gives the sums if there are no items', () => {
    const [ended] = ofType(changed(report, { '/message/costs': [], '/message/cost': undefined }), 'call.ended');
    expect(ended?.data['cost']).toEqual({
      total: '0.0394',
      currency: 'USD',
      components: { asr: '0.0056', llm: '0.0001', tts: '0.0126', platform: '0.0211' },
    });
  });

  test('adds the items up exactly if there is no total', () => {
    const changes = { '/message/cost': undefined, '/message/costBreakdown': undefined };
    const [ended] = ofType(changed(report, changes), 'call.ended');
    expect(ended?.data['cost']).toMatchObject({ total: '0.03939833' });
  });

  test('tells turns with the times of the replies, from either spelling of the latencies', () => {
    const turnLatencies = [
      { turn: 900.5, model: 400, voice: 200, transcriber: 150, endpointing: 100 },
      { turnLatency: 1100, modelLatency: 500, voiceLatency: 250, transcriberLatency: -3, endpointingLatency: 120 },
    ];
    const turns = ofType(
      changed(report, { '/message/artifact/performanceMetrics/turnLatencies': turnLatencies }),
      'call.turn',
    );
    expect(turns).toEqual([
      {
        id: `${WEB}/turn/0`,
        type: 'call.turn',
        subject: WEB,
        time: '2025-06-10T09:07:06.829Z',
        data: { index: 0, latency_ms: { e2e: 900.5, asr: 150, llm: 400, tts: 200, endpointing: 100 } },
      },
      {
        id: `${WEB}/turn/1`,
        type: 'call.turn',
        subject: WEB,
        time: '2025-06-10T09:07:17.399Z',
        data: { index: 1, latency_ms: { e2e: 1100, llm: 500, tts: 250, endpointing: 120 } },
      },
    ]);
  });

  test('tells a hand-over and to whom', () => {
    const changes = {
      '/message/endedReason': 'assistant-forwarded-call',
      '/message/destination': { type: 'number', number: '+15550100999' },
    };
    expect(ofType(changed(report, changes), 'call.transferred')).toEqual([
      {
        id: `${WEB}/transferred`,
        type: 'call.transferred',
        subject: WEB,
        time: '2025-06-10T09:07:25.925Z',
        data: { to: '+15550100999', kind: 'human', reason: 'assistant-forwarded-call' },
      },
    ]);
  });

  test('takes topics, sentiment, an outcome and scalars from structured data', () => {
    const structuredData = { outcome: 'Booked', sentiment: 'positive', topics: ['teeth', 3, ''], age: 41, nested: {} };
    const [analyzed] = ofType(changed(report, { '/message/analysis/structuredData': structuredData }), 'call.analyzed');
    expect(analyzed?.data).toEqual({
      outcome: 'booked',
      sentiment: 'positive',
      topics: ['teeth'],
      success: true,
      summary: 'Example text.',
      attributes: { outcome: 'Booked', sentiment: 'positive', age: 41 },
    });
  });

  test('swaps the sides of an outbound call', () => {
    const changes = {
      '/message/call/type': 'outboundPhoneCall',
      '/message/customer': { number: '+15550100111' },
      '/message/phoneNumber': { number: '+15550100222' },
      '/message/call/metadata': { campaign: 'spring', list: [1] },
    };
    const [started, answered] = mapped(changed(report, changes));
    expect(started?.data).toEqual({
      ...webStarted,
      direction: 'outbound',
      channel: 'phone',
      from: '+15550100222',
      to: '+15550100111',
      attributes: { campaign: 'spring' },
    });
    expect(answered?.data).toEqual({});
  });
});

describe('the end report of 2024, without begin, end and cost', () => {
  test('takes the times from the messages', () => {
    expect(mapped(older)).toEqual([
      {
        id: `${PHONE}/started`,
        type: 'call.started',
        subject: PHONE,
        time: '2024-03-19T10:29:35.066Z',
        data: {
          derived: true,
          direction: 'inbound',
          channel: 'phone',
          from: '+15550100123',
          to: '+15550100123',
          agent: { id: '940a80c0-88cb-cfb6-fd2c-64d019c3b4b1' },
          provider: 'vapi',
          provider_call_sid: 'CA97235e71e15244503ba94d2609ceae78',
          attributes: { twilio_call_sid: 'CA97235e71e15244503ba94d2609ceae78' },
        },
      },
      {
        id: `${PHONE}/answered`,
        type: 'call.answered',
        subject: PHONE,
        time: '2024-03-19T10:29:35.066Z',
        data: { by: 'agent', derived: true },
      },
      {
        id: `${PHONE}/ended`,
        type: 'call.ended',
        subject: PHONE,
        time: '2024-03-19T10:30:23.586Z',
        data: { ended_by: 'caller', reason: 'customer-ended-call', derived: true },
      },
      {
        id: `${PHONE}/recording`,
        type: 'call.recording',
        subject: PHONE,
        time: '2024-03-19T10:30:23.586Z',
        data: {
          url: 'https://media.example.invalid/9639daccf220.wav',
          channels: 1,
          separate_url: 'https://media.example.invalid/f576a98ba609.wav',
        },
      },
      {
        id: `${PHONE}/analyzed`,
        type: 'call.analyzed',
        subject: PHONE,
        time: '2024-03-19T10:30:23.586Z',
        data: { summary: 'Example text.' },
      },
    ]);
  });

  test('without messages begins when the call was made, unanswered, and ends when it came in', () => {
    const bare = changed(older, { '/message/messages': [], '/message/summary': undefined });
    expect(mapped(bare).map(({ type, time }) => [type, time])).toEqual([
      ['call.started', '2024-03-19T10:29:34.426Z'],
      ['call.ended', '2025-06-10T09:07:32.000Z'],
      ['call.recording', '2025-06-10T09:07:32.000Z'],
    ]);
  });
});

describe('what the caller said to being recorded', () => {
  const recordingOf = (recordingConsent: unknown): unknown =>
    ofType(changed(report, { '/message/call/compliance': { recordingConsent } }), 'call.recording')[0]?.data;

  it('is told, also where nothing was recorded', () => {
    expect(recordingOf({ type: 'verbal', grantedAt: '2025-06-10T09:07:05.000Z' })).toMatchObject({
      consent: 'granted',
    });
    expect(recordingOf({ type: 'verbal' })).toMatchObject({ consent: 'denied' });
    expect(recordingOf(undefined)).not.toHaveProperty('consent');
  });
});

describe('status updates', () => {
  test('tell begin and answer, provisionally and under ids of their own', () => {
    const at = 1749546420647;
    expect(mapped(status)).toEqual([
      {
        id: `${WEB}/status/in-progress/started/${at}`,
        type: 'call.started',
        subject: WEB,
        time: '2025-06-10T09:07:00.647Z',
        data: { ...webStarted, provisional: true },
      },
      {
        id: `${WEB}/status/answered/${at}`,
        type: 'call.answered',
        subject: WEB,
        time: '2025-06-10T09:07:00.647Z',
        data: { by: 'agent', provisional: true },
      },
    ]);
  });

  test('read an ISO time as well', () => {
    const iso = changed(status, { '/message/timestamp': '2025-06-10T09:07:00.647Z' });
    expect(vapi.map(iso, RECEIVED)).toEqual(vapi.map(status, RECEIVED));
  });

  test('tell the end with its reason, without the cost', () => {
    const ended = changed(status, { '/message/status': 'ended', '/message/endedReason': 'silence-timed-out' });
    expect(mapped(ended)).toEqual([
      {
        id: `${WEB}/status/ended/1749546420647`,
        type: 'call.ended',
        subject: WEB,
        time: '2025-06-10T09:07:00.647Z',
        data: { ended_by: 'system', reason: 'silence-timed-out', provisional: true },
      },
    ]);
  });

  test.each([
    ['queued', []],
    ['forwarding', []],
    ['ringing', ['call.started']],
  ])('%s', (name, types) => {
    expect(mapped(changed(status, { '/message/status': name })).map(({ type }) => type)).toEqual(types);
  });
});

describe('kinds', () => {
  test.each(['transcript', 'speech-update', 'hang', 'tool-calls', 'transfer-destination-request', 'something-new'])(
    '%s is accepted and tells nothing',
    (type) => {
      const message = { message: { type } };
      expect(vapi.kind(message)).toBe(type);
      expect(vapi.map(message, RECEIVED)).toEqual([]);
    },
  );

  test.each([null, 7, [], {}, { message: [] }, { message: { type: 4 } }])('%j has none', (value) => {
    expect(vapi.kind(value)).toBe('unknown');
  });
});

test.each([
  [{}, '/message/type'],
  ['text', ''],
  [changed(report, { '/message/call': undefined }), '/message/call/id'],
  [changed(report, { '/message/call/id': 'x'.repeat(201) }), '/message/call/id'],
  [changed(report, { '/message/call/type': undefined }), '/message/call/type'],
])('what cannot be mapped names its place (%#)', (value, path) => {
  expect(mappingErrorPath(() => vapi.map(value, RECEIVED))).toBe(path);
});
