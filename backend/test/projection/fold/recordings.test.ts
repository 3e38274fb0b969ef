import type { SentData } from '@callsight/contract/events/types';
import fc from 'fast-check';
import { admit } from '../../../src/ingest/events/admission.js';
import { CallerIdentities } from '../../../src/ingest/callers/caller.js';
import type { Event } from '../../../src/storage/ledger/event.js';
import { foldCall } from '../../../src/projection/fold/call.js';
import { unfoldCall } from '../../../src/projection/fold/unfold.js';
import type { CallRow } from '../../../src/projection/fold/call-row.js';
import { callEvent, type CallEvent } from '../../support/events/event.js';
import { phoneCall, type PhoneCall } from '../../support/events/call.js';

const START = Date.parse('2026-05-05T10:00:00Z');
const NOW = START + 3_600_000;
const RULES = { lostAfter: 4 * 3_600_000_000, attributes: [] };
const identities = new CallerIdentities({ secret: 'tests', keepNumbers: false });

const admitted = (offered: CallEvent): Event => {
  const verdict = admit(offered, NOW, { clockSkewMs: 0, attributes: [], identities });
  if (!('event' in verdict)) throw new Error(JSON.stringify(verdict));
  return verdict.event;
};

type Recording = SentData<'call.recording'>;

/** A recording that became known so many seconds after the start. */
const recording = (after: number, data: Recording, id = `r${after}`): CallEvent =>
  callEvent('call.recording', 'c', (START + after * 1_000) * 1_000, data, id);

const CALL: PhoneCall = { id: 'c', start: '2026-05-05T10:00:00Z', answered: 2, ended: 62 };

function rowOf(call: PhoneCall, ...recordings: readonly CallEvent[]): CallRow {
  const folded = foldCall('main', 'c', [...phoneCall(call), ...recordings].map(admitted), NOW * 1_000, RULES);
  return folded!.call;
}

const heardIn = (call: PhoneCall, ...recordings: readonly CallEvent[]) => {
  const { talk_ratio, overlap, silence, interruptions } = rowOf(call, ...recordings);
  return { talk_ratio, overlap, silence, interruptions };
};

const STEREO: Recording = {
  channels: 2,
  analysis: { duration_s: 60, talk_s: { agent: 30, caller: 10 }, silence_s: 21.5, overlap_s: 1.25, interruptions: 2 },
};
const MONO: Recording = { channels: 1, analysis: { duration_s: 60, silence_s: 19 } };

const FROM_STEREO = { talk_ratio: 0.75, overlap: 1_250_000, silence: 21_500_000, interruptions: 2 };
const NOTHING = { talk_ratio: null, overlap: null, silence: 0, interruptions: 0 };

test('what a recording of two channels says is in the row', () => {
  expect(heardIn(CALL, recording(70, STEREO))).toEqual(FROM_STEREO);
});

test('one channel says how long nobody talks, and nothing of who does', () => {
  expect(heardIn(CALL, recording(70, MONO))).toEqual({ ...NOTHING, silence: 19_000_000 });
});

test('without an analysis, and without talk in it, there is no ratio', () => {
  expect(heardIn(CALL)).toEqual(NOTHING);
  expect(heardIn(CALL, recording(70, { url: 'https://x.invalid/a.wav', channels: 2 }))).toEqual(NOTHING);
  const silent = { channels: 2, analysis: { talk_s: { agent: 0, caller: 0 }, overlap_s: 0 } };
  expect(heardIn(CALL, recording(70, silent))).toEqual({ ...NOTHING, overlap: 0 });
});

test('what turns say counts first, each fact for itself', () => {
  const turn = { latency_ms: {}, interrupted: true };
  expect(heardIn({ ...CALL, turns: [{ ...turn, silence_ms: 400 }] }, recording(70, STEREO))).toEqual({
    ...FROM_STEREO,
    silence: 400_000,
    interruptions: 1,
  });
  expect(heardIn({ ...CALL, turns: [turn] }, recording(70, STEREO))).toEqual({ ...FROM_STEREO, interruptions: 1 });
  expect(heardIn({ ...CALL, turns: [{ latency_ms: {}, silence_ms: 0 }] }, recording(70, STEREO))).toEqual({
    ...FROM_STEREO,
    silence: 0,
    interruptions: 0,
  });
});

