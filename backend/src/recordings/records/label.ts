import type { BlobStore } from '../../storage/blobs/blob-store.js';
import { collect } from '../../storage/blobs/collect.js';
import { filesOf, stemOf, type StoredRecording } from './stored-recording.js';

const LABEL = { contentType: 'application/json', maxBytes: 64 << 10 } as const;

/** Stores beside a recording what is known of it, without what leads to it elsewhere. */
export async function putLabel(
  { announcement: _, ...recording }: StoredRecording,
  blobs: Pick<BlobStore, 'put'>,
): Promise<void> {
  if (recording.file === undefined) return;
  await blobs.put(filesOf(stemOf(recording.file.key), '').label, Buffer.from(JSON.stringify(recording)), LABEL);
}

/** What a label says; undefined when there is none, or it is too long to be one. */
export async function readLabel(stem: string, blobs: Pick<BlobStore, 'get'>): Promise<StoredRecording | undefined> {
  const reading = await blobs.get(filesOf(stem, '').label);
  if (reading === undefined) return undefined;
  if (reading.bytes > LABEL.maxBytes) {
    reading.body.destroy();
    return undefined;
  }
  return JSON.parse((await collect(reading)).toString()) as StoredRecording;
}
