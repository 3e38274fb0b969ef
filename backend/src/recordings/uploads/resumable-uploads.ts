import { randomBytes } from 'node:crypto';
import type { Logger } from 'pino';
import { HOUR_MS } from '../../lib/time/durations.js';
import type { Clock, Millis } from '../../lib/time/units.js';
import { BlobError } from '../../storage/blobs/blob-error.js';
import type { BlobStore } from '../../storage/blobs/blob-store.js';
import { NotAudio } from '../records/check-audio.js';
import { RecordingRefused } from '../records/recording-refused.js';
import { tooLarge, type Recordings, type Taken } from '../records/recordings.js';
import type { RecordingId } from '../records/stored-recording.js';
import { offsetOf, type StoredUpload, type UploadStore } from './upload-store.js';

/** An upload of which nothing more came for so long is forgotten. */
const UPLOAD_LASTS_MS = 24 * HOUR_MS;

/** A part is stored when it has so many bytes: with a crash, at most one part has to be sent again. */
const PART_BYTES = 8 << 20;

/** Uploads of a tenant that may be under way. */
const MAX_UPLOADS = 1_000;

/** Second part of the keys of blobs. */
export const UPLOADS = 'uploads';

/** Why an upload does not go on. */
export class UploadRefused extends Error {
  override readonly name = 'UploadRefused';
  constructor(
    readonly code: 'unknown_upload' | 'wrong_offset' | 'upload_busy' | 'upload_too_long' | 'too_many_uploads',
    message: string,
  ) {
    super(message);
  }
}

interface Dependencies {
  readonly store: UploadStore;
  readonly blobs: BlobStore;
  readonly recordings: Recordings;
  /** Bytes that a recording may have. */
  readonly maxBytes: number;
  /** Epoch milliseconds. */
  readonly clock: Clock;
  readonly log: Logger;
}

export interface NewUpload {
  readonly length: number;
  readonly contentType?: string;
  /** Hexadecimal. */
  readonly sha256?: string;
}

const lockOf = ({ tenant, call, name }: RecordingId): string => [tenant, call, name].join('\u0000');

/** A body that is read part by part; how it ends is known afterwards. */
class Source {
  readonly #iterator: AsyncIterator<Uint8Array>;
  #next: Uint8Array | undefined;
  /** What broke it off, if something did. */
  failure: Error | undefined;
  left: number;

  constructor(body: AsyncIterable<Uint8Array>, left: number) {
    this.#iterator = body[Symbol.asyncIterator]();
    this.left = left;
  }

  /** @returns whether there is more */
  async look(): Promise<boolean> {
    try {
      while (this.#next === undefined || this.#next.length === 0) {
        const next = await this.#iterator.next();
        if (next.done === true) return false;
        this.#next = next.value;
      }
      if (this.#next.length <= this.left) return true;
      throw new UploadRefused('upload_too_long', 'more bytes came than Upload-Length announced');
    } catch (error) {
      this.failure = error as Error;
      return false;
    }
  }

  /** As much as one part has; less when the body ends or breaks off. */
  async *part(): AsyncGenerator<Uint8Array> {
    for (let bytes = 0; bytes < PART_BYTES && (await this.look());) {
      const chunk = this.#next ?? new Uint8Array();
      this.#next = undefined;
      bytes += chunk.length;
      this.left -= chunk.length;
      yield chunk;
    }
  }
}

/**
 * Uploads that can be broken off and go on (tus 1.0: core, creation, expiration). What came is kept in parts, up to the byte
 * at which a connection broke; when all has come, the parts become the recording.
 */
export class ResumableUploads {
  readonly #dependencies: Dependencies;
  readonly #busy = new Set<string>();

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
  }

