/* eslint-disable max-lines -- every callback of one platform, with the payloads beside the expectations */
import fc from 'fast-check';
import { foldCall } from '../../../src/projection/fold/call.js';
import { createTwilio } from '../../../src/ingest/providers/twilio/create-twilio.js';
import { admitted } from './admitted.js';
import { changed } from './changed.js';
import { contractErrors } from './contract-errors.js';
import { facts } from './facts.js';
import { formPayload } from './form-payload.js';
import { mappingErrorPath } from './mapping-error-path.js';

const RECEIVED = Date.parse('2018-03-25T09:53:20.123Z');
const twilio = createTwilio();
const CALL = 'CAb262c1fc05281c5c3524b3165f05e3fb';
const END = '2018-03-25T09:53:19.000Z';
/** 49 s, the `CallDuration`, before the end. */
const ANSWER = '2018-03-25T09:52:30.000Z';
const completed = formPayload('twilio/status-callback.completed.form.txt');
const recording = formPayload('twilio/recording-status-callback.completed.form.txt');

const mapped = (value: unknown, provider = twilio) => {
  const events = provider.map(value, RECEIVED);
  expect(contractErrors(events)).toEqual([]);
  return facts(events);
};
const callback = (changes: Readonly<Record<string, unknown>>): unknown =>
  changed(completed, Object.fromEntries(Object.entries(changes).map(([name, value]) => [`/${name}`, value])));
const told = (value: unknown) =>
  mapped(value).map(({ id, type, time, data }) => [id.slice(CALL.length + 1), type, time, data]);
const fold = (...callbacks: unknown[]) =>
  foldCall(
    'main',
    CALL,
    admitted(
      'twilio',
      callbacks.flatMap((one) => mapped(one)),
    ),
    Date.parse(END) * 1_000,
    { lostAfter: 4 * 3_600_000_000, attributes: [] },
  )?.call;

const startedData = {
  direction: 'outbound',
  channel: 'phone',
  from: '+15550100123',
  to: '+15550100123',
  agent: { id: 'unknown' },
  provider: 'twilio',
};
const derivedStart = { ...startedData, derived: true };

describe('the recorded status callback', () => {
  test('tells start, answer and end', () => {
    expect(mapped(completed)).toEqual([
      { id: `${CALL}/completed/started`, type: 'call.started', subject: CALL, time: ANSWER, data: derivedStart },
      {
        id: `${CALL}/completed/answered`,
        type: 'call.answered',
        subject: CALL,
        time: ANSWER,
        data: { by: 'human', derived: true },
      },
      {
        id: `${CALL}/ended`,
        type: 'call.ended',
        subject: CALL,
        time: END,
        data: { ended_by: 'system', reason: 'completed' },
      },
    ]);
    expect(twilio.kind(completed)).toBe('call.completed');
  });

  test('is mapped alike whenever it arrives, and as it is stored', () => {
    expect(twilio.map(completed, RECEIVED + 3_600_000)).toEqual(twilio.map(completed, RECEIVED));
    expect(twilio.map(twilio.redact(completed), RECEIVED)).toEqual(twilio.map(completed, RECEIVED));
  });

  test('is read from its form as it is', () => {
    const body = Buffer.from(new URLSearchParams(completed).toString());
    expect(twilio.parse(body)).toEqual(completed);
    expect(twilio.parse(Buffer.from(JSON.stringify(completed)))).toEqual(completed);
  });

  test('folds into a call of 49 s', () => {
    expect(fold(completed)).toMatchObject({
      call_id: CALL,
      started_at: Date.parse(ANSWER) * 1_000,
      answered_at: Date.parse(ANSWER) * 1_000,
      ended_at: Date.parse(END) * 1_000,
      wait: 0,
      duration: 49_000_000,
      talk: 49_000_000,
      direction: 'outbound',
      channel: 'phone',
      outcome: 'other',
      ended_by: 'system',
      end_reason: 'completed',
      provider: 'twilio',
    });
  });
});

