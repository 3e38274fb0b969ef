import type { EventType, SentData } from '@callsight/contract/events/types';
import fc from 'fast-check';
import { callEvent, type CallEvent } from '../support/events/event.js';

const SECOND = 1_000_000;
const DAY = 86_400 * SECOND;

/** Mostly sensible, now and then missing. */
const mostly = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.option(value, { freq: 9, nil: undefined });
const maybe = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(value, { freq: 2, nil: undefined });

/** Odd microseconds as well as round times that many calls share. */
const offset = (least: number, most: number): fc.Arbitrary<number> =>
  fc.oneof(
    fc.integer({ min: least * SECOND, max: most * SECOND }),
    fc.integer({ min: Math.ceil(least / 900), max: Math.floor(most / 900) }).map((quarter) => quarter * 900 * SECOND),
  );
const soon = (most: number): fc.Arbitrary<number> =>
  fc.oneof(
    fc.integer({ min: 0, max: most * SECOND }),
    fc.integer({ min: 0, max: most }).map((seconds) => seconds * SECOND),
    fc.constantFrom(4_999_000, 5 * SECOND, 20 * SECOND, 20_000_001),
  );

const amount = fc.integer({ min: 0, max: 99_999 }).map((units) => (units / 10_000).toFixed(4));
const milliseconds = fc.integer({ min: 0, max: 30_000 }).map((tenths) => tenths / 10);

const phone = fc.constantFrom('+4930901820', '+442079460000', '+14155550100', 'anonymous');

const started = fc.record(
  {
    direction: fc.constantFrom('inbound', 'inbound', 'inbound', 'outbound'),
    from: phone,
    to: phone,
    agent: fc.record(
      { id: fc.constantFrom('anna', 'ben', 'cleo'), version: fc.constantFrom('1', '2') },
      { requiredKeys: ['id'] },
    ),
    queue: fc.constantFrom('sales', 'help'),
    attribution: fc.record(
      { source: fc.constantFrom('web', 'radio'), campaign: fc.constant('may') },
      { requiredKeys: [] },
    ),
  },
  { requiredKeys: ['direction', 'agent'] },
) as fc.Arbitrary<SentData<'call.started'>>;

const cost = fc.record(
  {
    total: amount,
    currency: fc.constantFrom('EUR', 'EUR', 'USD', 'JPY'),
    components: fc.record(
      { telephony: amount, llm: amount, tts: amount, asr: amount, platform: amount },
      { requiredKeys: [] },
    ),
  },
  { requiredKeys: ['total', 'currency'] },
);

const ended = fc.record(
  {
    ended_by: fc.constantFrom('caller', 'caller', 'agent', 'system'),
    reason: fc.constantFrom('hangup', 'error'),
    outcome: fc.constantFrom('booked', 'voicemail', 'spam'),
    cost,
    errors: fc.oneof(fc.integer({ min: 0, max: 3 }), fc.constant(['a', 'b'])),
    after_call_work_ms: milliseconds,
  },
  { requiredKeys: ['ended_by'] },
) as fc.Arbitrary<SentData<'call.ended'>>;

const analyzed = fc.record(
  {
    outcome: fc.constantFrom('qualified', 'information'),
    success: fc.boolean(),
    sentiment: fc.oneof(fc.constantFrom('positive', 'neutral', 'negative'), fc.constantFrom(-0.75, 0.1, 0.3333)),
  },
  { requiredKeys: [] },
) as fc.Arbitrary<SentData<'call.analyzed'>>;

const turn = fc.record({
  after: soon(120),
  data: fc.record(
    {
      index: fc.integer({ min: 0, max: 5 }),
      latency_ms: fc.record(
        { e2e: milliseconds, asr: milliseconds, llm: milliseconds, tts: milliseconds, endpointing: milliseconds },
        { requiredKeys: [] },
      ),
      interrupted: fc.boolean(),
      silence_ms: milliseconds,
    },
    { requiredKeys: ['index', 'latency_ms'] },
  ),
});

const seconds = fc.integer({ min: 0, max: 3_000 }).map((tenths) => tenths / 10);

/** What the sound of a recording says, with one channel or two. */
const recording = fc.record(
  {
    channels: fc.constantFrom(1, 2),
    analysis: fc.record(
      {
        duration_s: seconds,
        talk_s: fc.record({ agent: seconds, caller: seconds }),
        silence_s: seconds,
        overlap_s: seconds,
        interruptions: fc.integer({ min: 0, max: 9 }),
      },
      { requiredKeys: [] },
    ),
  },
  { requiredKeys: [] },
) as fc.Arbitrary<SentData<'call.recording'>>;

