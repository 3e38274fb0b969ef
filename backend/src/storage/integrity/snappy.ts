import { ByteReader } from './varint.js';

/** Length and distance of a copy, by the lowest two bits of its tag. */
function copyOf(tag: number, reader: ByteReader): { length: number; distance: number } {
  if ((tag & 3) === 1) return { length: 4 + ((tag >> 2) & 7), distance: ((tag >> 5) << 8) | reader.byte() };
  return {
    length: 1 + (tag >> 2),
    distance: reader.take((tag & 3) === 2 ? 2 : 4).readUIntLE(0, (tag & 3) === 2 ? 2 : 4),
  };
}

/** Length of a literal: in its tag, or in up to four bytes behind it. */
function literalLength(tag: number, reader: ByteReader): number {
  const short = tag >> 2;
  return 1 + (short < 60 ? short : reader.take(short - 59).readUIntLE(0, short - 59));
}

/** Undoes Snappy's compression of a block. @throws RangeError for what is none */
export function unsnap(compressed: Buffer, limit: number): Buffer {
  const reader = new ByteReader(compressed);
  const size = reader.varint();
  if (size > limit) throw new RangeError('a block is larger than blocks are');
  const block = Buffer.alloc(size);
  let at = 0;
  while (!reader.isAtEnd) {
    const tag = reader.byte();
    if ((tag & 3) === 0) {
      at += reader.take(literalLength(tag, reader)).copy(block, at);
      continue;
    }
    const { length, distance } = copyOf(tag, reader);
    if (distance === 0 || distance > at || at + length > size) throw new RangeError('a copy reaches out of its block');
    // A copy may overlap itself, so that it goes byte by byte.
    for (let copied = 0; copied < length; copied += 1, at += 1) block[at] = block[at - distance] ?? 0;
  }
  if (at !== size) throw new RangeError('a block has another length than it says');
  return block;
}