describe('the recorded recording callback', () => {
  const SID = 'RE74bf8921bc48bfc2c2f26b341d2f7934';
  const OF = 'CAf71e0da560f1af3843fb8a02ae2f55fd';
  const whole = {
    id: `${OF}/recording/${SID}`,
    type: 'call.recording',
    subject: OF,
    // Begun 06:59:25, 3 s long.
    time: '2021-07-29T06:59:28.000Z',
    data: {
      recording_id: SID,
      url: 'https://media.example.invalid/63ebacbf7d53.wav',
      duration_ms: 3_000,
      channels: 1,
    },
  };
  const after = (changes: Readonly<Record<string, unknown>>) => mapped(changed(recording, changes));

  test('tells the recording', () => {
    expect(mapped(recording)).toEqual([whole]);
    expect(twilio.kind(recording)).toBe('recording.completed');
  });

  test.each(['in-progress', 'absent', 'failed', 'paused', ''])('tells nothing while it is "%s"', (status) => {
    expect(after({ '/RecordingStatus': status })).toEqual([]);
  });

  test('has no length where Twilio knows none', () => {
    expect(after({ '/RecordingDuration': '-1' })).toEqual([
      {
        ...whole,
        time: '2021-07-29T06:59:25.000Z',
        data: { recording_id: SID, url: 'https://media.example.invalid/63ebacbf7d53.wav', channels: 1 },
      },
    ]);
    expect(after({ '/RecordingDuration': undefined })[0]?.data['duration_ms']).toBeUndefined();
    expect(after({ '/RecordingDuration': '0' })[0]?.data['duration_ms']).toBe(0);
  });

  test('is told, though it is longer than the contract has a length for', () => {
    expect(after({ '/RecordingDuration': '86400' })[0]?.data['duration_ms']).toBe(86_400_000);
    expect(after({ '/RecordingDuration': '86401' })).toHaveLength(1);
  });

  test('is told when it came where Twilio tells no begin', () => {
    expect(after({ '/RecordingStartTime': undefined })).toEqual([{ ...whole, time: new Date(RECEIVED).toISOString() }]);
  });

  test.each([
    ['2', 2],
    ['16', 16],
    ['0', undefined],
    ['17', undefined],
    ['dual', undefined],
    ['', undefined],
  ])('has %s channels: %s', (channels, expected) => {
    expect(after({ '/RecordingChannels': channels })[0]?.data['channels']).toBe(expected);
  });

  test.each([
    ['https://api.example.invalid/RE1', 'https://api.example.invalid/RE1.wav'],
    ['https://api.example.invalid/RE1.wav', 'https://api.example.invalid/RE1.wav'],
    ['https://api.example.invalid/RE1.mp3', 'https://api.example.invalid/RE1.wav'],
    ['file:///etc/passwd', undefined],
    ['RE1', undefined],
    ['', undefined],
  ])('is fetched, for %s, from %s', (url, expected) => {
    expect(after({ '/RecordingUrl': url })[0]?.data['url']).toBe(expected);
  });

  test('of another recording of the same call has another id', () => {
    const [first] = mapped(recording);
    const [second] = after({ '/RecordingSid': 'RE00000000000000000000000000000002' });
    expect(second?.id).toBe(`${OF}/recording/RE00000000000000000000000000000002`);
    expect(second?.id).not.toBe(first?.id);
  });
});

