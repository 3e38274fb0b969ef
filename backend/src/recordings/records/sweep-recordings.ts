import type { Logger } from 'pino';
import { HOUR_MS } from '../../lib/time/durations.js';
import type { Millis } from '../../lib/time/units.js';
import type { BlobStore } from '../../storage/blobs/blob-store.js';
import { eachBlob } from '../../storage/blobs/each-blob.js';
import { putLabel, readLabel } from './label.js';
import type { RecordStore } from './record-store.js';
import { filesOf, RECORDINGS, stemOf } from './stored-recording.js';

/** What is being taken in is stored before it is known; files that are younger are left alone. */
const MIN_AGE_MS = HOUR_MS;

interface Dependencies {
  readonly records: RecordStore;
  readonly blobs: BlobStore;
  readonly log: Logger;
}

export interface Swept {
  /** Files that belonged to nobody. */
  deleted: number;
  /** Recordings that were found by their labels: those of an installation whose data folder was lost. */
  found: number;
}

/** Files of one recording; they follow each other in a list. */
interface Files {
  readonly stem: string;
  readonly keys: string[];
  storedAt: Millis;
}

/** Files of all tenants, recording by recording. */
async function* filesIn(blobs: BlobStore): AsyncGenerator<Files> {
  let files: Files | undefined;
  for await (const { key, storedAt } of eachBlob(blobs, RECORDINGS)) {
    const stem = stemOf(key);
    if (files?.stem === stem) {
      files.keys.push(key);
      files.storedAt = Math.max(files.storedAt, storedAt);
      continue;
    }
    if (files !== undefined) yield files;
    files = { stem, keys: [key], storedAt };
  }
  if (files !== undefined) yield files;
}

/** Takes up a recording of which only its files are known. @returns whether it was taken up */
async function takeUp(files: Files, { records, blobs }: Dependencies): Promise<boolean> {
  const label = await readLabel(files.stem, blobs);
  const audio = label?.file?.key;
  if (label === undefined || audio === undefined || !files.keys.includes(audio)) return false;
  if ((await records.get(label)) !== undefined) return false;
  await records.put(undefined, { ...label, sound: { status: 'pending' } });
  return true;
}

/**
 * Looks through the files of recordings. Those that belong to nobody go: what a crash left between storing a file and knowing
 * of it, or between forgetting and deleting it. Those that say what they are, and that nothing is known of, are taken up again.
 * @param now epoch milliseconds
 */
export async function sweepRecordings(dependencies: Dependencies, now: Millis, signal: AbortSignal): Promise<Swept> {
  const { records, blobs, log } = dependencies;
  const swept: Swept = { deleted: 0, found: 0 };
  const sweep = async (files: Files): Promise<void> => {
    if (now - files.storedAt < MIN_AGE_MS) return;
    const owner = await records.ofFiles(files.stem);
    if (owner?.file !== undefined && stemOf(owner.file.key) === files.stem) {
      // A crash in the middle of deleting it leaves it without its label.
      if (!files.keys.includes(filesOf(files.stem, '').label)) await putLabel(owner, blobs);
      return;
    }
    if (await takeUp(files, dependencies)) {
      swept.found += 1;
      return;
    }
    for (const key of files.keys) await blobs.delete(key);
    swept.deleted += files.keys.length;
  };
  for await (const files of filesIn(blobs)) {
    if (signal.aborted) break;
    await sweep(files).catch((error: unknown) => log.warn({ err: error }, 'files of a recording cannot be swept'));
  }
  return swept;
}
