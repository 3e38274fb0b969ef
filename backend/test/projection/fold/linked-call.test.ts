/* eslint-disable max-lines -- one phone call as its platform and its carrier report it, in every order */
import fc from 'fast-check';
import type { EventType } from '@callsight/contract/events/types';
import { ofType, type Event } from '../../../src/storage/ledger/event.js';
import { foldCall } from '../../../src/projection/fold/call.js';
import { createRetell } from '../../../src/ingest/providers/retell/create-retell.js';
import { createTwilio } from '../../../src/ingest/providers/twilio/create-twilio.js';
import { createVapi } from '../../../src/ingest/providers/vapi/create-vapi.js';
import { admitted } from '../../ingest/providers/admitted.js';
import { changed } from '../../ingest/providers/changed.js';
import { formPayload } from '../../ingest/providers/form-payload.js';
import { payload } from '../../ingest/providers/payload.js';

const RULES = { lostAfter: 4 * 3_600_000_000, attributes: [] };
const LATER = Date.UTC(2030, 0, 1) * 1_000;
const micros = (time: string): number => Date.parse(time) * 1_000;

const fold = (callId: string, events: readonly Event[]) => foldCall('main', callId, events, LATER, RULES);

/** Callbacks of Twilio's about the call that it knows as `sid`, each in `HH:mm:ss` of a day. */
function fromTwilio(sid: string, day: string, told: Readonly<Record<string, string>>, changes: object = {}): Event[] {
  const twilio = createTwilio();
  const callbacks = Object.entries(told).map(([CallStatus, time]) => ({
    ...formPayload('twilio/status-callback.completed.form.txt'),
    CallSid: sid,
    CallStatus,
    Direction: 'inbound',
    Timestamp: new Date(`${day}T${time}Z`).toUTCString().replace('GMT', '+0000'),
    AnsweredBy: '',
    CallDuration: '',
    ...changes,
  }));
  return admitted(
    'twilio',
    callbacks.flatMap((one) => twilio.map(one, 0)),
  );
}

/** Any order of the events gives this row. */
function expectAnyOrder(callId: string, events: readonly Event[]): void {
  const inOrder = fold(callId, events);
  fc.assert(
    fc.property(fc.shuffledSubarray([...events], { minLength: events.length }), (shuffled) => {
      const row = fold(callId, shuffled);
      expect(row?.call).toEqual(inOrder?.call);
      expect(row?.turns).toEqual(inOrder?.turns);
      expect(row?.firstEventAt).toBe(inOrder?.firstEventAt);
    }),
  );
}

describe('a call of Vapi that Twilio carries', () => {
  const CALL = '6832bff8-0109-99d7-6afb-437f9d9be576';
  const SID = 'CA97235e71e15244503ba94d2609ceae78';
  const report = payload('vapi/end-of-call-report.2024-03.inbound-twilio.json');
  const platform = admitted('vapi', createVapi().map(report, 0));
  const carrier = fromTwilio(
    SID,
    '2024-03-19',
    { ringing: '10:29:31', 'in-progress': '10:29:35', completed: '10:30:24' },
    { CallDuration: '49' },
  );

  test('starts with the ringing that Twilio heard, and is answered and ended by what Vapi tells', () => {
    expect(ofType(platform, 'call.started')[0]?.data.provider_call_sid).toBe(SID);
    expect(new Set(carrier.map(({ subject }) => subject))).toEqual(new Set([SID]));
    expect(fold(CALL, [...carrier, ...platform])?.call).toMatchObject({
      call_id: CALL,
      started_at: micros('2024-03-19T10:29:31.000Z'),
      answered_at: micros('2024-03-19T10:29:35.066Z'),
      ended_at: micros('2024-03-19T10:30:23.586Z'),
      last_event_at: micros('2024-03-19T10:30:24.000Z'),
      wait: 4_066_000,
      duration: 48_520_000,
      talk: 48_520_000,
      agent: '940a80c0-88cb-cfb6-fd2c-64d019c3b4b1',
      provider: 'vapi',
      provider_call_sid: SID,
      outcome: 'other',
      ended_by: 'caller',
      end_reason: 'customer-ended-call',
      errors: 0,
    });
  });

  test('is the same in any order', () => {
    expectAnyOrder(CALL, [...carrier, ...platform]);
  });

  test('is as Vapi tells it where Twilio worked its start out from the end', () => {
    // 55 s before the end, and so 6 s before Vapi's start.
    const derived = fromTwilio(SID, '2024-03-19', { completed: '10:30:24' }, { CallDuration: '55' });
    expect(derived.map(({ type, at }) => [type, at])).toEqual([
      ['call.started', micros('2024-03-19T10:29:29.000Z')],
      ['call.answered', micros('2024-03-19T10:29:29.000Z')],
      ['call.ended', micros('2024-03-19T10:30:24.000Z')],
    ]);
    for (const events of [
      [...derived, ...platform],
      [...platform, ...derived],
    ]) {
      expect(fold(CALL, events)?.call).toMatchObject({
        started_at: micros('2024-03-19T10:29:35.066Z'),
        answered_at: micros('2024-03-19T10:29:35.066Z'),
        wait: 0,
        duration: 48_520_000,
      });
    }
  });

  test('ends as Twilio tells where Vapi’s report is lost', () => {
    const [started, answered] = platform;
    expect(fold(CALL, [started!, answered!, ...carrier])?.call).toMatchObject({
      ended_at: micros('2024-03-19T10:30:24.000Z'),
      duration: 48_934_000,
      agent: '940a80c0-88cb-cfb6-fd2c-64d019c3b4b1',
      ended_by: 'system',
      end_reason: 'completed',
      cost: null,
    });
  });

  test('is as Twilio tells as long as Vapi has said nothing', () => {
    expect(fold(SID, carrier)?.call).toMatchObject({
      call_id: SID,
      started_at: micros('2024-03-19T10:29:31.000Z'),
      answered_at: micros('2024-03-19T10:29:35.000Z'),
      ended_at: micros('2024-03-19T10:30:24.000Z'),
      wait: 4_000_000,
      duration: 49_000_000,
      agent: 'unknown',
      provider: 'twilio',
      end_reason: 'completed',
    });
  });
});