describe('each status', () => {
  const at = (status: string, direction: string) => ({
    CallStatus: status,
    Direction: direction,
    // Comes with the final callback alone.
    CallDuration: status === 'completed' ? '49' : undefined,
    Duration: undefined,
    AnsweredBy: undefined,
  });
  const ended = (because: object) => ['ended', 'call.ended', END, because];

  test.each(['inbound', 'outbound-api'])('before the answer, %s', (direction) => {
    const data = { ...startedData, direction: direction === 'inbound' ? 'inbound' : 'outbound' };
    for (const status of ['queued', 'initiated', 'ringing']) {
      expect(told(callback(at(status, direction)))).toEqual([[`${status}/started`, 'call.started', END, data]]);
    }
  });

  test.each(['inbound', 'outbound-api'])('in-progress, %s', (direction) => {
    const data = { ...derivedStart, direction: direction === 'inbound' ? 'inbound' : 'outbound' };
    expect(told(callback(at('in-progress', direction)))).toEqual([
      ['in-progress/started', 'call.started', END, data],
      ['in-progress/answered', 'call.answered', END, {}],
    ]);
  });

  test.each(['inbound', 'outbound-api'])('completed, %s', (direction) => {
    const data = { ...derivedStart, direction: direction === 'inbound' ? 'inbound' : 'outbound' };
    expect(told(callback(at('completed', direction)))).toEqual([
      ['completed/started', 'call.started', ANSWER, data],
      ['completed/answered', 'call.answered', ANSWER, { derived: true }],
      ended({ ended_by: 'system', reason: 'completed' }),
    ]);
  });

  test.each([
    ['busy', 'inbound', { ended_by: 'system', reason: 'busy' }],
    ['busy', 'outbound', { ended_by: 'system', reason: 'busy' }],
    ['no-answer', 'inbound', { ended_by: 'caller', reason: 'no-answer' }],
    ['no-answer', 'outbound', { ended_by: 'system', reason: 'no-answer' }],
    ['canceled', 'inbound', { ended_by: 'caller', reason: 'canceled' }],
    ['canceled', 'outbound', { ended_by: 'system', reason: 'canceled' }],
    ['failed', 'inbound', { ended_by: 'system', reason: 'failed', outcome: 'failed', errors: 1 }],
    ['failed', 'outbound', { ended_by: 'system', reason: 'failed', outcome: 'failed', errors: 1 }],
  ])('%s, %s: nobody was connected', (status, direction, because) => {
    const from = direction === 'inbound' ? 'inbound' : 'outbound-api';
    for (const CallDuration of [undefined, '0', '7']) {
      expect(told(callback({ ...at(status, from), CallDuration }))).toEqual([
        [`${status}/started`, 'call.started', END, { ...derivedStart, direction }],
        ended(because),
      ]);
    }
  });

  test.each([
    ['busy', 'inbound', 'no_answer', 0],
    ['busy', 'outbound-api', 'no_answer', 0],
    ['no-answer', 'inbound', 'abandoned', 0],
    ['no-answer', 'outbound-api', 'no_answer', 0],
    ['canceled', 'inbound', 'abandoned', 0],
    ['canceled', 'outbound-api', 'no_answer', 0],
    ['failed', 'inbound', 'failed', 1],
    ['failed', 'outbound-api', 'failed', 1],
  ])('%s, %s, after 8 s of ringing has the outcome %s', (status, direction, outcome, errors) => {
    const ringing = callback({ ...at('ringing', direction), Timestamp: 'Sun, 25 Mar 2018 09:53:11 +0000' });
    expect(fold(ringing, callback(at(status, direction)))).toMatchObject({
      started_at: Date.parse('2018-03-25T09:53:11Z') * 1_000,
      answered_at: null,
      wait: 8_000_000,
      duration: null,
      outcome,
      errors,
    });
  });

  test('that is new tells nothing', () => {
    expect(mapped(callback({ CallStatus: 'on-hold' }))).toEqual([]);
  });

  test.each([
    ['inbound', 'inbound'],
    ['trunking-originating', 'inbound'],
    ['outbound-api', 'outbound'],
    ['outbound-dial', 'outbound'],
    ['trunking-terminating', 'outbound'],
  ])('of a call that is %s tells an %s one', (direction, expected) => {
    expect(mapped(callback({ Direction: direction }))[0]?.data['direction']).toBe(expected);
  });
});

