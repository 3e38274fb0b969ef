import type { ByteReader } from '../byte-reader.js';
import { UndecodableAudio } from '../pcm.js';
import { EXTENSIBLE } from './sample-encodings.js';

/** What a WAVE file says before its samples. */
export interface WaveHeader {
  /** What the samples are: that of the extension, where there is one. */
  readonly tag: number;
  readonly channels: number;
  readonly sampleRate: number;
  /** Of one sample of one channel, with what pads it. */
  readonly sampleBytes: number;
  /** Of the samples of all channels at one time. */
  readonly frameBytes: number;
  /** Bytes of the samples; infinite where only the end of the file says. */
  readonly dataBytes: number;
}

type Format = Omit<WaveHeader, 'dataBytes'>;

/** Chunks before the samples, and bytes of them; a file with more is none that a recorder writes. */
const MAX_CHUNKS = 64;
const MAX_BYTES_BEFORE_DATA = 16 * 1_024 * 1_024;

/** A length that stands elsewhere, in RF64, or is not known, as where a recorder writes to a pipe. */
const UNKNOWN_LENGTH = 0xffffffff;

/** The rest of a format is of no use here. */
const MAX_FORMAT_BYTES = 64;

const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

const idOf = (bytes: Uint8Array): string => String.fromCharCode(...bytes.subarray(0, 4));

function readFormat(bytes: Uint8Array): Format {
  if (bytes.length < 16) throw new UndecodableAudio('the description of the samples is cut off');
  const view = viewOf(bytes);
  const [tag, channels, sampleRate] = [view.getUint16(0, true), view.getUint16(2, true), view.getUint32(4, true)];
  const [blockBytes, bits] = [view.getUint16(12, true), view.getUint16(14, true)];
  // Twice two bytes and a mask of channels, then the tag, as the begin of an identifier of sixteen bytes.
  const real = tag === EXTENSIBLE && bytes.length >= 26 ? view.getUint16(24, true) : tag;
  const needed = Math.ceil(bits / 8);
  const padded = blockBytes / channels;
  const sampleBytes = Number.isInteger(padded) && padded >= needed && padded <= 8 ? padded : needed;
  return { tag: real, channels, sampleRate, sampleBytes, frameBytes: sampleBytes * channels };
}

/** Of the chunk `ds64` of a file of more than 4 GB: the length of the samples. */
function readLongLength(bytes: Uint8Array): number | undefined {
  return bytes.length < 16 ? undefined : Number(viewOf(bytes).getBigUint64(8, true));
}

/** What may follow the samples: where their length is 0, none were written if one of these comes next. */
const AFTER_DATA = new Set(['LIST', 'fact', 'id3 ', 'ID3 ', 'cue ', 'bext', 'PEAK']);

async function dataLength(reader: ByteReader, length: number, long: number | undefined): Promise<number> {
  if (length === UNKNOWN_LENGTH) return long ?? Number.POSITIVE_INFINITY;
  // A recorder that was stopped has not come to write the length.
  if (length === 0) return AFTER_DATA.has(idOf(await reader.peek(4))) ? 0 : Number.POSITIVE_INFINITY;
  return length;
}

/**
 * Reads up to the first sample. Chunks of other kinds are left out; one of an odd length has a byte more, as the format
 * wants it.
 * @throws UndecodableAudio where there is no description of samples before them, or none at all
 */
export async function readWaveHeader(reader: ByteReader): Promise<WaveHeader> {
  await reader.skip(12);
  let format: Format | undefined;
  let long: number | undefined;
  let passed = 0;
  for (let count = 0; count < MAX_CHUNKS; count += 1) {
    const head = await reader.read(8);
    if (head.length < 8) break;
    const length = viewOf(head).getUint32(4, true);
    const id = idOf(head);
    if (id === 'data') {
      if (format === undefined) throw new UndecodableAudio('the samples come before their description');
      return { ...format, dataBytes: await dataLength(reader, length, long) };
    }
    passed += length;
    if (passed > MAX_BYTES_BEFORE_DATA) throw new UndecodableAudio('there is too much before the samples');
    const body = await reader.read(Math.min(length, MAX_FORMAT_BYTES));
    if (id === 'fmt ') format = readFormat(body);
    if (id === 'ds64') long = readLongLength(body);
    await reader.skip(length - body.length + (length % 2));
  }
  throw new UndecodableAudio('there are no samples in the file');
}
