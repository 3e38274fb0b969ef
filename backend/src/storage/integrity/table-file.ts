import { maskedCrc32c } from './crc32c.js';
import { unsnap } from './snappy.js';
import { ByteReader } from './varint.js';

const FOOTER = 48;
const MAGIC = Buffer.from('57fb808b247547db', 'hex');
/** Behind every block: its kind of compression, and the checksum. */
const TRAILER = 5;
const LARGEST_INDEX = 256 << 20;

interface Handle {
  readonly offset: number;
  readonly size: number;
}

const handleOf = (reader: ByteReader): Handle => ({ offset: reader.varint(), size: reader.varint() });

/** @throws RangeError for a block that is not as it was written */
function checkBlock(file: Buffer, { offset, size }: Handle): Buffer {
  const end = offset + size;
  if (end + TRAILER > file.length - FOOTER) throw new RangeError('a block reaches out of its file');
  if (maskedCrc32c(file.subarray(offset, end + 1)) !== file.readUInt32LE(end + 1))
    throw new RangeError(`the block at ${offset} has another checksum than it says`);
  return file.subarray(offset, end + 1);
}

/** The blocks that a block of an index names. */
function handlesIn(stored: Buffer): Handle[] {
  const contents = stored.subarray(0, -1);
  const block = stored.at(-1) === 0 ? contents : unsnap(contents, LARGEST_INDEX);
  const restarts = block.readUInt32LE(block.length - 4);
  const reader = new ByteReader(block.subarray(0, block.length - 4 * (restarts + 1)));
  const handles: Handle[] = [];
  while (!reader.isAtEnd) {
    // Length of what the key shares with the one before it.
    reader.varint();
    const ownLength = reader.varint();
    const valueLength = reader.varint();
    reader.take(ownLength);
    handles.push(handleOf(new ByteReader(reader.take(valueLength))));
  }
  return handles;
}

/**
 * Checks every block of a table of LevelDB: LevelDB itself does not look at the checksums when it reads.
 * @throws RangeError for one that is not as it was written
 */
export function checkTable(file: Buffer): void {
  if (file.length < FOOTER || !file.subarray(-8).equals(MAGIC)) throw new RangeError('it does not end as tables do');
  const footer = new ByteReader(file.subarray(-FOOTER));
  const metaIndex = handleOf(footer);
  const index = handleOf(footer);
  for (const handle of handlesIn(checkBlock(file, metaIndex))) checkBlock(file, handle);
  for (const handle of handlesIn(checkBlock(file, index))) checkBlock(file, handle);
}