describe('durations and times', () => {
  test('`Duration` is minutes rounded up, and ignored', () => {
    for (const Duration of [undefined, '2', '49', 'x']) expect(told(callback({ Duration }))).toEqual(told(completed));
    const [started, ...others] = told(callback({ CallDuration: undefined, Duration: '1' }));
    expect(started?.[2]).toBe(END);
    expect(others.map(([id]) => id)).toEqual(['ended']);
  });

  test('a call of less than a second was answered', () => {
    expect(told(callback({ CallDuration: '0' }))).toEqual([
      ['completed/started', 'call.started', END, derivedStart],
      ['completed/answered', 'call.answered', END, { by: 'human', derived: true }],
      ['ended', 'call.ended', END, { ended_by: 'system', reason: 'completed' }],
    ]);
    expect(fold(callback({ CallDuration: '0' }))).toMatchObject({ wait: 0, duration: 0, outcome: 'other' });
  });

  test('without `CallDuration` nobody knows when it was answered, unless in-progress said so', () => {
    const bare = callback({ CallDuration: undefined });
    expect(told(bare).map(([id]) => id)).toEqual(['completed/started', 'ended']);
    const answered = callback({ CallStatus: 'in-progress', Timestamp: 'Sun, 25 Mar 2018 09:53:00 +0000' });
    expect(fold(bare, answered)).toMatchObject({ duration: 19_000_000 });
  });

  test('without `Timestamp` it is as late as it came', () => {
    const times = told(callback({ Timestamp: undefined })).map(([, , time]) => time);
    expect(times).toEqual(['2018-03-25T09:52:31.123Z', '2018-03-25T09:52:31.123Z', '2018-03-25T09:53:20.123Z']);
    expect(told(callback({ CallStatus: 'ringing', Timestamp: '' }))[0]?.[2]).toBe('2018-03-25T09:53:20.123Z');
  });

  test.each([
    ['Sun, 25 Mar 2018 11:53:19 +0200', END],
    ['Sun, 25 Mar 2018 02:53:19 -0700', END],
    ['25 Mar 2018 09:53:19 +0000', END],
    ['Sun, 25 Mar 2018 09:53:19 GMT', END],
    ['Sun, 4 Mar 2018 09:53:19 +0000', '2018-03-04T09:53:19.000Z'],
    ['Sun, 04 Mar 2018 09:53:19 +0000', '2018-03-04T09:53:19.000Z'],
  ])('%s is %s', (Timestamp, expected) => {
    expect(told(callback({ Timestamp })).at(-1)?.[2]).toBe(expected);
  });

  /** Where a delivery is warned of; what has no time then happened when it came. */
  const warned = (value: unknown): string[] => {
    const paths = new Set<string>();
    twilio.map(value, RECEIVED, ({ path }) => paths.add(path));
    return [...paths];
  };

  test.each(['yesterday', '1521971599', 'Sun, 45 Mar 2018 09:53:19 +0000'])('%s is no time', (Timestamp) => {
    expect(warned(callback({ Timestamp }))).toEqual(['/Timestamp']);
    expect(told(callback({ Timestamp })).at(-1)?.[2]).toBe(new Date(RECEIVED).toISOString());
  });

  /** No call of ours took place then; of other platforms such times are refused alike. */
  test.each(['Sun, 25 Mar 1018 09:53:19 +0000', 'Fri, 31 Dec 9999 23:59:59 +0000'])(
    '%s is no time of a call',
    (time) => {
      expect(warned(callback({ Timestamp: time }))).toEqual(['/Timestamp']);
      expect(warned(changed(recording, { '/RecordingStartTime': time }))).toEqual(['/RecordingStartTime']);
    },
  );
});

describe('who took the call', () => {
  const answeredBy = (value: unknown) => mapped(value).find(({ type }) => type === 'call.answered')?.data['by'];
  const outcome = (value: unknown) => mapped(value).find(({ type }) => type === 'call.ended')?.data['outcome'];

  test.each([
    ['human', 'human', undefined],
    ['machine_start', 'machine', 'voicemail'],
    ['machine_end_beep', 'machine', 'voicemail'],
    ['machine_end_silence', 'machine', 'voicemail'],
    ['machine_end_other', 'machine', 'voicemail'],
    ['fax', 'machine', undefined],
    ['unknown', undefined, undefined],
    ['', undefined, undefined],
    [undefined, undefined, undefined],
  ])('AnsweredBy=%s of a call that was made: %s, outcome %s', (AnsweredBy, by, ending) => {
    const value = callback({ AnsweredBy });
    expect([answeredBy(value), outcome(value)]).toEqual([by, ending]);
    expect(answeredBy(callback({ AnsweredBy, CallStatus: 'in-progress' }))).toBe(by);
  });

  test('nobody reached a voicemail that was never connected, or by calling in', () => {
    expect(outcome(callback({ AnsweredBy: 'machine_start', CallStatus: 'no-answer' }))).toBeUndefined();
    expect(outcome(callback({ AnsweredBy: 'machine_start', Direction: 'inbound' }))).toBeUndefined();
  });

  test('is told by detection beside the call as well', () => {
    const detection = (AnsweredBy: string) => ({
      CallSid: CALL,
      AccountSid: 'AC1',
      AnsweredBy,
      MachineDetectionDuration: '4200',
    });
    for (const by of ['machine_start', 'machine_end_beep', 'machine_end_silence', 'machine_end_other']) {
      expect(mapped(detection(by))).toEqual([
        {
          id: `${CALL}/machine`,
          type: 'call.analyzed',
          subject: CALL,
          time: new Date(RECEIVED).toISOString(),
          data: { outcome: 'voicemail' },
        },
      ]);
    }
    for (const by of ['human', 'fax', 'unknown', '']) expect(mapped(detection(by))).toEqual([]);
    expect(twilio.kind(detection('human'))).toBe('machine-detection');
    const plain = callback({ AnsweredBy: undefined });
    expect(fold(plain)?.outcome).toBe('other');
    expect(fold(plain, detection('machine_start'))?.outcome).toBe('voicemail');
    expect(fold(detection('machine_start'), plain)?.outcome).toBe('voicemail');
    expect(fold(detection('machine_start'))).toBeUndefined();
  });
});

