import { once } from 'node:events';
import { crc32, createDeflateRaw, type DeflateRaw } from 'node:zlib';

/** 1980-01-01, the first day that an archive knows: the same contents give the same bytes at any time. */
const DOS_DATE = 0x21;
/** Sizes follow behind the contents; names are UTF-8. */
const FLAGS = 0x0808;
const DEFLATED = 8;
const LIMIT_32 = 0xffff_ffff;
const LIMIT_16 = 0xffff;
/** Fast: rows of a sheet are so much alike that more effort saves a tenth of the size for twice the time. */
const LEVEL = 1;

/** Takes bytes in their order; resolves when it can take more. */
export type WriteBytes = (bytes: Uint8Array) => Promise<void>;

interface Entry {
  readonly name: Buffer;
  readonly offset: number;
  readonly crc: number;
  readonly size: number;
  readonly compressed: number;
}

/**
 * Writes an archive from begin to end without going back. An entry is smaller than 4 GB before it is compressed; the archive
 * may be larger (ZIP64).
 */
export class ZipStream {
  readonly #write: WriteBytes;
  readonly #entries: Entry[] = [];
  #offset: number;

  /** @param offset bytes that stand before the archive */
  constructor(write: WriteBytes, offset = 0) {
    this.#write = write;
    this.#offset = offset;
  }

  /** Bytes so far. */
  get bytes(): number {
    return this.#offset;
  }

  /** Adds an entry whose contents are given piece by piece. @returns what `fill` returns */
  async entry<T>(name: string, fill: (write: WriteBytes) => Promise<T>): Promise<T> {
    const encoded = Buffer.from(name);
    const offset = this.#offset;
    await this.#put(localHeader(encoded));
    const deflate = createDeflateRaw({ level: LEVEL, chunkSize: 1 << 16, memLevel: 9 });
    const [start, sum] = [this.#offset, { crc: 0, size: 0 }];
    const drained = this.#drain(deflate);
    // It fails where it is awaited.
    drained.catch(() => undefined);
    const filled = await fill(async (bytes) => {
      sum.crc = crc32(bytes, sum.crc);
      sum.size += bytes.length;
      if (!deflate.write(bytes)) await Promise.race([once(deflate, 'drain'), drained]);
    });
    deflate.end();
    await drained;
    const compressed = this.#offset - start;
    if (sum.size > LIMIT_32 || compressed > LIMIT_32) throw new Error(`the entry ${name} is larger than 4 GB`);
    await this.#put(descriptor(sum.crc, compressed, sum.size));
    this.#entries.push({ name: encoded, offset, compressed, ...sum });
    return filled;
  }

  /** Adds an entry as a whole. */
  text(name: string, text: string): Promise<void> {
    return this.entry(name, (write) => write(Buffer.from(text)));
  }

  /** Writes the directory of the archive. */
  async end(): Promise<void> {
    const from = this.#offset;
    for (const entry of this.#entries) await this.#put(directoryEntry(entry));
    const size = this.#offset - from;
    const isLarge = from > LIMIT_32 || this.#entries.length >= LIMIT_16;
    if (isLarge) await this.#put(largeEnd(this.#entries.length, size, from, this.#offset));
    await this.#put(endRecord(this.#entries.length, size, from));
  }

  async #drain(deflate: DeflateRaw): Promise<void> {
    for await (const piece of deflate) await this.#put(piece as Buffer);
  }

  async #put(bytes: Uint8Array): Promise<void> {
    this.#offset += bytes.length;
    await this.#write(bytes);
  }
}

/** Numbers of 2, 4 and 8 bytes in a row, little-endian. */
function record(...fields: readonly (readonly [2 | 4 | 8, number])[]): Buffer {
  const buffer = Buffer.alloc(fields.reduce((sum, [width]) => sum + width, 0));
  let at = 0;
  for (const [width, value] of fields) {
    if (width === 8) buffer.writeBigUInt64LE(BigInt(value), at);
    else buffer.writeUIntLE(value, at, width);
    at += width;
  }
  return buffer;
}

const localHeader = (name: Buffer): Buffer =>
  Buffer.concat([
    record(
      [4, 0x04034b50],
      [2, 20],
      [2, FLAGS],
      [2, DEFLATED],
      [2, 0],
      [2, DOS_DATE],
      [4, 0],
      [4, 0],
      [4, 0],
      [2, name.length],
      [2, 0],
    ),
    name,
  ]);

const descriptor = (crc: number, compressed: number, size: number): Buffer =>
  record([4, 0x08074b50], [4, crc], [4, compressed], [4, size]);

function directoryEntry({ name, offset, crc, size, compressed }: Entry): Buffer {
  const isFar = offset > LIMIT_32;
  const extra = isFar ? record([2, 1], [2, 8], [8, offset]) : Buffer.alloc(0);
  const version = isFar ? 45 : 20;
  return Buffer.concat([
    record(
      [4, 0x02014b50],
      [2, version],
      [2, version],
      [2, FLAGS],
      [2, DEFLATED],
      [2, 0],
      [2, DOS_DATE],
      [4, crc],
      [4, compressed],
      [4, size],
    ),
    record([2, name.length], [2, extra.length], [2, 0], [2, 0], [2, 0], [4, 0], [4, isFar ? LIMIT_32 : offset]),
    name,
    extra,
  ]);
}

/** The end of a large archive, and where it is. */
const largeEnd = (count: number, size: number, from: number, at: number): Buffer =>
  Buffer.concat([
    record([4, 0x06064b50], [8, 44], [2, 45], [2, 45], [4, 0], [4, 0], [8, count], [8, count], [8, size], [8, from]),
    record([4, 0x07064b50], [4, 0], [8, at], [4, 1]),
  ]);

const endRecord = (count: number, size: number, from: number): Buffer => {
  const shown = Math.min(count, LIMIT_16);
  return record(
    [4, 0x06054b50],
    [2, 0],
    [2, 0],
    [2, shown],
    [2, shown],
    [4, size],
    [4, Math.min(from, LIMIT_32)],
    [2, 0],
  );
};
