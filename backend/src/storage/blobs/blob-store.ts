import { createHash, type Hash } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import { addAbortSignal, Readable } from 'node:stream';
import { FairQueue, QueueFull } from '../../lib/scheduling/fair-queue.js';
import type { Clock } from '../../lib/time/units.js';
import type { BlobBackend, ListedObject } from './blob-backend.js';
import { BlobActivity, type BlobState } from './blob-activity.js';
import { BlobError } from './blob-error.js';
import { checkKey, checkPrefix, isBlobKey } from './blob-key.js';
import { bytesOf, type ByteRange, type Bytes } from './byte-range.js';
import type { EncryptionKeys } from './encryption-keys.js';
import { newEnvelope } from './envelope.js';
import { enclosed, OpenBlob, type BlobInfo } from './open-blob.js';
import { RewrapGuard } from './rewrap-guard.js';
import { encryptContent } from './segments.js';

export interface PutOptions {
  /** A media type, such as `application/pdf`. */
  readonly contentType: string;
  /** Bytes that the content may have, up to 64 GiB. */
  readonly maxBytes: number;
  /** Puts of a tenant that wait for each other, such as `uploads`, whose senders may be slow; absent for all others. */
  readonly queue?: string;
  readonly signal?: AbortSignal;
}

/** What was stored. */
export interface PutBlob {
  readonly bytes: number;
  /** Of the content, hexadecimal. */
  readonly sha256: string;
}

/** A blob, or a range of it, to be read. */
export interface BlobReading extends BlobInfo, Bytes {
  /** Has to be read to its end or destroyed. It ends with BlobError when the rest cannot be read. */
  readonly body: Readable;
}

export interface BlobPage {
  /** In the order of their keys, by code units. `storedBytes` counts what is stored around the content, too. */
  readonly blobs: readonly ListedObject[];
  /** What `after` is for the next page; undefined when there is none. */
  readonly next: string | undefined;
}

/** 64 GiB: as much as S3 takes in parts of the size that the backend sends, and some. */
const MAX_BLOB_BYTES = 2 ** 36;

/** Blobs of one page of a list at most. */
const MAX_LISTED = 1_000;

/** Content is hashed and encrypted in pieces, so that a large buffer does not hold the thread. */
const PIECE_BYTES = 256 << 10;

/** Puts at once; each of them holds up to 16 MiB when it goes to S3, and next to nothing when it goes to a folder. */
export const PUTS_AT_ONCE = {
  s3: { total: 12, perOwner: 6, maxWaiting: 500 },
  folder: { total: 120, perOwner: 60, maxWaiting: 500 },
} as const;

interface Dependencies {
  readonly backend: BlobBackend;
  readonly keys: EncryptionKeys;
  readonly putsAtOnce: (typeof PUTS_AT_ONCE)[keyof typeof PUTS_AT_ONCE];
  /** Epoch milliseconds. */
  readonly clock: Clock;
}

/** What has been seen of content that streams by. */
interface Tally {
  readonly hash: Hash;
  bytes: number;
}

async function* measured(
  body: AsyncIterable<Uint8Array> | Uint8Array,
  maxBytes: number,
  tally: Tally,
): AsyncGenerator<Buffer> {
  for await (const chunk of body instanceof Uint8Array ? [body] : body) {
    for (let at = 0; at < chunk.length; at += PIECE_BYTES) {
      const piece = Buffer.from(chunk.buffer, chunk.byteOffset + at, Math.min(PIECE_BYTES, chunk.length - at));
      tally.bytes += piece.length;
      if (tally.bytes > maxBytes) throw new BlobError('too_large', `the blob has more than ${maxBytes} bytes`);
      tally.hash.update(piece);
      yield piece;
    }
  }
}

/** Content that ends with the reason of a signal. */
async function* until(signal: AbortSignal, content: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  for await (const piece of content) {
    signal.throwIfAborted();
    yield piece;
  }
  signal.throwIfAborted();
}

/**
 * Files of Callsight under keys (`blob-key.ts`), in a folder or in S3, encrypted if there is a key. A reader sees a blob as a
 * whole or not at all. All of it throws BlobError.
 */
export class BlobStore {
  readonly #backend: BlobBackend;
  readonly #keys: EncryptionKeys;
  readonly #clock: Clock;
  readonly #closing = new AbortController();
  readonly #puts: FairQueue;
  readonly #guard = new RewrapGuard();
  readonly activity = new BlobActivity();