describe('the sides of the call', () => {
  test.each(['anonymous', 'Anonymous', 'RESTRICTED', 'unknown', 'Unavailable', ''])(
    'a caller who is "%s" is nobody',
    (From) => {
      const value = callback({ Direction: 'inbound', From, Caller: From });
      const { from: _from, ...others } = { ...derivedStart, direction: 'inbound' };
      expect(mapped(value)[0]?.data).toEqual(others);
      expect(fold(value)).toMatchObject({ caller: null, caller_masked: null, country: null });
    },
  );

  test('a number in place of a withheld one is nobody in the row', () => {
    expect(fold(callback({ Direction: 'inbound', From: '+266696687' }))).toMatchObject({ caller: null });
  });

  test.each([
    ['client:alice', '+15550100123', 'web'],
    ['+15550100123', 'client:alice', 'web'],
    ['sip:alice@example.invalid', '+15550100123', 'phone'],
    ['client', '+15550100123', 'phone'],
  ])('from %s to %s is %s', (From, To, channel) => {
    expect(mapped(callback({ From, To }))[0]?.data).toEqual({ ...derivedStart, channel, from: From, to: To });
  });

  test('a queue has its name', () => {
    expect(mapped(callback({ QueueName: 'support' }))[0]?.data).toEqual({ ...derivedStart, queue: 'support' });
  });
});

describe('a leg that was dialled out of a call', () => {
  const ParentCallSid = 'CA00000000000000000000000000000001';

  test('tells nothing, whatever its status', () => {
    for (const CallStatus of ['initiated', 'ringing', 'in-progress', 'completed', 'busy', 'no-answer', 'failed']) {
      const leg = callback({ CallStatus, ParentCallSid, Direction: 'outbound-dial' });
      expect(mapped(leg)).toEqual([]);
      expect(twilio.kind(leg)).toBe(`leg.${CallStatus}`);
    }
  });

  test('is none when it names no parent', () => {
    expect(told(callback({ ParentCallSid: '' }))).toEqual(told(completed));
  });
});

describe('what statuses mean', () => {
  test('can be set', () => {
    const own = createTwilio({
      endReasons: { canceled: { outcome: 'spam' }, 'no-*': { endedBy: 'agent' }, completed: { endedBy: 'caller' } },
    });
    const end = (CallStatus: string) =>
      mapped(callback({ CallStatus, AnsweredBy: undefined }), own).find(({ type }) => type === 'call.ended')?.data;
    expect(end('canceled')).toEqual({ ended_by: 'system', reason: 'canceled', outcome: 'spam' });
    expect(end('no-answer')).toEqual({ ended_by: 'agent', reason: 'no-answer' });
    expect(end('completed')).toEqual({ ended_by: 'caller', reason: 'completed' });
    expect(end('busy')).toEqual({ ended_by: 'system', reason: 'busy' });
  });

  test('can be that somebody was connected', () => {
    const own = createTwilio({ endReasons: { canceled: { connected: true }, completed: { connected: false } } });
    const types = (CallStatus: string) => mapped(callback({ CallStatus }), own).map(({ type }) => type);
    expect(types('canceled')).toEqual(['call.started', 'call.answered', 'call.ended']);
    expect(types('completed')).toEqual(['call.started', 'call.ended']);
  });

  test('are refused where they make no sense', () => {
    expect(() => createTwilio({ endReasons: { busy: { outcome: 'lovely' as 'other' } } })).toThrow('endReasons');
  });
});

test.each([
  {},
  { CallSid: CALL, AccountSid: 'AC1' },
  { CallSid: CALL, SpeechResult: 'Hello.' },
  { MessageSid: 'SM1', MessageStatus: 'delivered' },
  { CallSid: CALL, AnsweredBy: 'human' },
])('an unknown callback tells nothing: %j', (value) => {
  expect(mapped(value)).toEqual([]);
  expect(twilio.kind(value)).toBe('unknown');
});

