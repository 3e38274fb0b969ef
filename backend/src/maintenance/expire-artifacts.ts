import { DAY_MS } from '../lib/time/durations.js';
import { ARTIFACTS } from '../storage/blobs/blob-key.js';
import type { BlobStore } from '../storage/blobs/blob-store.js';
import { eachBlob } from '../storage/blobs/each-blob.js';
import type { Millis } from '../lib/time/units.js';

/**
 * Deletes the files of reports and exports that were stored more than so many days ago. It can stop anywhere.
 * @param now epoch milliseconds
 * @returns how many were deleted
 */
export async function expireArtifacts(
  blobs: BlobStore,
  days: number,
  now: Millis,
  signal: AbortSignal,
): Promise<number> {
  let deleted = 0;
  for await (const { key, storedAt } of eachBlob(blobs, ARTIFACTS)) {
    if (signal.aborted) break;
    if (storedAt >= now - days * DAY_MS) continue;
    await blobs.delete(key);
    deleted += 1;
  }
  return deleted;
}