describe('a call of Retell that Twilio carries', () => {
  const CALL = 'call_7d4d725e08ee202dded00b067eb';
  const SID = 'CAbc4dda269dfaf7729e1b06b7e6aa9d0f';
  const retell = createRetell();
  const live = admitted('retell', retell.map(payload('retell/call_started.2025-10.json'), 0));
  const analyzed = payload('retell/call_analyzed.2025-10.json');
  const told = admitted('retell', retell.map(analyzed, 0));
  /** Retell tells of this caller only that the number is withheld. */
  const carrier = fromTwilio(
    SID,
    '2025-10-24',
    { ringing: '09:21:05', 'in-progress': '09:21:10', completed: '09:21:47' },
    { CallDuration: '37', From: '+4930123456' },
  );

  test('has start and caller from Twilio; answer, end, cost, agent and analysis from Retell', () => {
    expect(fold(CALL, told)?.call).toMatchObject({ caller: null, country: null });
    expect(fold(CALL, [...told, ...carrier])?.call).toMatchObject({
      started_at: micros('2025-10-24T09:21:05.000Z'),
      answered_at: micros('2025-10-24T09:21:10.702Z'),
      ended_at: micros('2025-10-24T09:21:46.005Z'),
      wait: 5_702_000,
      duration: 35_303_000,
      agent: 'agent_e58c1c09cf64dd3c3d2c0da676',
      agent_version: '42',
      provider: 'retell',
      caller_masked: '+49••••••56',
      country: 'DE',
      region: 'Berlin',
      caller_timezone: 'Europe/Berlin',
      ended_by: 'caller',
      end_reason: 'user_hangup',
      currency: 'USD',
      cost: 45_600_000n,
      success: false,
      sentiment: -1,
      turns: 4,
    });
  });

  test('is the same in any order, announcements included', () => {
    expectAnyOrder(CALL, [...live, ...told, ...carrier]);
    expect(fold(CALL, [...live, ...told, ...carrier])?.call).toEqual(fold(CALL, [...told, ...carrier])?.call);
  });

  test('is under way as both tell, before anybody tells the end', () => {
    const ongoing = fold(CALL, [
      ...live,
      ...fromTwilio(SID, '2025-10-24', { ringing: '09:21:05', 'in-progress': '09:21:10' }),
    ])?.call;
    // Lost, since its end never came: what is known of it stays.
    expect(ongoing).toMatchObject({
      started_at: micros('2025-10-24T09:21:05.000Z'),
      answered_at: micros('2025-10-24T09:21:10.702Z'),
      wait: 5_702_000,
      outcome: 'failed',
      end_reason: 'lost',
      agent: 'agent_e58c1c09cf64dd3c3d2c0da676',
    });
  });

  test('has the caller that Retell knows, where both know one', () => {
    const known = admitted('retell', retell.map(changed(analyzed, { '/call/from_number': '+12125551234' }), 0));
    expect(fold(CALL, [...carrier, ...known])?.call).toMatchObject({ country: 'US', region: 'NY' });
  });
});

