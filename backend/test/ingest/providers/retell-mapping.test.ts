import { createRetell } from '../../../src/ingest/providers/retell/create-retell.js';
import { changed } from './changed.js';
import { contractErrors } from './contract-errors.js';
import { facts } from './facts.js';
import { mappingErrorPath } from './mapping-error-path.js';
import { payload } from './payload.js';

const RECEIVED = Date.parse('2025-10-24T09:21:50.000Z');
const retell = createRetell();
const CALL = 'call_7d4d725e08ee202dded00b067eb';
const BEGIN = '2025-10-24T09:21:10.702Z';
const END = '2025-10-24T09:21:46.005Z';
const started = payload('retell/call_started.2025-10.json');
const ended = payload('retell/call_ended.2025-10.json');
const analyzed = payload('retell/call_analyzed.2025-10.json');

const mapped = (value: unknown) => {
  const events = retell.map(value, RECEIVED);
  expect(contractErrors(events)).toEqual([]);
  return facts(events);
};
const ofType = (value: unknown, type: string) => mapped(value).filter((event) => event.type === type);

const startedData = {
  direction: 'inbound',
  channel: 'phone',
  to: '+15550100123',
  agent: { id: 'agent_e58c1c09cf64dd3c3d2c0da676', name: 'Example text.', version: 42 },
  provider: 'retell',
  provider_call_sid: 'CAbc4dda269dfaf7729e1b06b7e6aa9d0f',
  attributes: { twilio_call_sid: 'CAbc4dda269dfaf7729e1b06b7e6aa9d0f' },
};
const turn = (index: number, latency_ms: Record<string, number>) => ({
  id: `${CALL}/turn/${index}`,
  type: 'call.turn',
  subject: CALL,
  time: BEGIN,
  data: { index, latency_ms },
});
const wholeCall = [
  { id: `${CALL}/started`, type: 'call.started', subject: CALL, time: BEGIN, data: startedData },
  { id: `${CALL}/answered`, type: 'call.answered', subject: CALL, time: BEGIN, data: { by: 'agent' } },
  turn(0, { e2e: 836.0009765625, llm: 729, tts: 268 }),
  turn(1, { llm: 650, tts: 259 }),
  turn(2, { llm: 1, tts: 303 }),
  turn(3, { llm: 737, tts: 314 }),
  {
    id: `${CALL}/ended`,
    type: 'call.ended',
    subject: CALL,
    time: END,
    data: {
      ended_by: 'caller',
      reason: 'user_hangup',
      cost: { total: '0.0456', currency: 'USD', components: { tts: '0.042', llm: '0.0036' } },
      // Nobody spoke while the agent did: its words end at 4.4 s, the caller begins at 10.2 s.
      interruptions: 0,
    },
  },
  {
    id: `${CALL}/recording`,
    type: 'call.recording',
    subject: CALL,
    time: END,
    data: {
      url: 'https://media.example.invalid/3e365380e645.wav',
      separate_url: 'https://media.example.invalid/bfbdc19c5d8d.wav',
    },
  },
];

test('call_started tells begin and answer, provisionally and under ids of their own', () => {
  expect(mapped(started)).toEqual([
    {
      id: `${CALL}/live/started`,
      type: 'call.started',
      subject: CALL,
      time: BEGIN,
      data: { ...startedData, provisional: true },
    },
    {
      id: `${CALL}/live/answered`,
      type: 'call.answered',
      subject: CALL,
      time: BEGIN,
      data: { by: 'agent', provisional: true },
    },
  ]);
});

test('call_ended tells the whole call', () => {
  expect(mapped(ended)).toEqual(wholeCall);
});

test('call_analyzed tells the same under the same ids, and the analysis', () => {
  expect(mapped(analyzed)).toEqual([
    ...wholeCall,
    {
      id: `${CALL}/analyzed`,
      type: 'call.analyzed',
      subject: CALL,
      time: END,
      data: { success: false, sentiment: 'negative', summary: 'Example text.' },
    },
  ]);
});

test('the analysis gives outcome, sentiment and scalars', () => {
  const data = { appointment_booked: true, doctor: 'A', nested: { deep: 1 } };
  const more = changed(analyzed, {
    '/call/call_analysis/custom_analysis_data': data,
    '/call/call_analysis/user_sentiment': 'Unknown',
  });
  expect(ofType(more, 'call.analyzed')[0]?.data).toEqual({
    outcome: 'booked',
    success: false,
    summary: 'Example text.',
    attributes: { appointment_booked: true, doctor: 'A' },
  });
  const voicemail = changed(more, { '/call/call_analysis/in_voicemail': true });
  expect(ofType(voicemail, 'call.analyzed')[0]?.data).toMatchObject({ outcome: 'voicemail' });
  const silent = changed(analyzed, { '/call/call_analysis': {} });
  expect(ofType(silent, 'call.analyzed')).toEqual([]);
});

