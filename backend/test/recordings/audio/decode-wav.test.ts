import fc from 'fast-check';
import { ByteReader } from '../../../src/recordings/audio/byte-reader.js';
import { UndecodableAudio } from '../../../src/recordings/audio/pcm.js';
import { decodeWav } from '../../../src/recordings/audio/wav/decode-wav.js';
import {
  chunk,
  encoded,
  ENCODINGS,
  extensibleChunk,
  formatChunk,
  formatOf,
  riff,
  streamed,
  waveFile,
  type Encoding,
} from './wave-file.js';
import { converted } from './with-ffmpeg.js';

/** All samples of a file, by channel. */
async function samplesOf(file: Uint8Array, pieceLength?: number): Promise<{ rate: number; channels: number[][] }> {
  const channels: number[][] = [];
  let rate = 0;
  for await (const block of decodeWav(new ByteReader(streamed(file, pieceLength)))) {
    rate = block.sampleRate;
    for (const [index, samples] of block.channels.entries()) (channels[index] ??= []).push(...samples);
  }
  return { rate, channels };
}

const LEFT = [0, 0.25, -0.25, 0.5, -1, 1, 0.125];
const RIGHT = [1, -1, 0, -0.5, 0.75, 0, -0.125];

/** Half a step of the encoding, or a little more. */
const TOLERANCE: Readonly<Record<Encoding, number>> = { u8: 0.01, s16: 1e-4, s24: 1e-6, s32: 1e-7, f32: 0, f64: 0 };

test.each(ENCODINGS)('%s comes out as it went in, from pieces of any length', async (encoding) => {
  const file = waveFile([LEFT, RIGHT], 8_000, encoding);
  for (const length of [1, 3, 7, 1_000]) {
    const { rate, channels } = await samplesOf(file, length);
    expect(rate).toBe(8_000);
    for (const [index, wanted] of [LEFT, RIGHT].entries()) {
      expect(channels[index]).toHaveLength(wanted.length);
      for (const [at, value] of wanted.entries())
        expect(Math.abs(channels[index]![at]! - value)).toBeLessThanOrEqual(TOLERANCE[encoding]);
    }
  }
});

test.each([
  ['µ-law', 7, 'pcm_mulaw', 0xff, 0, 0x80, 32_124],
  ['A-law', 6, 'pcm_alaw', 0xd5, 8, 0xaa, 32_256],
])(
  'all codes of %s have the values that G.711 gives them',
  async (_name, tag, _codec, smallest, low, largest, high) => {
    const codes = Uint8Array.from({ length: 256 }, (_, code) => code);
    const file = riff([formatChunk({ tag, channels: 1, rate: 8_000, sampleBytes: 1 }), chunk('data', codes)]);
    const { channels } = await samplesOf(file);
    const values = channels[0]!.map((value) => value * 32_768);
    expect(values[smallest]).toBe(low);
    expect(values[largest]).toBe(high);
    const linear = Buffer.from(converted(file, 'linear.raw', ['-f', 's16le']));
    // The sign of zero is nobody's concern.
    expect(values.map((value) => value + 0)).toEqual(
      Array.from({ length: 256 }, (_, at) => linear.readInt16LE(2 * at)),
    );
  },
);

const FORMAT = formatOf('s16', 2, 16_000);
const DATA = encoded([LEFT, RIGHT], 's16');
const FRAMES = LEFT.length;

const list = chunk('LIST', Buffer.from('INFOISFT\x05\0\0\0odd\0\0'));
const longLength = (bytes: number): Uint8Array => {
  const body = Buffer.alloc(28);
  body.writeBigUInt64LE(BigInt(bytes), 8);
  return chunk('ds64', body);
};