  constructor({ backend, keys, putsAtOnce, clock }: Dependencies) {
    this.#puts = new FairQueue(putsAtOnce);
    this.#backend = backend;
    this.#keys = keys;
    this.#clock = clock;
    // Everything that goes on listens to it, and stops when it ends.
    setMaxListeners(0, this.#closing.signal);
  }

  /** Whether blobs can be stored and read, as far as is known from the last check and what was done since. */
  get state(): BlobState {
    return this.activity.state;
  }

  /**
   * Stores a blob, in the place of what is stored under the key; it is durable when this resolves.
   * @param body its content; what it throws is thrown, and nothing is stored then
   */
  put(key: string, body: AsyncIterable<Uint8Array> | Uint8Array, options: PutOptions): Promise<PutBlob> {
    return this.activity.during('put', async () => {
      const tenant = checkKey(key);
      const { contentType, maxBytes, queue } = options;
      const owner = queue === undefined ? tenant : `${tenant}/${queue}`;
      const closing = this.#closing.signal;
      const signal = options.signal === undefined ? closing : AbortSignal.any([options.signal, closing]);
      const envelope = newEnvelope(key, contentType, this.#keys);
      const tally: Tally = { hash: createHash('sha256'), bytes: 0 };
      const content = measured(body, Math.min(maxBytes, MAX_BLOB_BYTES), tally);
      const { dataKey } = envelope;
      const stored = enclosed(envelope.bytes, dataKey === undefined ? content : encryptContent(dataKey, content));
      // A stream that stalls would hold a put that is to end.
      if (body instanceof Readable) addAbortSignal(signal, body);
      await this.#inTurn(owner, signal, () => this.#guard.change(key, () => this.#backend.write(key, stored, signal)));
      this.activity.bytesWritten += tally.bytes;
      return { bytes: tally.bytes, sha256: tally.hash.digest('hex') };
    });
  }

  /** @returns undefined when there is none */
  head(key: string): Promise<BlobInfo | undefined> {
    return this.activity.during('get', async () => {
      const blob = await this.#open(key);
      await blob?.close();
      return blob?.info;
    });
  }

  /**
   * A blob as a stream.
   * @returns undefined when there is none
   */
  get(key: string, range?: ByteRange): Promise<BlobReading | undefined> {
    return this.activity.during('get', async () => {
      const blob = await this.#open(key);
      if (blob === undefined) return undefined;
      try {
        const bytes = bytesOf(range, blob.info.bytes);
        const body = Readable.from(this.activity.reading(blob.read(bytes)), { objectMode: false });
        // A stream that is destroyed before its first byte never enters the generator that it was made from.
        body.once('close', () => {
          // What was read was read; the system closes the rest.
          blob.close().catch(() => undefined);
        });
        return { ...blob.info, ...bytes, body };
      } catch (error) {
        await blob.close();
        throw error;
      }
    });
  }

  /** Deletes a blob, if there is one. */
  delete(key: string): Promise<void> {
    return this.activity.during('delete', async () => {
      checkKey(key);
      await this.#guard.change(key, () => this.#backend.remove(key, this.#closing.signal));
    });
  }

  /**
   * Has a blob encrypted with the first key, as a new one would be: of an encrypted blob its data key alone is encrypted anew, one
   * that is not encrypted is. Readers see it before or after as a whole; a put or a delete of the key breaks it off.
   * @returns `current` when there is nothing to do, `absent` when there is no blob
   * @throws BlobError, `replaced` when something else is done with the blob at the same time
   */
  async rewrap(key: string): Promise<'rewrapped' | 'current' | 'absent'> {
    const tenant = checkKey(key);
    return this.#guard.rewrap(key, async (stop) => {
      const blob = await this.activity.during('get', () => this.#open(key));
      if (blob === undefined) return 'absent';
      try {
        const stored = blob.rewrapped();
        if (stored === undefined) return 'current';
        await this.#replace(tenant, blob.info, until(stop, stored), stop);
        return 'rewrapped';
      } finally {
        await blob.close();
      }
    });
  }

  /**
   * One page of the blobs whose keys begin with whole parts.
   * @param prefix empty, or such as `main/artifacts/`
   * @param after the key behind which the page begins, or `next` of the page before
   * @param limit 1 to 1,000
   */
  list(
    prefix: string,
    { after, limit = MAX_LISTED }: { after?: string | undefined; limit?: number } = {},
  ): Promise<BlobPage> {
    return this.activity.during('list', async () => {
      checkPrefix(prefix);
      const most = Math.max(1, Math.min(limit, MAX_LISTED));
      const { objects, next } = await this.#backend.list(prefix, after, most, this.#closing.signal);
      return { blobs: objects.filter((object) => isBlobKey(object.key)), next };
    });
  }

  /** Tenants that have blobs, in order. Costs two requests for each of them. */
  async *tenants(): AsyncGenerator<string> {
    for (let after: string | undefined; ;) {
      const page = await this.list('', { after, limit: 1 });
      const tenant = page.blobs[0] === undefined ? undefined : checkKey(page.blobs[0].key);
      if (tenant !== undefined) yield tenant;
      if (page.next === undefined) return;
      // Behind all keys of the tenant: no part of a key sorts behind "~".
      after = tenant === undefined ? page.next : `${tenant}/~`;
    }
  }

  /** Sees whether a blob could be stored now, and notes it in `state`. */
  check(): Promise<void> {
    return this.activity.checking(() => this.#backend.check(this.#closing.signal));
  }

  /** Removes what puts that were broken off have left behind; for the one instance that stores blobs here. @returns how much */
  sweep(): Promise<number> {
    return this.#backend.sweep(this.#clock(), this.#closing.signal);
  }

  /** Breaks off what goes on. */
  close(): void {
    this.#closing.abort(new BlobError('storage_failed', 'the service is stopping'));
    this.#backend.close();
  }

  async #open(key: string): Promise<OpenBlob | undefined> {
    checkKey(key);
    return OpenBlob.open(key, { backend: this.#backend, keys: this.#keys, signal: this.#closing.signal });
  }

  /** Stores what is the same blob. @param stop ends the wait for its turn */
  #replace(
    tenant: string,
    { key, storedAt }: BlobInfo,
    stored: AsyncIterable<Buffer>,
    stop: AbortSignal,
  ): Promise<void> {
    const closing = this.#closing.signal;
    return this.activity.during('put', () =>
      this.#inTurn(`${tenant}/rewrap`, AbortSignal.any([closing, stop]), () =>
        // A write that is given up might take place later, behind the delete that it was given up for: its content ends instead.
        this.#backend.write(key, stored, closing, storedAt),
      ),
    );
  }

  async #inTurn(owner: string, signal: AbortSignal, work: () => Promise<void>): Promise<void> {
    try {
      await this.#puts.run(owner, work, signal);
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof QueueFull) throw new BlobError('storage_busy', 'too many blobs are being stored; try again');
      throw error;
    }
  }
}
