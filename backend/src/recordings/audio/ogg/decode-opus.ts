import { OpusDecoder } from 'opus-decoder';
import type { ByteReader } from '../byte-reader.js';
import { checkShape, decodedBy, UndecodableAudio, type PcmBlock } from '../pcm.js';
import { oggPages, type OggPage } from './ogg-pages.js';

/** Opus counts, and is decoded to, so many samples a second, whatever went into it. */
const SAMPLE_RATE = 48_000;

/** What the first packet says (RFC 7845). */
interface OpusHead {
  readonly channels: number;
  /** Samples at the begin that are not sound. */
  readonly preSkip: number;
  /** What samples are multiplied with. */
  readonly gain: number;
  readonly streams: number;
  readonly coupled: number;
  readonly mapping: number[];
}

function readHead(packet: Uint8Array | undefined): OpusHead {
  if (packet === undefined || packet.length < 19) throw new UndecodableAudio('the description of the sound is cut off');
  const view = new DataView(packet.buffer, packet.byteOffset, packet.byteLength);
  const channels = view.getUint8(9);
  checkShape(channels, SAMPLE_RATE);
  const family = view.getUint8(18);
  const base = { channels, preSkip: view.getUint16(10, true), gain: 10 ** (view.getInt16(16, true) / 256 / 20) };
  if (family === 0 && channels <= 2)
    return { ...base, streams: 1, coupled: channels - 1, mapping: [0, 1].slice(0, channels) };
  if (packet.length < 21 + channels) throw new UndecodableAudio('the description of the channels is cut off');
  const [streams, coupled] = [view.getUint8(19), view.getUint8(20)];
  if (streams < 1 || coupled > streams) throw new UndecodableAudio('the description of the channels makes no sense');
  return { ...base, streams, coupled, mapping: [...packet.subarray(21, 21 + channels)] };
}

async function openDecoder({ channels, streams, coupled, mapping }: OpusHead): Promise<OpusDecoder> {
  const decoder = new OpusDecoder({
    channels,
    streamCount: streams,
    coupledStreamCount: coupled,
    channelMappingTable: mapping,
    preSkip: 0,
  });
  await decoder.ready;
  return decoder;
}

/** The longest packet that the decoder takes. */
const maxPacketBytes = (channels: number): number => 3_840 * channels;

/** Knows which samples of a page count. */
class SampleWindow {
  readonly #preSkip: number;
  /** Samples before those of the page. */
  #decoded = 0;
  /** The position that the stream began with: not 0 where it was cut out of a longer one. */
  #origin: bigint | undefined;

  constructor(preSkip: number) {
    this.#preSkip = preSkip;
  }

  /** @returns the first sample that counts, and the one behind the last */
  of({ granule, isLast }: OggPage, samples: number): readonly [begin: number, end: number] {
    const begin = Math.min(Math.max(this.#preSkip - this.#decoded, 0), samples);
    const through = BigInt(this.#decoded + samples);
    if (this.#origin === undefined && !isLast && granule >= 0n) this.#origin = granule - through;
    // The last page says how many of its samples were sound before they were encoded.
    const surplus = isLast && granule >= 0n ? through + (this.#origin ?? 0n) - granule : 0n;
    this.#decoded += samples;
    const end = surplus > 0n && surplus <= BigInt(samples) ? samples - Number(surplus) : samples;
    return [begin, Math.max(begin, end)];
  }
}

/**
 * Samples of an Ogg file with Opus, 48,000 a second. Packets that are damaged are left out.
 * @throws UndecodableAudio for a file that does not begin as Opus does
 */
export async function* decodeOpus(reader: ByteReader): AsyncGenerator<PcmBlock> {
  const pages = oggPages(reader);
  const first = await pages.next();
  const head = readHead(first.done === true ? undefined : first.value.packets[0]);
  const decoder = await openDecoder(head);
  const samples = new SampleWindow(head.preSkip);
  try {
    for await (const page of pages) {
      const packets = page.packets.filter(
        (packet) => packet.length <= maxPacketBytes(head.channels) && !isTags(packet),
      );
      if (packets.length === 0) continue;
      const { channelData, samplesDecoded } = decodedBy(() => decoder.decodeFrames(packets));
      const [begin, end] = samples.of(page, samplesDecoded);
      const channels = channelData.map((channel) => amplified(channel.subarray(begin, end), head.gain));
      if (end > begin) yield { sampleRate: SAMPLE_RATE, channels };
    }
  } finally {
    decoder.free();
  }
}

const TAGS = Buffer.from('OpusTags');

/** The second packet: names of the recording and the like. */
const isTags = (packet: Uint8Array): boolean => TAGS.every((byte, index) => packet[index] === byte);

function amplified(samples: Float32Array, gain: number): Float32Array {
  return gain === 1 ? samples : samples.map((sample) => sample * gain);
}
