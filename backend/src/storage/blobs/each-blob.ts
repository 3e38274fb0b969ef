import type { ListedObject } from './blob-backend.js';
import type { BlobStore } from './blob-store.js';

/**
 * All blobs of one part, of all tenants, in the order of their keys; page by page, so that it needs little memory.
 * @param part second part of the keys, such as `artifacts`
 */
export async function* eachBlob(blobs: BlobStore, part: string): AsyncGenerator<ListedObject> {
  for await (const tenant of blobs.tenants())
    for (let after: string | undefined; ;) {
      const page = await blobs.list(`${tenant}/${part}/`, { after });
      yield* page.blobs;
      if (page.next === undefined) break;
      after = page.next;
    }
}