test.each([
  ['WAVE_FORMAT_EXTENSIBLE', riff([extensibleChunk(FORMAT), chunk('data', DATA)]), FRAMES],
  ['a list before the samples, of odd length', riff([formatChunk(FORMAT), list, chunk('data', DATA)]), FRAMES],
  ['a list before the description', riff([list, formatChunk(FORMAT), chunk('data', DATA)]), FRAMES],
  ['a length that is not known', riff([formatChunk(FORMAT), chunk('data', DATA, 0xffffffff)]), FRAMES],
  ['a length that was never written', riff([formatChunk(FORMAT), chunk('data', DATA, 0)]), FRAMES],
  ['more samples announced than are there', riff([formatChunk(FORMAT), chunk('data', DATA, 1_000_000)]), FRAMES],
  ['something behind the samples', riff([formatChunk(FORMAT), chunk('data', DATA), list]), FRAMES],
  ['RF64', riff([longLength(DATA.length), formatChunk(FORMAT), chunk('data', DATA, 0xffffffff), list], 'RF64'), FRAMES],
  ['a frame that is cut off', waveFile([LEFT, RIGHT], 16_000).subarray(0, -3), FRAMES - 1],
])('%s', async (_name, file, frames) => {
  const { rate, channels } = await samplesOf(file);
  expect(rate).toBe(16_000);
  expect(channels.map(({ length }) => length)).toEqual([frames, frames]);
  expect(channels[1]![3]).toBeCloseTo(-0.5, 4);
});

test('an empty file with a list behind it has no samples', async () => {
  const file = riff([formatChunk(FORMAT), chunk('data', new Uint8Array(0)), list]);
  expect(await samplesOf(file)).toEqual({ rate: 0, channels: [] });
});

test('twenty bits in three bytes, and twenty-four in four, are read by their place in the frame', async () => {
  const twenty = Buffer.from(formatChunk({ ...formatOf('s24', 1, 8_000) }));
  twenty.writeUInt16LE(20, 8 + 14);
  expect((await samplesOf(riff([twenty, chunk('data', encoded([[0.5]], 's24'))]))).channels[0]![0]).toBeCloseTo(0.5, 5);
  const padded = Buffer.from(formatChunk({ ...formatOf('s32', 1, 8_000) }));
  padded.writeUInt16LE(24, 8 + 14);
  expect((await samplesOf(riff([padded, chunk('data', encoded([[0.5]], 's32'))]))).channels[0]![0]).toBeCloseTo(0.5, 5);
});

test('what is no number counts as silence', async () => {
  const samples = encoded([[Number.NaN, Number.POSITIVE_INFINITY, 1e30, 0.5]], 'f32');
  const file = riff([formatChunk(formatOf('f32', 1, 8_000)), chunk('data', samples)]);
  expect((await samplesOf(file)).channels[0]).toEqual([0, 0, 0, 0.5]);
});

test.each([
  ['no samples', riff([formatChunk(FORMAT)]), /no samples/],
  ['samples before their description', riff([chunk('data', DATA), formatChunk(FORMAT)]), /before their description/],
  ['no channel', riff([formatChunk({ ...FORMAT, channels: 0 }), chunk('data', DATA)]), /0 channels; 1 to 8/],
  ['hundreds of channels', riff([formatChunk({ ...FORMAT, channels: 500 }), chunk('data', DATA)]), /500 channels/],
  ['no samples a second', riff([formatChunk({ ...FORMAT, rate: 0 }), chunk('data', DATA)]), /0 samples a second/],
  ['another encoding', riff([formatChunk({ ...FORMAT, tag: 0x55 }), chunk('data', DATA)]), /not available for this/],
  ['a cut description', riff([chunk('fmt ', new Uint8Array(6)), chunk('data', DATA)]), /cut off/],
  ['endless chunks', riff(Array.from({ length: 100 }, () => chunk('junk', new Uint8Array(2)))), /no samples/],
])('%s cannot be decoded, with the reason', async (_name, file, reason) => {
  const decoded = samplesOf(file);
  await expect(decoded).rejects.toThrow(UndecodableAudio);
  await expect(decoded).rejects.toThrow(reason);
});

test('bytes that are changed or missing never do more than that', async () => {
  const file = riff([list, extensibleChunk(FORMAT), chunk('data', DATA)]);
  const change = fc.tuple(fc.nat(file.length - 1), fc.nat(255));
  await fc.assert(
    fc.asyncProperty(fc.array(change, { maxLength: 8 }), fc.nat(file.length), async (changes, length) => {
      const damaged = Uint8Array.from(file);
      for (const [at, value] of changes) damaged[at] = value;
      try {
        const { channels } = await samplesOf(damaged.subarray(0, length));
        expect(channels.length).toBeLessThanOrEqual(8);
        expect(channels.flat().every(Number.isFinite)).toBe(true);
      } catch (error) {
        expect(error).toBeInstanceOf(UndecodableAudio);
      }
    }),
    { numRuns: 500 },
  );
});