test.each([
  ['user_hangup', ['caller', undefined, undefined, true]],
  ['agent_hangup', ['agent', undefined, undefined, true]],
  ['voicemail_reached', ['system', 'voicemail', undefined, true]],
  ['inactivity', ['system', undefined, undefined, true]],
  ['dial_no_answer', ['system', undefined, undefined, false]],
  ['dial_busy', ['system', undefined, undefined, false]],
  ['dial_failed', ['system', 'failed', 1, false]],
  ['user_declined', ['caller', undefined, undefined, false]],
  ['error_llm_websocket_open', ['system', 'failed', 1, true]],
  ['telephony_provider_unavailable', ['system', 'failed', 1, false]],
  ['scam_detected', ['system', 'spam', undefined, true]],
  ['new_reason', ['system', undefined, undefined, true]],
])('%s', (reason, expected) => {
  const events = mapped(changed(ended, { '/call/disconnection_reason': reason }));
  const { ended_by, outcome, errors } = events.find(({ type }) => type === 'call.ended')!.data;
  const answered = events.some(({ type }) => type === 'call.answered');
  expect([ended_by, outcome, errors, answered]).toEqual(expected);
});

test('overrides change what a reason means', () => {
  const provider = createRetell({ endReasons: { inactivity: { outcome: 'failed', error: true } } });
  const events = provider.map(changed(ended, { '/call/disconnection_reason': 'inactivity' }), RECEIVED);
  expect(events.find(({ type }) => type === 'call.ended')?.data).toMatchObject({ outcome: 'failed', errors: 1 });
});

test('a hand-over is told', () => {
  const changes = { '/call/disconnection_reason': 'call_transfer', '/call/transfer_destination': '+15550100999' };
  expect(ofType(changed(ended, changes), 'call.transferred')).toEqual([
    {
      id: `${CALL}/transferred`,
      type: 'call.transferred',
      subject: CALL,
      time: END,
      data: { to: '+15550100999', kind: 'human', reason: 'call_transfer' },
    },
  ]);
});

test('a web call has no direction and is inbound', () => {
  const web = changed(ended, {
    '/call/call_type': 'web_call',
    '/call/direction': undefined,
    '/call/to_number': undefined,
    '/call/telephony_identifier': undefined,
    '/call/custom_sip_headers': undefined,
  });
  const { direction, agent, provider } = startedData;
  expect(ofType(web, 'call.started')[0]?.data).toEqual({ direction, channel: 'web', agent, provider });
});

test('a call that did not connect has no times: both are when we heard of it', () => {
  const dialled = changed(ended, {
    '/call/start_timestamp': undefined,
    '/call/end_timestamp': undefined,
    '/call/duration_ms': undefined,
    '/call/latency': undefined,
    '/call/disconnection_reason': 'dial_no_answer',
  });
  expect(mapped(dialled).map(({ type, time }) => [type, time])).toEqual([
    ['call.started', '2025-10-24T09:21:50.000Z'],
    ['call.ended', '2025-10-24T09:21:50.000Z'],
    ['call.recording', '2025-10-24T09:21:50.000Z'],
  ]);
});

test('where only scrubbed recordings are told of, the others are not', () => {
  const scrubbed = createRetell({ scrubbedRecordings: true });
  const told = (value: unknown): unknown[] =>
    scrubbed.map(value, RECEIVED).flatMap(({ type, data }) => (type === 'call.recording' ? [data] : []));
  expect(told(ended)).toEqual([]);
  const url = 'https://media.example.invalid/scrubbed.wav';
  expect(told(changed(ended, { '/call/scrubbed_recording_url': url }))).toEqual([{ url }]);
});

test('other events tell nothing', () => {
  expect(retell.map({ event: 'transcript_updated', call: {} }, RECEIVED)).toEqual([]);
  expect(retell.kind({ event: 'transcript_updated' })).toBe('transcript_updated');
  expect(retell.kind([])).toBe('unknown');
});

test.each([
  [null, '/event'],
  [changed(ended, { '/call/call_id': 12 }), '/call/call_id'],
  [changed(ended, { '/call/direction': 'sideways' }), '/call/direction'],
])('what cannot be mapped names its place (%#)', (value, path) => {
  expect(mappingErrorPath(() => retell.map(value, RECEIVED))).toBe(path);
});
