import type { BlobStore } from '../../storage/blobs/blob-store.js';
import type { RenderedMail } from '../mail/rendered-mail.js';
import { readAll } from './read-blob.js';

type Stored = Omit<RenderedMail, 'images'> & {
  readonly images: readonly (Omit<RenderedMail['images'][number], 'png'> & { readonly png: string })[];
};

/** What messages are composed of, as it is kept: JSON, pictures in base64. */
export function mailParts(mail: RenderedMail): Uint8Array {
  const images = mail.images.map((image) => ({ ...image, png: Buffer.from(image.png).toString('base64') }));
  return Buffer.from(JSON.stringify({ ...mail, images } satisfies Stored));
}

/** @throws when it is not kept any more */
export async function readMailParts(key: string, blobs: Pick<BlobStore, 'get'>): Promise<RenderedMail> {
  const stored = JSON.parse((await readAll(key, blobs)).toString()) as Stored;
  const images = stored.images.map((image) => ({ ...image, png: Buffer.from(image.png, 'base64') }));
  return { ...stored, images };
}
