/** The largest samples of a recording over time, as they are stored. */
export interface Peaks {
  readonly sampleRate: number;
  /** Samples of a bucket. */
  readonly bucketSamples: number;
  /** Samples of the whole recording; its last bucket may be shorter than the others. */
  readonly samples: number;
  /**
   * For each channel one byte a bucket: 255 times the square root of the largest size of a sample, rounded. The root gives
   * quiet speech, which is most of it, more steps than loud speech: 1/255 is −96 dB, and half of full scale is 180.
   */
  readonly channels: readonly Uint8Array[];
}

/** Of a channel. */
export const MAX_BUCKETS = 65_536;

/** @param peak size of a sample; more than 1 is 1 */
export const peakToByte = (peak: number): number => Math.round(255 * Math.sqrt(Math.min(Math.max(peak, 0), 1)));

const byteToPeak = (byte: number): number => (byte / 255) ** 2;

/**
 * The stored form: `CSPK`, version 1, number of channels, two bytes 0; samples a second, samples of a bucket (32 bits
 * each), samples of the whole (64 bits), all little endian; then the bytes of the first channel, of the second, and so on.
 */
const MAGIC = 0x4b505343;
const VERSION = 1;
const HEADER_BYTES = 24;

/** Peaks that are stored are not what `encodePeaks` writes. */
export class InvalidPeaks extends Error {
  override readonly name = 'InvalidPeaks';
}

/** @returns at most 65,536 bytes a channel, and 24 */
export function encodePeaks({ sampleRate, bucketSamples, samples, channels }: Peaks): Uint8Array {
  const buckets = channels[0]?.length ?? 0;
  const bytes = new Uint8Array(HEADER_BYTES + buckets * channels.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, MAGIC, true);
  view.setUint8(4, VERSION);
  view.setUint8(5, channels.length);
  view.setUint32(8, sampleRate, true);
  view.setUint32(12, bucketSamples, true);
  view.setBigUint64(16, BigInt(samples), true);
  for (const [index, channel] of channels.entries()) bytes.set(channel, HEADER_BYTES + index * buckets);
  return bytes;
}

/** @throws InvalidPeaks for bytes of another kind or version, or of another length than they say */
export function decodePeaks(bytes: Uint8Array): Peaks {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < HEADER_BYTES || view.getUint32(0, true) !== MAGIC)
    throw new InvalidPeaks('the stored peaks have another form: they do not begin with CSPK');
  const version = view.getUint8(4);
  if (version !== VERSION) throw new InvalidPeaks(`the stored peaks are of version ${version}; ${VERSION} is read`);
  const count = view.getUint8(5);
  const sampleRate = view.getUint32(8, true);
  const bucketSamples = view.getUint32(12, true);
  const samples = Number(view.getBigUint64(16, true));
  const buckets = bucketSamples === 0 ? Number.NaN : Math.ceil(samples / bucketSamples);
  if (sampleRate === 0 || count === 0 || buckets > MAX_BUCKETS || bytes.length !== HEADER_BYTES + buckets * count)
    throw new InvalidPeaks(`the stored peaks are ${bytes.length} bytes, which is not what they say`);
  const channels = Array.from({ length: count }, (_, index) =>
    bytes.slice(HEADER_BYTES + index * buckets, HEADER_BYTES + (index + 1) * buckets),
  );
  return { sampleRate, bucketSamples, samples, channels };
}

export const MAX_POINTS = 4_000;

export interface WaveformRange {
  /** Numbers for each channel, 1 to 4,000. */
  readonly points: number;
  /** Begin and end in seconds; the whole recording without them. What lies beyond its end is 0. */
  readonly fromS?: number;
  readonly toS?: number;
}

function checkRange({ points }: WaveformRange, fromS: number, toS: number): void {
  if (!Number.isInteger(points) || points < 1 || points > MAX_POINTS)
    throw new RangeError(`points is ${points}; it has to be a whole number from 1 to ${MAX_POINTS}`);
  if (!(fromS >= 0) || !(toS > fromS) || !Number.isFinite(toS))
    throw new RangeError(`from ${fromS} to ${toS} s is no range; from has to be 0 or more, to more than from`);
}

/** The largest of the bytes from one index up to another; one at the least, as a point may be shorter than a bucket. */
function largest(bytes: Uint8Array, begin: number, end: number): number {
  let peak = 0;
  for (let index = begin; index < Math.max(end, begin + 1); index += 1) peak = Math.max(peak, bytes[index] ?? 0);
  return peak;
}

/**
 * A recording, or a part of it, as so many numbers from 0 to 1 with two decimals for each channel: each the largest sample
 * in its share of the time. 800 of them are less than 4 KB of JSON.
 * @throws RangeError for a number of points or a range that makes no sense
 */
export function waveform({ sampleRate, bucketSamples, samples, channels }: Peaks, range: WaveformRange): number[][] {
  const { points, fromS = 0, toS = samples / sampleRate } = range;
  if (samples === 0) return channels.map(() => new Array<number>(points).fill(0));
  checkRange(range, fromS, toS);
  const bucketsPerPoint = ((toS - fromS) * sampleRate) / bucketSamples / points;
  const first = (fromS * sampleRate) / bucketSamples;
  return channels.map((bytes) =>
    Array.from({ length: points }, (_, index) => {
      const begin = Math.floor(first + index * bucketsPerPoint);
      const peak = largest(bytes, begin, Math.ceil(first + (index + 1) * bucketsPerPoint));
      return Math.round(byteToPeak(peak) * 100) / 100;
    }),
  );
}