test('interruptions that the end reports count before those that are heard, 0 included', () => {
  for (const interruptions of [0, 5])
    expect(heardIn({ ...CALL, end: { interruptions } }, recording(70, STEREO))).toEqual({
      ...FROM_STEREO,
      interruptions,
    });
});

const LATER_STEREO: Recording = { analysis: { talk_s: { agent: 5, caller: 20 }, silence_s: 3 } };
const FROM_LATER = { talk_ratio: 0.2, overlap: null, silence: 3_000_000, interruptions: 0 };

test('of several analyses that of two channels counts, then the latest, as a whole', () => {
  expect(heardIn(CALL, recording(70, STEREO), recording(80, MONO))).toEqual(FROM_STEREO);
  expect(heardIn(CALL, recording(70, MONO), recording(80, STEREO))).toEqual(FROM_STEREO);
  expect(heardIn(CALL, recording(70, STEREO), recording(80, LATER_STEREO), recording(90, MONO))).toEqual(FROM_LATER);
  expect(heardIn(CALL, recording(80, STEREO), recording(70, LATER_STEREO))).toEqual(FROM_STEREO);
  expect(heardIn(CALL, recording(70, STEREO, 'a'), recording(70, LATER_STEREO, 'b'))).toEqual(FROM_LATER);
  expect(heardIn(CALL, recording(70, STEREO), recording(80, { channels: 2, url: 'https://x.invalid' }))).toEqual(
    FROM_STEREO,
  );
});

test('order and repetition do not matter', () => {
  const events = [
    ...phoneCall({ ...CALL, turns: [{ latency_ms: {} }] }),
    ...[recording(70, STEREO), recording(75, MONO), recording(80, LATER_STEREO), recording(80, STEREO, 'a')],
  ].map(admitted);
  const row = foldCall('main', 'c', events, NOW * 1_000, RULES)!.call;
  expect(row.talk_ratio).toBe(0.2);
  const orders = fc.shuffledSubarray([...events, ...events], { minLength: 2 * events.length });
  fc.assert(
    fc.property(orders, (shuffled) => {
      expect(foldCall('main', 'c', shuffled, NOW * 1_000, RULES)!.call).toEqual({ ...row });
    }),
  );
});

test.each<[string, PhoneCall]>([
  ['ended', CALL],
  ['open', { id: 'c', start: '2026-05-05T10:00:00Z', answered: 2 }],
  ['with turns', { ...CALL, turns: [{ latency_ms: {}, interrupted: true }] }],
])('a row of a call that is %s makes events that say the same', (_name, call) => {
  const row = rowOf(call, recording(70, STEREO));
  const again = (row_: CallRow, ...more: readonly CallEvent[]): CallRow =>
    foldCall('main', 'c', [...unfoldCall(row_, []), ...more.map(admitted)], NOW * 1_000, RULES)!.call;
  if (call.turns === undefined) expect(again(row)).toEqual(row);
  // What comes later counts as it would have.
  const { talk_ratio, overlap } = again(row, recording(80, LATER_STEREO));
  expect({ talk_ratio, overlap }).toEqual({ talk_ratio: 0.2, overlap: null });
  expect(again(row, recording(80, MONO)).talk_ratio).toBe(0.75);
});

test.each<[string, object]>([
  ['/data/analysis/silence_s', { silence_s: -1 }],
  ['/data/analysis/talk_s/agent', { talk_s: { agent: 90_000, caller: 1 } }],
  ['/data/analysis/talk_s/caller', { talk_s: { agent: 1 } }],
  ['/data/analysis/interruptions', { interruptions: 1.5 }],
])('%s out of its bounds is refused', (path, analysis) => {
  const verdict = admit(recording(70, { analysis }), NOW, { clockSkewMs: 0, attributes: [], identities });
  expect(verdict).toMatchObject({ refusal: { code: 'invalid_data', path } });
});
