import type { BlobStore } from '../../storage/blobs/blob-store.js';

/** A file of a run as a whole; those that are kept have a bound. @throws when it is not kept any more */
export async function readAll(key: string, blobs: Pick<BlobStore, 'get'>): Promise<Buffer> {
  const reading = await blobs.get(key);
  if (reading === undefined) throw new Error('a file of the run is no longer kept');
  const chunks: Buffer[] = [];
  for await (const chunk of reading.body) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
