import { maskedCrc32c } from './crc32c.js';

const BLOCK = 32_768;
const HEADER = 7;
const FULL = 1;
const FIRST = 2;
const MIDDLE = 3;
const LAST = 4;

interface Fragment {
  readonly type: number;
  readonly data: Buffer;
  /** Where the next one begins. */
  readonly next: number;
}

/** What a file in LevelDB's log format holds. */
export interface LogReading {
  /**
   * `torn`: the end is incomplete, as a write leaves it that was never synced. `damaged`: something that cannot be read has
   * a complete record behind it, which only damage leaves: records are written and synced one after the other.
   */
  readonly state: 'complete' | 'torn' | 'damaged';
}

/** The fragment at a position; undefined for one that cannot be read. */
function fragmentAt(file: Buffer, at: number): Fragment | undefined {
  const blockEnd = Math.min(at - (at % BLOCK) + BLOCK, file.length);
  if (blockEnd - at < HEADER) return undefined;
  const next = at + HEADER + file.readUInt16LE(at + 4);
  const type = file[at + 6] ?? 0;
  if (next > blockEnd || type < FULL || type > LAST) return undefined;
  if (maskedCrc32c(file.subarray(at + 6, next)) !== file.readUInt32LE(at)) return undefined;
  return { type, data: file.subarray(at + HEADER, next), next };
}

/** The position of the next fragment in the block that can be read, or the end of the block. */
function resume(file: Buffer, broken: number): number {
  const blockEnd = broken - (broken % BLOCK) + BLOCK;
  // The length in a header that is damaged says nothing about where the next one begins.
  for (let at = broken + 1; at < blockEnd; at += 1) if (fragmentAt(file, at) !== undefined) return at;
  return blockEnd;
}

/** Bytes at the end of a block that are too few for a header are filled with zeros. */
const isFiller = (file: Buffer, at: number): boolean => {
  const left = BLOCK - (at % BLOCK);
  return left < HEADER && file.subarray(at, at + left).every((byte) => byte === 0);
};

/** Puts fragments together. */
class Assembly {
  #parts: Buffer[] | undefined;

  constructor(readonly onRecord: (record: Buffer) => void) {}

  get isOpen(): boolean {
    return this.#parts !== undefined;
  }

  /** @returns 'record' when it completes one, 'part' when more has to follow, 'misplaced' otherwise */
  take({ type, data }: Fragment): 'record' | 'part' | 'misplaced' {
    const begins = type === FULL || type === FIRST;
    if (begins === this.isOpen) {
      this.#parts = type === FIRST ? [data] : undefined;
      return 'misplaced';
    }
    const parts = [...(this.#parts ?? []), data];
    this.#parts = type === FIRST || type === MIDDLE ? parts : undefined;
    if (this.isOpen) return 'part';
    this.onRecord(parts.length === 1 ? data : Buffer.concat(parts));
    return 'record';
  }

  drop(): void {
    this.#parts = undefined;
  }
}

/**
 * Reads a file in the format of LevelDB's logs and manifests, and checks all of it: LevelDB itself passes over what it cannot
 * read, without a word.
 * @param onRecord called with every complete record in front of the first fault
 */
export function readLogFile(file: Buffer, onRecord: (record: Buffer) => void): LogReading {
  const found = { isBroken: false, isDamaged: false };
  const assembly = new Assembly((record) => {
    if (found.isBroken) found.isDamaged = true;
    else onRecord(record);
  });
  let at = 0;
  while (at < file.length && !found.isDamaged) {
    const fragment = isFiller(file, at) ? 'filler' : fragmentAt(file, at);
    if (fragment === 'filler') {
      at += BLOCK - (at % BLOCK);
      continue;
    }
    if (fragment === undefined) {
      found.isBroken = true;
      assembly.drop();
      at = resume(file, at);
      continue;
    }
    if (assembly.take(fragment) === 'misplaced') found.isBroken = true;
    at = fragment.next;
  }
  if (found.isDamaged) return { state: 'damaged' };
  return { state: found.isBroken || assembly.isOpen ? 'torn' : 'complete' };
}
