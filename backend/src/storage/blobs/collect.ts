import type { BlobReading } from './blob-store.js';

/** The whole of a blob, or of the part that is read; for those that have a bound. */
export async function collect({ body }: Pick<BlobReading, 'body'>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of body) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
