import { BlobError, type BlobFault } from './blob-error.js';

export interface BlobState {
  readonly status: 'ok' | 'full' | 'unreachable' | 'denied' | 'failing';
  /** Why blobs cannot be stored, if so; without keys of blobs. */
  readonly reason: string | undefined;
}

const STATUS: Partial<Record<BlobFault, BlobState['status']>> = {
  storage_full: 'full',
  storage_unreachable: 'unreachable',
  storage_denied: 'denied',
  storage_failed: 'failing',
};

const OK: BlobState = { status: 'ok', reason: undefined };

const BLOB_OPERATIONS = ['put', 'get', 'list', 'delete'] as const;
type Operation = (typeof BLOB_OPERATIONS)[number];

/** How often something was done since the start, and how often it failed. What was asked for in a wrong way is no failure. */
export type BlobCounts = Readonly<Record<Operation, { readonly done: number; readonly failed: number }>>;

/** What is done with blobs, and whether it succeeds. */
export class BlobActivity {
  readonly #counts = Object.fromEntries(BLOB_OPERATIONS.map((name) => [name, { done: 0, failed: 0 }])) as Record<
    Operation,
    { done: number; failed: number }
  >;
  #state = OK;
  /** Bytes of content since the start. */
  bytesWritten = 0;
  bytesRead = 0;

  get state(): BlobState {
    return this.#state;
  }

  get counts(): BlobCounts {
    return this.#counts;
  }

  async during<T>(operation: Operation, work: () => Promise<T>): Promise<T> {
    try {
      const result = await work();
      this.#counts[operation].done += 1;
      // Whatever stood in the way of puts no longer does; other operations say nothing about room.
      if (operation === 'put') this.#state = OK;
      return result;
    } catch (error) {
      this.#note(operation, error);
      throw error;
    }
  }

  /** Counts what is read, and why it could not be read on. */
  async *reading(content: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    try {
      for await (const piece of content) {
        this.bytesRead += piece.length;
        yield piece;
      }
    } catch (error) {
      this.#note('get', error);
      throw error;
    }
  }

  /** A storage that does not know how much room it has is full until something could be stored. */
  async checking(check: () => Promise<{ readonly knowsRoom: boolean }>): Promise<void> {
    try {
      const { knowsRoom } = await check();
      if (knowsRoom || this.#state.status !== 'full') this.#state = OK;
    } catch (error) {
      if (!this.#noteState(error)) throw error;
    }
  }

  #note(operation: Operation, error: unknown): void {
    const isOfStorage = this.#noteState(error);
    const isOfBlob = error instanceof BlobError && error.code.startsWith('blob_');
    if (isOfStorage || isOfBlob) this.#counts[operation].failed += 1;
  }

  /** @returns whether the storage is at fault */
  #noteState(error: unknown): boolean {
    const status = error instanceof BlobError ? STATUS[error.code] : undefined;
    if (status === undefined) return false;
    this.#state = { status, reason: (error as BlobError).message };
    return true;
  }
}