  /** Begins an upload, in the place of one that was begun under the same name. @throws RecordingRefused, BlobError, UploadRefused */
  create(id: RecordingId, { length, contentType, sha256 }: NewUpload): Promise<StoredUpload> {
    const { store, recordings, maxBytes, clock } = this.#dependencies;
    return this.#alone(id, async () => {
      if (length > maxBytes) throw tooLarge(maxBytes);
      await recordings.admit(id);
      const before = await store.get(id);
      if (before === undefined && (await store.list(MAX_UPLOADS, id.tenant)).length >= MAX_UPLOADS)
        throw new UploadRefused('too_many_uploads', `at most ${MAX_UPLOADS} uploads may be under way`);
      if (before !== undefined) await this.#forget(before);
      const upload: StoredUpload = {
        ...id,
        length,
        ...(contentType !== undefined && { contentType }),
        ...(sha256 !== undefined && { sha256 }),
        parts: [],
        changedAt: clock(),
      };
      await store.put(upload);
      return upload;
    });
  }

  get(id: RecordingId): Promise<StoredUpload | undefined> {
    return this.#dependencies.store.get(id);
  }

  /**
   * Takes what comes behind what has come. When the whole is there, it becomes the recording.
   * @param offset bytes that the sender knows to have come
   * @throws UploadRefused, RecordingRefused, NotAudio, BlobError; what broke the body off
   */
  append(
    id: RecordingId,
    offset: number,
    body: AsyncIterable<Uint8Array>,
  ): Promise<{ readonly offset: number; readonly taken: Taken | undefined }> {
    const { store } = this.#dependencies;
    return this.#alone(id, async () => {
      let upload = await store.get(id);
      if (upload === undefined) throw new UploadRefused('unknown_upload', 'there is no upload of this name');
      const has = offsetOf(upload);
      if (offset !== has) throw new UploadRefused('wrong_offset', `the upload has ${has} bytes; go on from there`);
      const source = new Source(body, upload.length - has);
      while (await source.look()) upload = await this.#addPart(upload, source);
      if (source.failure !== undefined) throw source.failure;
      if (offsetOf(upload) < upload.length) return { offset: offsetOf(upload), taken: undefined };
      return { offset: upload.length, taken: await this.#finish(upload) };
    });
  }

  /** Makes recordings of uploads that are whole, which a crash kept from it, and forgets those that were left. */
  async settle(): Promise<void> {
    const { store, clock, log } = this.#dependencies;
    for (const upload of await store.list(10 * MAX_UPLOADS)) {
      const isWhole = offsetOf(upload) === upload.length;
      const isOld = clock() - upload.changedAt > UPLOAD_LASTS_MS;
      if ((!isWhole && !isOld) || this.#busy.has(lockOf(upload))) continue;
      await this.#alone(upload, async () => {
        if (isOld) await this.#forget(upload);
        else await this.#finish(upload);
      }).catch((error: unknown) => {
        log.warn({ err: error }, 'an upload could not be settled; it will be tried again');
      });
    }
  }

  /** Leaves nothing of the uploads for a call, under one of its ids. */
  async erase(tenant: string, call: string): Promise<void> {
    const { blobs, store } = this.#dependencies;
    for (const upload of await store.list(MAX_UPLOADS, tenant, call)) {
      // What cannot be deleted now stays known, so that erasing is tried again.
      for (const { key } of upload.parts) await blobs.delete(key);
      await store.remove(upload);
    }
  }

  /** Keys of all parts that belong to an upload. */
  async keysInUse(): Promise<ReadonlySet<string>> {
    const uploads = await this.#dependencies.store.list(10 * MAX_UPLOADS);
    return new Set(uploads.flatMap(({ parts }) => parts.map(({ key }) => key)));
  }

  /** Uploads that are not whole. @param most so many are counted at most */
  count(most: number): Promise<number> {
    return this.#dependencies.store.count(most);
  }

  /** When an upload is forgotten unless something comes; epoch milliseconds. */
  endOf({ changedAt }: StoredUpload): Millis {
    return changedAt + UPLOAD_LASTS_MS;
  }

  async #addPart(upload: StoredUpload, source: Source): Promise<StoredUpload> {
    const { store, blobs, clock } = this.#dependencies;
    const key = `${upload.tenant}/${UPLOADS}/${randomBytes(16).toString('hex')}.part`;
    const options = { contentType: 'application/octet-stream', maxBytes: upload.length, queue: 'uploads' };
    const { bytes } = await blobs.put(key, source.part(), options);
    const longer = { ...upload, parts: [...upload.parts, { key, bytes }], changedAt: clock() };
    if ((await store.get(upload)) === undefined) {
      // The call was erased meanwhile.
      await blobs.delete(key);
      throw new UploadRefused('unknown_upload', 'the upload is no longer wanted');
    }
    await store.put(longer);
    return longer;
  }

  /** What can never become a recording is forgotten; what cannot at present is tried again. */
  async #finish(upload: StoredUpload): Promise<Taken> {
    const { tenant, call, name, contentType, sha256, length } = upload;
    const { recordings, store } = this.#dependencies;
    const id = { tenant, call, name };
    try {
      const body = this.#content(upload);
      // With the recording the upload is gone: it does not become one again, in the place of a later one.
      const also = [store.removal(upload)];
      const taken = await recordings.take({ id, source: 'upload', body, contentType, sha256, length, also });
      await this.#deleteParts(upload);
      return taken;
    } catch (error) {
      if (error instanceof NotAudio || error instanceof RecordingRefused) await this.#forget(upload);
      throw error;
    }
  }

  async *#content({ parts }: StoredUpload): AsyncGenerator<Uint8Array> {
    for (const { key } of parts) {
      const reading = await this.#dependencies.blobs.get(key);
      if (reading === undefined) throw new BlobError('blob_damaged', 'a part of the upload is gone');
      yield* reading.body as AsyncIterable<Uint8Array>;
    }
  }

  /** Its parts go last: an upload that is known has all that came. */
  async #forget(upload: StoredUpload): Promise<void> {
    await this.#dependencies.store.remove(upload);
    await this.#deleteParts(upload);
  }

  /** Deletes parts that are no longer known. If that fails, they belong to nobody and go with the next sweep. */
  async #deleteParts({ parts }: StoredUpload): Promise<void> {
    const { blobs, log } = this.#dependencies;
    try {
      for (const { key } of parts) await blobs.delete(key);
    } catch (error) {
      log.warn({ err: error }, 'parts of an upload are deleted later');
    }
  }

  /** An upload has one sender at a time. */
  async #alone<T>(id: RecordingId, work: () => Promise<T>): Promise<T> {
    const lock = lockOf(id);
    if (this.#busy.has(lock))
      throw new UploadRefused('upload_busy', 'this upload is being sent by another request; try again in a moment');
    this.#busy.add(lock);
    try {
      return await work();
    } finally {
      this.#busy.delete(lock);
    }
  }
}
