import { collect } from '../../storage/blobs/collect.js';
import type { BlobStore } from '../../storage/blobs/blob-store.js';

/** A file of a run. @throws when it is not kept any more */
export async function readAll(key: string, blobs: Pick<BlobStore, 'get'>): Promise<Buffer> {
  const reading = await blobs.get(key);
  if (reading === undefined) throw new Error('a file of the run is no longer kept');
  return collect(reading);
}
