import type { Millis } from '../../lib/time/units.js';
import { BlobError, type BlobFault } from './blob-error.js';
import type { BlobStore } from './blob-store.js';

/** Work of one call ends after so long; a blob that was begun is brought to its end. */
const MAX_WORK_MS = 20_000;

/** Blobs that are rewrapped at once. */
const AT_ONCE = 4;

interface Range {
  readonly tenant: string;
  /** What `next` of the call before said; undefined begins with the first blob. */
  readonly after: string | undefined;
  /** Blobs that are looked at, at most; up to 1,000. */
  readonly limit: number;
  readonly signal: AbortSignal;
  /** A clock that only goes forward; milliseconds. */
  readonly now: () => Millis;
}

export interface RewrappedBlobs {
  readonly lookedAt: number;
  readonly rewrapped: number;
  readonly failed: readonly { readonly key: string; readonly code: BlobFault }[];
  /** What `after` is for the next call; undefined when all blobs of the tenant were looked at. */
  readonly next: string | undefined;
}

type Outcome =
  { readonly key: string; readonly isRewrapped: boolean } | { readonly key: string; readonly error: BlobError };

async function outcomeOf(blobs: BlobStore, key: string): Promise<Outcome> {
  try {
    return { key, isRewrapped: (await blobs.rewrap(key)) === 'rewrapped' };
  } catch (error) {
    if (error instanceof BlobError) return { key, error };
    throw error;
  }
}

/**
 * Brings blobs of a tenant to the first encryption key. What is wrong with a blob itself is told, and the next one is looked at.
 * @throws BlobError `storage_…` when the storage is at fault before anything was done; later it ends there
 */
export async function rewrapBlobs(blobs: BlobStore, range: Range): Promise<RewrappedBlobs> {
  const { tenant, after, limit, signal, now } = range;
  const begin = now();
  const page = await blobs.list(`${tenant}/`, { after, limit });
  const failed: { key: string; code: BlobFault }[] = [];
  let [lookedAt, rewrapped, last] = [0, 0, after];
  const result = (next: string | undefined): RewrappedBlobs => ({ lookedAt, rewrapped, failed, next });
  for (let at = 0; at < page.blobs.length; at += AT_ONCE) {
    if (at > 0 && (signal.aborted || now() - begin >= MAX_WORK_MS)) return result(last);
    const some = page.blobs.slice(at, at + AT_ONCE);
    for (const outcome of await Promise.all(some.map(({ key }) => outcomeOf(blobs, key)))) {
      if ('isRewrapped' in outcome) rewrapped += outcome.isRewrapped ? 1 : 0;
      else if (!outcome.error.code.startsWith('storage_')) failed.push({ key: outcome.key, code: outcome.error.code });
      else if (lookedAt === 0) throw outcome.error;
      else return result(last);
      lookedAt += 1;
      last = outcome.key;
    }
  }
  return result(page.next);
}
