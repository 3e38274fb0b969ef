import type { ByteReader } from '../byte-reader.js';
import { UndecodableAudio } from '../pcm.js';

/** A page of Ogg (RFC 3533): the packets that end in it. */
export interface OggPage {
  readonly packets: readonly Uint8Array[];
  /** Position at the end of the last packet that ends here, in samples as the codec counts them; −1 where none does. */
  readonly granule: bigint;
  readonly isLast: boolean;
}

/** A packet of sound is far shorter; what goes on for longer is none. */
const MAX_PACKET_BYTES = 256 * 1_024;

/** Bytes between two pages that are passed over, of a file that was damaged. */
const MAX_GAP_BYTES = 1_024 * 1_024;

const HEADER_BYTES = 27;
const CONTINUED = 1;
const FIRST = 2;
const LAST = 4;

/** Goes to where the next page begins. @returns its header, or undefined at the end of the file */
async function findPage(reader: ByteReader): Promise<DataView | undefined> {
  for (let passed = 0; passed < MAX_GAP_BYTES; passed += 1) {
    const bytes = await reader.peek(HEADER_BYTES);
    if (bytes.length < HEADER_BYTES) return undefined;
    if (String.fromCharCode(...bytes.subarray(0, 4)) === 'OggS') {
      const header = await reader.read(HEADER_BYTES);
      return new DataView(header.buffer, header.byteOffset, header.byteLength);
    }
    await reader.skip(1);
  }
  throw new UndecodableAudio('the file is damaged: too much of it is no Ogg');
}

/** Puts packets together of segments of 255 bytes, of which a shorter one is the last. */
class PacketJoiner {
  #open: Uint8Array[] = [];
  #openBytes = 0;

  /** The packets that end in a page. @param isContinued whether it begins with the rest of a packet */
  packetsOf(lacing: Uint8Array, body: Uint8Array, isContinued: boolean): Uint8Array[] {
    if (!isContinued) this.#clear();
    // What a page that is missing began cannot be made whole.
    let isHeadless = isContinued && this.#openBytes === 0;
    const packets: Uint8Array[] = [];
    let begin = 0;
    let end = 0;
    for (const length of lacing) {
      end += length;
      if (length === 255) continue;
      if (!isHeadless) packets.push(this.#join(body.subarray(begin, end)));
      isHeadless = false;
      begin = end;
    }
    if (begin < body.length && !isHeadless) this.#keep(body.slice(begin));
    return packets;
  }

  #keep(part: Uint8Array): void {
    this.#openBytes += part.length;
    if (this.#openBytes > MAX_PACKET_BYTES)
      throw new UndecodableAudio('the file is damaged: a packet of sound has no end');
    this.#open.push(part);
  }

  #join(last: Uint8Array): Uint8Array {
    if (this.#open.length === 0) return last;
    this.#keep(last);
    const packet = Buffer.concat(this.#open);
    this.#clear();
    return packet;
  }

  #clear(): void {
    this.#open = [];
    this.#openBytes = 0;
  }
}

/**
 * The pages of the first stream of a file; those of streams beside it are left out, and it ends with its last page or with
 * the file. Packets hold until the next page is asked for.
 */
export async function* oggPages(reader: ByteReader): AsyncGenerator<OggPage> {
  const joiner = new PacketJoiner();
  let stream: number | undefined;
  for (let header = await findPage(reader); header !== undefined; header = await findPage(reader)) {
    const flags = header.getUint8(5);
    const serial = header.getUint32(14, true);
    const lacing = (await reader.read(header.getUint8(26))).slice();
    const bytes = lacing.reduce((sum, length) => sum + length, 0);
    const body = await reader.read(bytes);
    if (stream === undefined && (flags & FIRST) !== 0) stream = serial;
    // A page that the end of the file cuts off is left out.
    if (serial !== stream || body.length < bytes) continue;
    const isLast = (flags & LAST) !== 0;
    const packets = joiner.packetsOf(lacing, body, (flags & CONTINUED) !== 0);
    yield { packets, granule: header.getBigInt64(6, true), isLast };
    if (isLast) return;
  }
}
