import fc from 'fast-check';
import { analyseAudio } from '../../../src/recordings/audio/analyse-audio.js';
import { interruptionsBy, overlapOf, silenceOf } from '../../../src/recordings/audio/analysis/conversation.js';
import { findTalk, LevelMeter, type Talk } from '../../../src/recordings/audio/analysis/voice-activity.js';
import { joined, sine, speech, type Spoken } from './signals.js';
import { streamed, waveFile } from './wave-file.js';
import { converted } from './with-ffmpeg.js';

/** Seconds as frames of 20 ms. */
const talk = (...spoken: readonly (readonly [number, number])[]): Talk[] =>
  spoken.map(([from, to]) => ({ begin: Math.round(from * 50), end: Math.round(to * 50) }));

test.each<[string, Talk[], Talk[], number]>([
  ['begins while the other talks, and both go on', talk([2, 4]), talk([0, 3]), 1],
  ['the other has talked for half a second exactly', talk([0.5, 2]), talk([0, 3]), 1],
  ['the other has talked for less', talk([0.48, 2]), talk([0, 3]), 0],
  ['both go on for 0.3 s exactly', talk([2, 2.3]), talk([0, 2.3]), 1],
  ['the other ends too soon', talk([2, 4]), talk([0, 2.28]), 0],
  ['a short word of agreement', talk([2, 2.28]), talk([0, 4]), 0],
  ['begins when the other has ended', talk([2, 4]), talk([0, 2]), 0],
  ['three times within one sentence', talk([1, 1.5], [2, 2.5], [3, 3.5]), talk([0, 4]), 3],
  ['both begin together', talk([0, 4]), talk([0, 4]), 0],
  ['nobody else talks', talk([0, 4]), [], 0],
])('an interruption: %s', (_name, one, other, expected) => {
  expect(interruptionsBy(one, other)).toBe(expected);
});

/** Runs of talk, in order and apart. */
const runs = fc
  .array(fc.tuple(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 60 })), { maxLength: 12 })
  .map((steps) => {
    let at = 0;
    return steps.map(([pause, length]): Talk => {
      const begin = at + pause;
      at = begin + length;
      return { begin, end: at };
    });
  });

test('overlap, silence and interruptions are what a count of every frame gives', () => {
  const FRAMES = 1_300;
  fc.assert(
    fc.property(runs, runs, (one, other) => {
      const [a, b] = [one, other].map((all) =>
        Array.from({ length: FRAMES }, (_, frame) => all.some(({ begin, end }) => begin <= frame && frame < end)),
      ) as [boolean[], boolean[]];
      const frames = Array.from({ length: FRAMES }, (_, frame) => frame);
      expect(overlapOf(one, other)).toBeCloseTo(frames.filter((frame) => a[frame]! && b[frame]!).length / 50, 9);
      const { silenceS, longestSilenceS } = silenceOf([one, other], FRAMES / 50);
      expect(silenceS).toBeCloseTo(frames.filter((frame) => !a[frame]! && !b[frame]!).length / 50, 9);
      const silent = frames.map((frame) => (!a[frame]! && !b[frame]! ? 's' : '.')).join('');
      const longest = silent.split(/\.+/).reduce((most, { length }) => Math.max(most, length), 0);
      expect(longestSilenceS).toBeCloseTo(longest / 50, 9);
      const begins = frames.filter((frame) => a[frame]! && a[frame - 1] !== true);
      const all = (of: boolean[], from: number, to: number): boolean =>
        from >= 0 && frames.slice(from, to).every((frame) => of[frame]!);
      const interruptions = begins.filter((t) => all(b, t - 25, t) && all(b, t, t + 15) && all(a, t, t + 15));
      expect(interruptionsBy(one, other)).toBe(interruptions.length);
    }),
  );
});

/** In seconds, as it was found. */
function found(samples: Float32Array, rate: number): [number, number][] {
  const meter = new LevelMeter(rate);
  for (let at = 0; at < samples.length; at += 999) meter.add(samples.subarray(at, at + 999));
  return findTalk(meter.levels).map(({ begin, end }) => [begin / 50, end / 50]);
}

const SPOKEN: Spoken = [
  [1, 2.5],
  [4, 4.3],
  [6, 14],
  [40, 41],
];

test.each([8_000, 11_025, 16_000, 48_000])('speech at %d samples a second is found where it is', (rate) => {
  const talks = found(speech(SPOKEN, 60, rate), rate);
  expect(talks).toHaveLength(SPOKEN.length);
  for (const [index, [from, to]] of SPOKEN.entries()) {
    expect(Math.abs(talks[index]![0] - from)).toBeLessThanOrEqual(0.04);
    expect(Math.abs(talks[index]![1] - to)).toBeLessThanOrEqual(0.04);
  }
});