const randomCall = fc.record({
  start: offset(-2 * 86_400, 3 * 86_400),
  started: fc.option(started, { freq: 15, nil: undefined }),
  answered: maybe(soon(60)),
  ended: mostly(fc.record({ after: fc.oneof(soon(90), soon(7_200), soon(200_000)), data: ended })),
  holds: fc.array(fc.record({ after: soon(300), length: mostly(soon(90)) }), { maxLength: 2 }),
  transfers: fc.array(fc.constantFrom('human', 'agent', 'external'), { maxLength: 1 }),
  turns: fc.array(turn, { maxLength: 4 }),
  analyses: fc.array(fc.record({ after: soon(3_600), data: analyzed }), { maxLength: 2 }),
  recordings: fc.array(fc.record({ after: soon(3_600), data: recording }), { maxLength: 3 }),
  /** A second, different telling of the start, the answer or the end. */
  again: maybe(fc.record({ what: fc.constantFrom('start', 'answer', 'end'), after: soon(60), data: ended, started })),
});
type RandomCall = ReturnType<typeof randomCall.generate>['value_'];

const both = <T>(value: T | undefined, then: (value: T) => CallEvent[]): CallEvent[] =>
  value === undefined ? [] : then(value);

/** Events of a random call, with ids that say nothing about their order. */
function eventsOf(call: RandomCall, id: string, anchor: number): CallEvent[] {
  let place = 0;
  const start = anchor + call.start;
  const event = <T extends EventType>(type: T, after: number, data: SentData<T>): CallEvent => {
    place += 1;
    return callEvent(type, id, start + after, data, `${String((place * 7) % 31).padStart(2, '0')}-${id}`);
  };
  return [
    ...both(call.started, (data) => [event('call.started', 0, data)]),
    ...both(call.answered, (after) => [event('call.answered', after, {})]),
    ...both(call.ended, ({ after, data }) => [event('call.ended', after, data)]),
    ...call.holds.flatMap(({ after, length }) => [
      event('call.held', after, {}),
      ...both(length, (span) => [event('call.resumed', after + span, {})]),
    ]),
    ...call.transfers.map((kind) => event('call.transferred', 30 * SECOND, { kind })),
    ...call.turns.map(({ after, data }) => event('call.turn', after, data)),
    ...call.analyses.map(({ after, data }) => event('call.analyzed', after, data)),
    ...call.recordings.map(({ after, data }) => event('call.recording', after, data)),
    ...both(call.again, ({ what, after, data, started: other }) => [
      what === 'end'
        ? event('call.ended', after, data)
        : what === 'answer'
          ? event('call.answered', after, {})
          : event('call.started', after, other),
    ]),
  ];
}

/** Events of up to so many random calls around an instant (epoch microseconds). */
export const randomEvents = (anchor: number, most = 16): fc.Arbitrary<CallEvent[]> =>
  fc
    .array(randomCall, { minLength: 1, maxLength: most })
    .map((calls) => calls.flatMap((call, index) => eventsOf(call, `c${index}`, anchor)))
    .filter((events) => events.length > 0);

/** Days around which clocks are changed, and the zones in which they are. */
export const ANCHORS = [
  { zone: 'UTC', anchor: Date.UTC(2026, 4, 31, 22) * 1_000 },
  { zone: 'Europe/Berlin', anchor: Date.UTC(2026, 2, 28, 23) * 1_000 },
  { zone: 'Europe/Berlin', anchor: Date.UTC(2025, 9, 25, 22) * 1_000 },
  { zone: 'America/Sao_Paulo', anchor: Date.UTC(2018, 10, 4, 3) * 1_000 },
  { zone: 'America/Sao_Paulo', anchor: Date.UTC(2019, 1, 17, 2) * 1_000 },
  { zone: 'Asia/Kolkata', anchor: Date.UTC(2026, 0, 31, 18, 30) * 1_000 },
  { zone: 'Australia/Lord_Howe', anchor: Date.UTC(2025, 9, 4, 15, 30) * 1_000 },
] as const;

/** A range around an anchor, on round times and on odd ones. */
export const randomRange = (anchor: number): fc.Arbitrary<{ from: number; to: number }> =>
  fc
    .record({
      from: fc.oneof(
        fc.integer({ min: -48, max: 24 }).map((hours) => hours * 3_600_000),
        fc.integer({ min: (-2 * DAY) / 1_000, max: 0 }),
      ),
      length: fc.oneof(
        fc.integer({ min: 1, max: 96 }).map((hours) => hours * 3_600_000),
        fc.integer({ min: 1, max: (3 * DAY) / 1_000 }),
      ),
    })
    .map(({ from, length }) => ({ from: anchor + from * 1_000, to: anchor + (from + length) * 1_000 }));
