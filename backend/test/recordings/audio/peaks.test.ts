import fc from 'fast-check';
import { PeaksMeter } from '../../../src/recordings/audio/analysis/peaks-meter.js';
import {
  decodePeaks,
  encodePeaks,
  InvalidPeaks,
  MAX_BUCKETS,
  waveform,
  type Peaks,
} from '../../../src/recordings/audio/peaks/peaks.js';

const peaks = fc
  .record({
    sampleRate: fc.integer({ min: 4_000, max: 48_000 }),
    bucketSamples: fc.integer({ min: 1, max: 100 }),
    samples: fc.integer({ min: 1, max: 5_000 }),
    count: fc.integer({ min: 1, max: 3 }),
  })
  .chain(({ sampleRate, bucketSamples, samples, count }) => {
    const length = Math.ceil(samples / bucketSamples);
    const bytes = fc.uint8Array({ minLength: length, maxLength: length });
    return fc
      .array(bytes, { minLength: count, maxLength: count })
      .map((channels): Peaks => ({ sampleRate, bucketSamples, samples, channels }));
  });

test('peaks come out of their stored form as they went in', () => {
  fc.assert(
    fc.property(peaks, (all) => {
      const stored = encodePeaks(all);
      expect(stored.length).toBe(24 + all.channels.length * all.channels[0]!.length);
      expect(decodePeaks(stored)).toEqual(all);
    }),
  );
});

test('bytes of another kind, version or length are refused', () => {
  const stored = encodePeaks({ sampleRate: 8_000, bucketSamples: 8, samples: 17, channels: [Uint8Array.of(1, 2, 3)] });
  const changed = (at: number, value: number): Uint8Array =>
    Uint8Array.from(stored, (byte, index) => (index === at ? value : byte));
  for (const bytes of [
    stored.subarray(0, 26),
    stored.subarray(0, 10),
    changed(0, 0),
    changed(5, 2),
    changed(16, 99),
    changed(12, 0),
  ])
    expect(() => decodePeaks(bytes)).toThrow(InvalidPeaks);
  expect(() => decodePeaks(changed(4, 9))).toThrow('of version 9; 1 is read');
});

test('each number is the largest byte in its share of the time, squared', () => {
  fc.assert(
    fc.property(peaks, fc.integer({ min: 1, max: 50 }), (all, points) => {
      const duration = all.samples / all.sampleRate;
      const drawn = waveform(all, { points });
      expect(drawn).toHaveLength(all.channels.length);
      for (const [channel, numbers] of drawn.entries()) {
        expect(numbers).toHaveLength(points);
        for (const [index, number] of numbers.entries()) {
          // All bucket borders are looked at again, in seconds; at a border, rounding may take in the neighbour.
          const from = (index * duration) / points;
          const to = ((index + 1) * duration) / points;
          const bucket = all.bucketSamples / all.sampleRate;
          const within = (margin: number): number =>
            all.channels[channel]!.reduce((most, byte, at) => {
              const touches = (at + 1) * bucket > from + margin && at * bucket < to - margin;
              return touches ? Math.max(most, byte) : most;
            }, 0);
          const shown = (byte: number): number => Math.round((byte / 255) ** 2 * 100) / 100;
          expect(number).toBeGreaterThanOrEqual(shown(within(1e-9)));
          expect(number).toBeLessThanOrEqual(shown(within(-1e-9)));
        }
      }
    }),
  );
});

test('a part of the time, and what lies beyond the end', () => {
  const all: Peaks = {
    sampleRate: 1_000,
    bucketSamples: 100,
    samples: 400,
    channels: [Uint8Array.of(0, 255, 128, 51)],
  };
  expect(waveform(all, { points: 4 })).toEqual([[0, 1, 0.25, 0.04]]);
  expect(waveform(all, { points: 2 })).toEqual([[1, 0.25]]);
  expect(waveform(all, { points: 2, fromS: 0.2 })).toEqual([[0.25, 0.04]]);
  expect(waveform(all, { points: 2, fromS: 0.1, toS: 0.2 })).toEqual([[1, 1]]);
  expect(waveform(all, { points: 3, fromS: 0.3, toS: 0.6 })).toEqual([[0.04, 0, 0]]);
  expect(waveform({ ...all, samples: 0, channels: [new Uint8Array(0)] }, { points: 3 })).toEqual([[0, 0, 0]]);
});

test.each([
  [{ points: 0 }, /points is 0; it has to be a whole number from 1 to 4000/],
  [{ points: 1.5 }, /points is 1.5/],
  [{ points: 5_000 }, /points is 5000/],
  [{ points: 8, fromS: -1 }, /from -1 to 0.4 s is no range/],
  [{ points: 8, fromS: 2, toS: 1 }, /from 2 to 1 s is no range/],
  [{ points: 8, toS: Number.NaN }, /no range/],
])('%j is refused', (range, reason) => {
  const all: Peaks = { sampleRate: 1_000, bucketSamples: 100, samples: 400, channels: [new Uint8Array(4)] };
  expect(() => waveform(all, range)).toThrow(reason);
});

test('800 points are at most 4 KB of JSON', () => {
  const bytes = Uint8Array.from({ length: MAX_BUCKETS }, (_, index) => (index * 37) % 256);
  const all: Peaks = { sampleRate: 8_000, bucketSamples: 1, samples: MAX_BUCKETS, channels: [bytes] };
  expect(JSON.stringify(waveform(all, { points: 800 })[0]).length).toBeLessThanOrEqual(4_096);
});

test.each([1, 1_000, MAX_BUCKETS - 1, MAX_BUCKETS, MAX_BUCKETS + 1, 3 * MAX_BUCKETS + 5, 8 * MAX_BUCKETS])(
  '%d samples never make too many buckets, and each has its largest sample',
  (length) => {
    const samples = Float32Array.from({ length }, (_, index) => Math.sin(index * index) * ((index % 977) / 977));
    // A bucket begins as one sample at this rate.
    const meter = new PeaksMeter(1_000);
    for (let at = 0; at < length; at += 10_007) meter.add(samples.subarray(at, at + 10_007));
    const bytes = meter.finish();
    const size = meter.bucketSamples;
    expect(bytes).toHaveLength(Math.ceil(length / size));
    expect(bytes.length).toBeLessThanOrEqual(MAX_BUCKETS);
    // No coarser than it has to be.
    expect(size === 1 || length / (size / 2) > MAX_BUCKETS - 1).toBe(true);
    const wanted = Uint8Array.from({ length: bytes.length }, (_, index) => {
      const bucket = samples.subarray(index * size, (index + 1) * size);
      return Math.round(255 * Math.sqrt(bucket.reduce((most, value) => Math.max(most, Math.abs(value)), 0)));
    });
    expect(Buffer.compare(bytes, wanted)).toBe(0);
  },
);