describe('what counts of several tellers', () => {
  const OWN = 'call_1';
  const LINKED = 'CA1';
  const T0 = Date.UTC(2025, 5, 10, 9) * 1_000;
  const SECOND = 1_000_000;
  const event = (
    subject: string,
    type: EventType,
    second: number,
    data: Readonly<Record<string, unknown>> = {},
    source = subject === OWN ? 'retell' : 'twilio',
  ): Event =>
    ({
      id: `${subject}/${type}/${second}`,
      source,
      type,
      subject,
      at: T0 + second * SECOND,
      data:
        type === 'call.started'
          ? { direction: 'inbound', agent: { id: subject === OWN ? 'agent' : 'unknown' }, ...data }
          : data,
    }) as Event;
  const end = { ended_by: 'system', reason: 'completed' };
  const times = (events: readonly Event[]) => {
    const call = fold(OWN, events)?.call;
    const seconds = (at: number | null | undefined) => (at == null ? null : (at - T0) / SECOND);
    return [seconds(call?.started_at), seconds(call?.answered_at), seconds(call?.ended_at)];
  };
  const derived = { derived: true };
  const provisional = { provisional: true };

  /** Start, answer and end, in seconds. */
  test.each<[string, [number, number | null, number | null], Event[]]>([
    [
      'the earliest exact start; the platform’s answer and end',
      [0, 5, 60],
      [
        event(LINKED, 'call.started', 0),
        event(OWN, 'call.started', 4),
        event(LINKED, 'call.answered', 3),
        event(OWN, 'call.answered', 5),
        event(OWN, 'call.ended', 60, end),
        event(LINKED, 'call.ended', 61, end),
      ],
    ],
    [
      'the platform’s start where it is the earlier one',
      [0, null, 60],
      [event(OWN, 'call.started', 0), event(LINKED, 'call.started', 4), event(OWN, 'call.ended', 60, end)],
    ],
    [
      'an exact start before a derived one, whoever tells it and whatever the times',
      [4, null, 60],
      [event(LINKED, 'call.started', 0, derived), event(OWN, 'call.started', 4), event(OWN, 'call.ended', 60, end)],
    ],
    [
      'the carrier’s exact start before its own derived one',
      [2, null, 60],
      [
        event(LINKED, 'call.started', 0, derived),
        event(LINKED, 'call.started', 2),
        event(LINKED, 'call.ended', 60, end),
      ],
    ],
    [
      'the carrier’s exact start before the platform’s announcement',
      [2, null, 60],
      [
        event(OWN, 'call.started', 1, provisional),
        event(LINKED, 'call.started', 2),
        event(LINKED, 'call.ended', 60, end),
      ],
    ],
    [
      'the platform’s announcement before what the carrier worked out',
      [4, 5, 60],
      [
        event(LINKED, 'call.started', 0, derived),
        event(OWN, 'call.started', 4, provisional),
        event(LINKED, 'call.answered', 1, derived),
        event(OWN, 'call.answered', 5, provisional),
        event(LINKED, 'call.ended', 60, end),
      ],
    ],
    [
      'the platform’s answer though it is later than the carrier’s, and its end though it is earlier',
      [0, 9, 50],
      [
        event(LINKED, 'call.started', 0),
        event(LINKED, 'call.answered', 2),
        event(OWN, 'call.started', 8),
        event(OWN, 'call.answered', 9),
        event(OWN, 'call.ended', 50, end),
        event(LINKED, 'call.ended', 60, end),
      ],
    ],
    [
      'the carrier’s exact answer before one that it worked out',
      [0, 9, 60],
      [
        event(LINKED, 'call.started', 0),
        event(LINKED, 'call.answered', 8, derived),
        event(LINKED, 'call.answered', 9),
        event(LINKED, 'call.ended', 60, end),
      ],
    ],
    [
      'only what it worked out, where that is all there is',
      [10, 10, 60],
      [
        event(LINKED, 'call.started', 10, derived),
        event(LINKED, 'call.answered', 10, derived),
        event(LINKED, 'call.ended', 60, end),
      ],
    ],
  ])('%s', (_, expected, events) => {
    expect(times(events)).toEqual(expected);
    expectAnyOrder(OWN, events);
  });

  test('without a start from anybody there is no call', () => {
    expect(fold(OWN, [event(LINKED, 'call.answered', 2), event(LINKED, 'call.ended', 9, end)])).toBeUndefined();
  });

  test('agent, provider, queue and direction are the platform’s, what it does not say is the carrier’s', () => {
    const row = fold(OWN, [
      event(LINKED, 'call.started', 0, { provider: 'twilio', channel: 'phone', queue: 'support' }),
      event(OWN, 'call.started', 4, { provider: 'retell', direction: 'outbound', queue: 'sales' }),
    ])?.call;
    expect(row).toMatchObject({
      agent: 'agent',
      provider: 'retell',
      direction: 'outbound',
      queue: 'sales',
      channel: 'phone',
    });
  });

  test('outcome, reason and errors of the end are the platform’s, though the carrier tells others', () => {
    const events = [
      event(OWN, 'call.started', 0),
      event(OWN, 'call.answered', 1),
      event(OWN, 'call.ended', 50, { ended_by: 'agent', reason: 'agent_hangup', outcome: 'booked', errors: 0 }),
      event(LINKED, 'call.ended', 40, { ended_by: 'system', reason: 'failed', outcome: 'failed', errors: 1 }),
    ];
    expect(fold(OWN, events)?.call).toMatchObject({
      outcome: 'booked',
      ended_by: 'agent',
      end_reason: 'agent_hangup',
      errors: 0,
    });
    expectAnyOrder(OWN, events);
  });

  test('an analysis of the platform’s counts, though the carrier’s comes later', () => {
    const base = [event(OWN, 'call.started', 0), event(OWN, 'call.answered', 1), event(OWN, 'call.ended', 50, end)];
    const voicemail = event(LINKED, 'call.analyzed', 99, { outcome: 'voicemail' });
    const booked = event(OWN, 'call.analyzed', 60, { outcome: 'booked', success: true });
    expect(fold(OWN, [...base, voicemail])?.call.outcome).toBe('voicemail');
    expect(fold(OWN, [...base, voicemail, booked])?.call).toMatchObject({ outcome: 'booked', success: true });
    expectAnyOrder(OWN, [...base, voicemail, booked]);
    // Of the platform's own, the last one counts.
    const qualified = event(OWN, 'call.analyzed', 70, { outcome: 'qualified' });
    expect(fold(OWN, [...base, qualified, voicemail, booked])?.call.outcome).toBe('qualified');
  });

  test('what the carrier hears last is when the call was last heard of', () => {
    const events = [event(OWN, 'call.started', 0), event(LINKED, 'call.recording', 90, { url: 'https://x.invalid' })];
    expect(fold(OWN, events)?.call.last_event_at).toBe(T0 + 90 * SECOND);
  });

  test('any order of anything that both may tell gives the same row, and no span of it is negative', () => {
    const kinds = fc.constantFrom<EventType>(
      'call.started',
      'call.answered',
      'call.ended',
      'call.analyzed',
      'call.held',
      'call.resumed',
    );
    const any = fc
      .tuple(
        fc.constantFrom(OWN, LINKED),
        kinds,
        fc.nat(30),
        fc.constantFrom({}, derived, provisional),
        fc.constantFrom('booked', 'failed', undefined),
      )
      .map(([subject, type, second, certainty, outcome]) =>
        event(subject, type, second, {
          ...certainty,
          ...(type === 'call.ended' ? end : {}),
          ...(outcome === undefined ? {} : { outcome }),
        }),
      );
    const set = fc.uniqueArray(any, { selector: ({ id }) => id, minLength: 2, maxLength: 12 });
    let rows = 0;
    fc.assert(
      fc.property(
        set.chain((events) => fc.tuple(fc.constant(events), fc.shuffledSubarray(events, { minLength: events.length }))),
        ([events, shuffled]) => {
          const row = fold(OWN, events)?.call;
          expect(fold(OWN, shuffled)?.call).toEqual(row);
          if (row === undefined) return;
          rows += 1;
          for (const span of [row.wait, row.duration, row.hold, row.talk]) expect(span ?? 0).toBeGreaterThanOrEqual(0);
        },
      ),
      { numRuns: 500 },
    );
    expect(rows).toBeGreaterThan(100);
  });
});
