import type { BlobReading, BlobStore } from '../../storage/blobs/blob-store.js';

/** The whole of a file; those that are kept have a bound. */
export async function collect({ body }: BlobReading): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of body) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** A file of a run. @throws when it is not kept any more */
export async function readAll(key: string, blobs: Pick<BlobStore, 'get'>): Promise<Buffer> {
  const reading = await blobs.get(key);
  if (reading === undefined) throw new Error('a file of the run is no longer kept');
  return collect(reading);
}
