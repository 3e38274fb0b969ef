import { MPEGDecoder } from 'mpg123-decoder';
import type { ByteReader } from '../byte-reader.js';
import { checkShape, decodedBy, UndecodableAudio, type PcmBlock } from '../pcm.js';
import { findFrame } from './frame-header.js';

/** Read at once; of the lowest bit rate, ten seconds. */
const PIECE_BYTES = 8 * 1_024;

/** The first frame is looked for in so many bytes. */
const SEARCH_BYTES = 64 * 1_024;

/** Bytes of a tag, which may hold a picture. A longer one is read as if it were sound, which finds none. */
const MAX_TAG_BYTES = 32 * 1_024 * 1_024;

/** Leaves out tags of ID3v2, each of which says how long it is, in four times seven bits. */
async function skipTags(reader: ByteReader): Promise<void> {
  for (let left = MAX_TAG_BYTES; ;) {
    const head = await reader.peek(10);
    if (head.length < 10 || String.fromCharCode(...head.subarray(0, 3)) !== 'ID3') return;
    const length = 10 + head.subarray(6, 10).reduce((sum, byte) => sum * 128 + (byte & 0x7f), 0);
    left -= length;
    if (left < 0) return;
    await reader.skip(length);
  }
}

/**
 * Samples of an MP3 file, whatever its bit rates; what the encoder has added at both ends is left out where the file says
 * how much that is. Whether it has one channel or two, its first frame says.
 * @throws UndecodableAudio where there is no frame, or where the number of samples a second changes
 */
export async function* decodeMp3(reader: ByteReader): AsyncGenerator<PcmBlock> {
  await skipTags(reader);
  const frame = findFrame(await reader.peek(SEARCH_BYTES));
  if (frame === undefined) throw new UndecodableAudio('there is no sound in the file');
  const decoder = new MPEGDecoder();
  await decoder.ready;
  let rate: number | undefined;
  try {
    for await (const piece of reader.pieces(PIECE_BYTES)) {
      const { channelData, sampleRate, samplesDecoded } = decodedBy(() => decoder.decode(piece));
      if (samplesDecoded === 0) continue;
      rate ??= sampleRate;
      if (rate !== sampleRate) throw new UndecodableAudio('the number of samples a second changes within the file');
      checkShape(channelData.length, sampleRate);
      // Of one channel, the decoder makes two that are the same.
      yield { sampleRate, channels: frame.isMono ? channelData.slice(0, 1) : channelData };
    }
  } finally {
    decoder.free();
  }
}
