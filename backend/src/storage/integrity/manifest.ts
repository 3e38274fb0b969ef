import { readLogFile, type LogReading } from './log-file.js';
import { ByteReader } from './varint.js';

/** What LevelDB's manifest says about its files. */
export interface Manifest {
  readonly state: LogReading['state'];
  /** Number of the oldest log that is still needed. */
  readonly logNumber: number;
  readonly lastSequence: number;
  /** Sizes of the tables, by number. */
  readonly tables: ReadonlyMap<number, number>;
}

interface Draft {
  logNumber: number;
  lastSequence: number;
  readonly tables: Map<number, number>;
}

/** What the parts of an edit mean, by their tags. */
const TAGS: Readonly<Record<number, (reader: ByteReader, draft: Draft) => void>> = {
  // Name of the order of keys.
  1: (reader) => void reader.prefixed(),
  2: (reader, draft) => {
    draft.logNumber = reader.varint();
  },
  // Next number of a file.
  3: (reader) => void reader.varint(),
  4: (reader, draft) => {
    draft.lastSequence = reader.varint();
  },
  // Where a compaction goes on: level, key.
  5: (reader) => {
    reader.varint();
    reader.prefixed();
  },
  6: (reader, draft) => {
    reader.varint();
    draft.tables.delete(reader.varint());
  },
  // Level, number, size, smallest and largest key.
  7: (reader, draft) => {
    reader.varint();
    draft.tables.set(reader.varint(), reader.varint());
    reader.prefixed();
    reader.prefixed();
  },
  // Number of a log before the current one; LevelDB has not used it for long.
  9: (reader) => void reader.varint(),
};

/** @throws RangeError for what is no manifest */
export function readManifest(file: Buffer): Manifest {
  const draft: Draft = { logNumber: 0, lastSequence: 0, tables: new Map() };
  const { state } = readLogFile(file, (record) => {
    const reader = new ByteReader(record);
    while (!reader.isAtEnd) {
      const part = TAGS[reader.varint()];
      if (part === undefined) throw new RangeError('an edit of the manifest is of an unknown kind');
      part(reader, draft);
    }
  });
  return { state, ...draft };
}
