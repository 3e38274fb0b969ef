import { ByteReader } from '../byte-reader.js';
import { checkShape, NO_WAVEFORM, UndecodableAudio, type PcmBlock } from '../pcm.js';
import { encodingOf, type Convert } from './sample-encodings.js';
import { readWaveHeader, type WaveHeader } from './wave-header.js';

/** Samples of a channel in a block. */
const BLOCK_FRAMES = 8_192;

/** Read at once. */
const PIECE_BYTES = 64 * 1_024;

/** The description of the samples is looked for in so much of the begin of a file. */
const HEAD_BYTES = 64 * 1_024;

/** Samples from whole frames; the rest, less than a frame, is left for the next piece. */
class FrameCutter {
  readonly #header: WaveHeader;
  readonly #convert: Convert;
  readonly #channels: readonly Float32Array[];
  #rest = new Uint8Array(0);

  constructor(header: WaveHeader, convert: Convert) {
    this.#header = header;
    this.#convert = convert;
    this.#channels = Array.from({ length: header.channels }, () => new Float32Array(BLOCK_FRAMES));
  }

  *blocks(piece: Uint8Array): Generator<PcmBlock> {
    const { frameBytes, sampleBytes, sampleRate } = this.#header;
    const bytes = this.#withRest(piece);
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const frames = Math.floor(bytes.length / frameBytes);
    for (let done = 0; done < frames; done += BLOCK_FRAMES) {
      const count = Math.min(BLOCK_FRAMES, frames - done);
      const channels = this.#channels.map((samples, channel) => {
        const out = samples.subarray(0, count);
        this.#convert(view, done * frameBytes + channel * sampleBytes, frameBytes, out);
        return out;
      });
      yield { sampleRate, channels };
    }
    this.#rest = bytes.slice(frames * frameBytes);
  }

  #withRest(piece: Uint8Array): Uint8Array {
    if (this.#rest.length === 0) return piece;
    const joined = new Uint8Array(this.#rest.length + piece.length);
    joined.set(this.#rest);
    joined.set(piece, this.#rest.length);
    return joined;
  }
}

async function* blocksOf(reader: ByteReader, header: WaveHeader, convert: Convert): AsyncGenerator<PcmBlock> {
  const cutter = new FrameCutter(header, convert);
  let left = header.dataBytes;
  for await (const piece of reader.pieces(PIECE_BYTES)) {
    const bytes = piece.length > left ? piece.subarray(0, left) : piece;
    left -= bytes.length;
    yield* cutter.blocks(bytes);
    if (left === 0) return;
  }
}

/**
 * Samples of a WAVE file: PCM of 8 to 32 bits, float, µ-law and A-law. A file that was cut off ends where it ends, whatever
 * length it says; lengths of 0 and 0xFFFFFFFF mean up to the end.
 * @throws UndecodableAudio for a header that makes no sense, and for another encoding
 */
export async function* decodeWav(reader: ByteReader): AsyncGenerator<PcmBlock> {
  const header = await readWaveHeader(reader);
  checkShape(header.channels, header.sampleRate);
  const convert = encodingOf(header.tag, header.sampleBytes);
  if (convert === undefined) throw new UndecodableAudio(NO_WAVEFORM);
  yield* blocksOf(reader, header, convert);
}

/**
 * Whether the samples have an encoding that is not read here, such as GSM. Nothing is taken from the reader.
 * @returns false, too, for a header that does not say
 */
export async function hasOtherEncoding(reader: ByteReader): Promise<boolean> {
  const head = await reader.peek(HEAD_BYTES);
  try {
    const { tag, sampleBytes } = await readWaveHeader(new ByteReader(once(head)));
    return encodingOf(tag, sampleBytes) === undefined;
  } catch (error) {
    if (error instanceof UndecodableAudio) return false;
    throw error;
  }
}

// eslint-disable-next-line @typescript-eslint/require-await -- a stream of one piece
async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
