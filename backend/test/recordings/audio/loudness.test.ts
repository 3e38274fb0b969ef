import { highPassAt, shelfAt } from '../../../src/recordings/audio/analysis/k-weighting.js';
import {
  integratedLoudness,
  LoudnessMeter,
  programmeLoudness,
} from '../../../src/recordings/audio/analysis/loudness.js';
import { joined, noise, sine } from './signals.js';
import { waveFile } from './wave-file.js';
import { loudnessByFfmpeg } from './with-ffmpeg.js';

/** In pieces, as they come from a decoder. */
function partsOf(samples: Float32Array, rate: number): readonly number[] {
  const meter = new LoudnessMeter(rate);
  for (let at = 0; at < samples.length; at += 4_099) meter.add(samples.subarray(at, at + 4_099));
  return meter.parts;
}

/** Of the same samples on both channels. */
function stereo(samples: Float32Array, rate: number): number | null {
  const parts = partsOf(samples, rate);
  return programmeLoudness([parts, parts]);
}

test('at 48,000 samples a second, the filters have the coefficients of the recommendation', () => {
  const shelf = shelfAt(48_000);
  expect(shelf.b0).toBeCloseTo(1.53512485958697, 12);
  expect(shelf.b1).toBeCloseTo(-2.69169618940638, 12);
  expect(shelf.b2).toBeCloseTo(1.19839281085285, 12);
  expect(shelf.a1).toBeCloseTo(-1.69065929318241, 12);
  expect(shelf.a2).toBeCloseTo(0.73248077421585, 12);
  const highPass = highPassAt(48_000);
  expect([highPass.b0, highPass.b1, highPass.b2]).toEqual([1, -2, 1]);
  expect(highPass.a1).toBeCloseTo(-1.99004745483398, 12);
  expect(highPass.a2).toBeCloseTo(0.99007225036621, 12);
});

/** EBU Tech 3341, test cases 1 to 5: levels (dBFS) and seconds of a sine of 1 kHz on both channels, and what is expected. */
const EBU: readonly (readonly [
  name: string,
  parts: readonly (readonly [level: number, seconds: number])[],
  lufs: number,
])[] = [
  ['1', [[-23, 20]], -23],
  ['2', [[-33, 20]], -33],
  [
    '3',
    [
      [-36, 10],
      [-23, 60],
      [-36, 10],
    ],
    -23,
  ],
  [
    '4',
    [
      [-72, 10],
      [-36, 10],
      [-23, 60],
      [-36, 10],
      [-72, 10],
    ],
    -23,
  ],
  [
    '5',
    [
      [-26, 20],
      [-20, 20.1],
      [-26, 20],
    ],
    -23,
  ],
];

describe.each([8_000, 11_025, 16_000, 44_100, 48_000])('%d samples a second', (rate) => {
  test.each(EBU)('case %s of EBU Tech 3341', (_name, parts, lufs) => {
    const samples = joined(parts.map(([level, seconds]) => sine(1_000, level, seconds, rate)));
    expect(Math.abs(stereo(samples, rate)! - lufs)).toBeLessThanOrEqual(0.1);
  });
});

test('one channel alone is 3 LU quieter than both', () => {
  const samples = sine(1_000, -20, 5, 48_000);
  const parts = partsOf(samples, 48_000);
  expect(stereo(samples, 48_000)! - integratedLoudness(parts)!).toBeCloseTo(10 * Math.log10(2), 6);
});

test('what is silent, quieter than −70 LUFS or shorter than 0.4 s has no loudness', () => {
  expect(stereo(new Float32Array(48_000), 48_000)).toBeNull();
  expect(stereo(sine(1_000, -75, 5, 48_000), 48_000)).toBeNull();
  expect(stereo(sine(1_000, -20, 0.399, 48_000), 48_000)).toBeNull();
  expect(stereo(sine(1_000, -20, 0.4, 48_000), 48_000)).toBeCloseTo(-20, 0);
});

test('gates by hand: of blocks at 1, at 0.01 and at nothing, the first alone count', () => {
  // 400 ms each: the blocks between have what lies between. 14 parts, 11 blocks.
  const parts = [...new Array<number>(6).fill(1), ...new Array<number>(4).fill(0.01), ...new Array<number>(4).fill(0)];
  // Blocks: 1, 1, 1, 0.7525, 0.505, 0.2575, 0.01, 0.0075, 0.005, 0.0025, 0. The absolute gate (1.17e-7) leaves out the last;
  // the mean of the others, 0.45400, less 10 LU is 0.0454, above which the first six are: their mean is 0.752500.
  expect(integratedLoudness(parts)).toBeCloseTo(-0.691 + 10 * Math.log10(0.7525), 9);
});

/** Noise that grows louder and quieter, with a low tone in it. */
function restless(seed: number, rate: number): Float32Array {
  const next = noise(seed);
  return Float32Array.from({ length: 12 * rate }, (_, index) => {
    const at = index / rate;
    const size = 0.02 + 0.2 * (1 + Math.sin(2 * Math.PI * (0.1 + seed / 50) * at)) ** 2;
    return size * (0.4 * next() + 0.2 * Math.sin(2 * Math.PI * 90 * at));
  });
}

test.each([8_000, 16_000, 44_100, 48_000])('ffmpeg measures the same at %d samples a second', (rate) => {
  for (const seed of [1, 2, 3]) {
    const channels = [restless(seed, rate), restless(seed + 10, rate)];
    const own = programmeLoudness(channels.map((samples) => partsOf(samples, rate)))!;
    // ffmpeg has one decimal.
    expect(Math.abs(own - loudnessByFfmpeg(waveFile(channels, rate, 'f32')))).toBeLessThanOrEqual(0.1);
  }
});