/** The same in all of a file, whatever else there is to hear. */
const mixed = (one: Float32Array, other: Float32Array): Float32Array =>
  one.map((value, index) => value + other[index]!);

test('background noise that is ten times louder hides nothing, and is no speech', () => {
  const hum = sine(120, -37, 60, 8_000);
  const talks = found(mixed(speech(SPOKEN, 60, 8_000), hum), 8_000);
  expect(talks).toHaveLength(SPOKEN.length);
  expect(found(hum, 8_000)).toEqual([]);
});

test('clicks, a very quiet channel and digital silence are no speech; a loud tone that stays is', () => {
  const clicks = new Float32Array(8_000 * 10);
  for (let at = 0; at < clicks.length; at += 4_000) clicks.fill(0.9, at, at + 80);
  expect(found(clicks, 8_000)).toEqual([]);
  expect(found(sine(300, -55, 10, 8_000), 8_000)).toEqual([]);
  expect(found(new Float32Array(80_000), 8_000)).toEqual([]);
  expect(found(sine(300, -15, 10, 8_000), 8_000)).toEqual([[0, 10]]);
});

test('what comes and goes is speech from 10 dB above the noise on', () => {
  const second = (level: number): Float32Array => sine(300, level, 1, 8_000);
  const alternating = (level: number): Float32Array =>
    joined(Array.from({ length: 30 }, (_, index) => second(index % 2 === 0 ? -42 : level)));
  expect(found(alternating(-33), 8_000)).toEqual([]);
  expect(found(alternating(-31), 8_000)).toEqual(Array.from({ length: 15 }, (_, at) => [2 * at + 1, 2 * at + 2]));
});

test('a pause of 0.3 s is part of the talk, one of 0.4 s is not', () => {
  const tone = (from: number, to: number): Float32Array =>
    Float32Array.from({ length: 8_000 * 4 }, (_, index) =>
      index >= from * 8_000 && index < to * 8_000 ? 0.3 * Math.sin(index) : 0,
    );
  expect(found(mixed(tone(0.5, 1), tone(1.3, 2)), 8_000)).toEqual([[0.5, 2]]);
  expect(found(mixed(tone(0.5, 1), tone(1.4, 2)), 8_000)).toHaveLength(2);
});

/** Agent on the left, caller on the right: one interruption each way, and one word that is none. */
const AGENT: Spoken = [
  [0.5, 5],
  [9, 12],
  [15, 18],
];
const CALLER: Spoken = [
  [4, 8],
  [10, 10.2],
  [13, 15.5],
];

test.each([
  [8_000, 's16', ['-c:a', 'pcm_mulaw']],
  [16_000, 's16', ['-c:a', 'pcm_s16le']],
] as const)('a conversation of known times at %d samples a second', async (rate, encoding, options) => {
  const file = waveFile([speech(AGENT, 20, rate), speech(CALLER, 20, rate, 7)], rate, encoding);
  const result = await analyseAudio(streamed(converted(file, 'call.wav', options), 5_000), undefined);
  if (result.status !== 'analysed') throw new Error(result.reason);
  const near = (value: number | null, wanted: number): void =>
    expect(Math.abs(value! - wanted)).toBeLessThanOrEqual(0.1);
  expect(result.durationS).toBe(20);
  near(result.channels[0]!.talkS, 4.5 + 3 + 3);
  near(result.channels[1]!.talkS, 4 + 0.2 + 2.5);
  near(result.overlapS, 1 + 0.2 + 0.5);
  // 0–0.5, 8–9, 12–13, 18–20.
  near(result.silenceS, 4.5);
  near(result.longestSilenceS, 2);
  expect(result.channels.map(({ interruptions }) => interruptions)).toEqual([1, 1]);
  expect(result.interruptions).toBe(2);
});

test('one channel has silence, but neither overlap nor interruptions', async () => {
  const file = waveFile([speech([[1, 3]], 5, 8_000)], 8_000);
  const result = await analyseAudio(streamed(file), undefined);
  expect(result).toMatchObject({ status: 'analysed', durationS: 5, overlapS: null, interruptions: null });
  if (result.status !== 'analysed') throw new Error(result.reason);
  expect(result.channels[0]!.interruptions).toBeNull();
  expect(Math.abs(result.silenceS - 3)).toBeLessThanOrEqual(0.1);
});
