import { ARTIFACTS } from '../storage/blobs/blob-key.js';
import type { BlobStore } from '../storage/blobs/blob-store.js';
import type { Millis } from '../lib/time/units.js';
import { expiredBlobs } from './retention.js';

/**
 * Deletes the files of reports and exports that were stored more than so many days ago. Goes from page to page, so that it
 * needs little memory and can stop anywhere.
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
  for await (const tenant of blobs.tenants()) {
    let after: string | undefined;
    do {
      const page = await blobs.list(`${tenant}/${ARTIFACTS}/`, { after });
      for (const { key } of expiredBlobs(page.blobs, days, now)) {
        if (signal.aborted) return deleted;
        await blobs.delete(key);
        deleted += 1;
      }
      after = page.next;
    } while (after !== undefined && !signal.aborted);
  }
  return deleted;
}
