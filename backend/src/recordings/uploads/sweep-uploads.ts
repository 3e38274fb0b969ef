import { HOUR_MS } from '../../lib/time/durations.js';
import type { Millis } from '../../lib/time/units.js';
import type { BlobStore } from '../../storage/blobs/blob-store.js';
import { eachBlob } from '../../storage/blobs/each-blob.js';
import { UPLOADS, type ResumableUploads } from './resumable-uploads.js';

/** A part is stored before it is known; those that are younger are left alone. */
const MIN_AGE_MS = HOUR_MS;

/** Deletes parts of uploads that belong to none. @param now epoch milliseconds */
export async function sweepUploads(
  blobs: BlobStore,
  uploads: Pick<ResumableUploads, 'keysInUse'>,
  now: Millis,
  signal: AbortSignal,
): Promise<void> {
  const inUse = await uploads.keysInUse();
  for await (const { key, storedAt } of eachBlob(blobs, UPLOADS)) {
    if (signal.aborted) return;
    if (!inUse.has(key) && now - storedAt >= MIN_AGE_MS) await blobs.delete(key);
  }
}
