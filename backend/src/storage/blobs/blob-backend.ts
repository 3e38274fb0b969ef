import type { Millis } from '../../lib/time/units.js';

/** What lies under a key, held as it was when it was opened, even when it is replaced or deleted meanwhile. */
export interface StoredObject {
  /** Bytes, as they are stored. */
  readonly size: number;
  /** When it was stored; epoch milliseconds. */
  readonly storedAt: Millis;
  /** The first bytes, as many as were asked for; fewer when there are no more. */
  readonly head: Buffer;
  /**
   * Bytes from `from` up to, not including, `to`.
   * @throws BlobError, also when there are fewer
   */
  read(from: number, to: number): AsyncIterable<Buffer>;
  close(): Promise<void>;
}

export interface ListedObject {
  readonly key: string;
  /** Bytes, as they are stored. */
  readonly storedBytes: number;
  /** Epoch milliseconds. */
  readonly storedAt: Millis;
}

export interface ObjectPage {
  /** In the order of their keys, by code units. */
  readonly objects: readonly ListedObject[];
  /** Where the next page goes on; undefined when there is none. */
  readonly next: string | undefined;
}

/** Where bytes are kept under keys. It does not know what they are. All of it throws BlobError. */
export interface BlobBackend {
  /**
   * Stores bytes under a key as a whole or not at all, in the place of what was there. They are durable when it resolves.
   * @param storedAt when it counts as stored, where the storage can keep that: a folder does, S3 does not; now if absent
   * @throws what the body throws, too
   */
  write(key: string, body: AsyncIterable<Buffer>, signal: AbortSignal, storedAt?: Millis): Promise<void>;
  /** @returns undefined when nothing lies under the key */
  open(key: string, headBytes: number, signal: AbortSignal): Promise<StoredObject | undefined>;
  /** Deletes what lies under a key, if anything does. */
  remove(key: string, signal: AbortSignal): Promise<void>;
  /** @param after the key, or `next` of the page, behind which this page begins */
  list(prefix: string, after: string | undefined, limit: number, signal: AbortSignal): Promise<ObjectPage>;
  /**
   * Sees whether it could store something now.
   * @returns whether it knows how much room there is
   */
  check(signal: AbortSignal): Promise<{ readonly knowsRoom: boolean }>;
  /** Removes what writes that were broken off have left behind. @returns how many */
  sweep(now: Millis, signal: AbortSignal): Promise<number>;
  close(): void;
}