test.each([
  ['text', ''],
  [callback({ CallSid: undefined }), '/CallSid'],
  [callback({ CallSid: 'x'.repeat(201) }), '/CallSid'],
  [callback({ CallSid: ['CA1', 'CA2'] }), '/CallSid'],
  [callback({ CallStatus: '' }), '/CallStatus'],
  [callback({ CallStatus: ['completed', 'busy'] }), '/CallStatus'],
  [callback({ Direction: undefined }), '/Direction'],
  [callback({ Direction: 'sideways' }), '/Direction'],
  [changed(recording, { '/CallSid': undefined }), '/CallSid'],
])('what cannot be mapped names its place (%#)', (value, path) => {
  expect(mappingErrorPath(() => twilio.map(value, RECEIVED))).toBe(path);
});

describe('callbacks that are lost, repeated and out of order', () => {
  const T0 = Date.UTC(2025, 5, 10, 9);
  const rfc2822 = (ms: number): string => new Date(ms).toUTCString().replace('GMT', '+0000');
  const scene = fc.record({
    wait: fc.integer({ min: 1, max: 120 }),
    talk: fc.integer({ min: 0, max: 3_600 }),
    isInbound: fc.boolean(),
    heard: fc.record({ initiated: fc.boolean(), ringing: fc.boolean(), 'in-progress': fc.boolean() }),
    order: fc.infiniteStream(fc.nat(1_000)),
    repeats: fc.nat(3),
  });

  test('make one row, with the duration that Twilio tells and the wait that it shows', () => {
    fc.assert(
      fc.property(scene, ({ wait, talk, isInbound, heard, order, repeats }) => {
        const Direction = isInbound ? 'inbound' : 'outbound-api';
        const answer = T0 + wait * 1_000;
        const end = answer + talk * 1_000;
        // An inbound call is told from its ringing on; one that is made is initiated 1 s before.
        const all: [string, number][] = [
          ['initiated', T0 - 1_000],
          ['ringing', T0],
          ['in-progress', answer],
          ['completed', end],
        ];
        const isHeard = (status: string): boolean =>
          status === 'completed' || (heard[status as 'ringing'] && !(isInbound && status === 'initiated'));
        const sent = all
          .filter(([status]) => isHeard(status))
          .map(([CallStatus, at]) =>
            callback({
              CallStatus,
              Direction,
              Timestamp: rfc2822(at),
              AnsweredBy: undefined,
              CallDuration: CallStatus === 'completed' ? String(talk) : undefined,
            }),
          );
        const shuffled = [...sent, ...sent.slice(0, repeats)]
          .map((one) => [order.next().value, one] as const)
          .sort(([a], [b]) => a - b)
          .map(([, one]) => one);
        const events = admitted(
          'twilio',
          shuffled.flatMap((one) => twilio.map(one, RECEIVED)),
        );
        const row = foldCall('main', CALL, events, end * 1_000, { lostAfter: 1, attributes: [] })?.call;
        const begin = all.find(([status]) => isHeard(status) && status !== 'in-progress' && status !== 'completed');
        expect(new Set(events.map(({ subject }) => subject))).toEqual(new Set([CALL]));
        expect(row).toMatchObject({
          call_id: CALL,
          direction: isInbound ? 'inbound' : 'outbound',
          answered_at: answer * 1_000,
          ended_at: end * 1_000,
          duration: talk * 1_000_000,
          // Without any callback before the answer, the start is the answer.
          wait: begin === undefined ? 0 : answer * 1_000 - begin[1] * 1_000,
          outcome: 'other',
        });
      }),
      { numRuns: 500 },
    );
  });

  test('of which in-progress is there count as it says, not as rounded seconds do', () => {
    const ringing = callback({ CallStatus: 'ringing', Timestamp: 'Sun, 25 Mar 2018 09:52:00 +0000' });
    const answered = callback({ CallStatus: 'in-progress', Timestamp: 'Sun, 25 Mar 2018 09:52:29 +0000' });
    const exact = { wait: 29_000_000, duration: 50_000_000 };
    expect(fold(ringing, answered, completed)).toMatchObject(exact);
    expect(fold(completed, answered, ringing)).toMatchObject(exact);
    expect(fold(completed, ringing)).toMatchObject({ wait: 30_000_000, duration: 49_000_000 });
  });
});
