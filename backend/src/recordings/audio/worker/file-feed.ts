import { withinTime } from '../../../lib/background/within-time.js';

/** Sent at once; the process works it off before it asks for more. */
const PIECE_BYTES = 256 * 1_024;

/** Nothing came of a file for too long, so that others that wait are not held up by it. */
export class FileStalled extends Error {
  override readonly name = 'FileStalled';
}

/** Gives a file away in pieces of a bounded length, one at a time, and knows how it failed. */
export class FileFeed {
  readonly #source: AsyncIterator<Uint8Array>;
  #held: Uint8Array = new Uint8Array(0);
  #bytes = 0;
  #failure: Error | undefined;
  #isPulling = false;
  readonly #stallMs: number;

  /** @param stallMs how long the next piece may take */
  constructor(source: AsyncIterable<Uint8Array>, stallMs: number) {
    this.#source = source[Symbol.asyncIterator]();
    this.#stallMs = stallMs;
  }

  /** Bytes that were given away. */
  get bytes(): number {
    return this.#bytes;
  }

  /** @throws what reading the file threw, if it did */
  throwIfFailed(): void {
    if (this.#failure !== undefined) throw this.#failure;
  }

  /** @returns null at the end of the file @throws what reading it throws */
  async next(): Promise<Uint8Array | null> {
    while (this.#held.length === 0) {
      const next = await this.#pull();
      if (next === undefined) return null;
      this.#held = next;
    }
    const piece = this.#held.subarray(0, PIECE_BYTES);
    this.#held = this.#held.subarray(piece.length);
    this.#bytes += piece.length;
    return piece;
  }

  /** Lets go of the file, wherever it is; of one that nothing comes of, as soon as something comes. */
  async close(): Promise<void> {
    // The caller wants to be done, and has the reason why already.
    const closed = this.#source.return?.().catch(() => undefined);
    if (!this.#isPulling) await closed;
  }

  async #pull(): Promise<Uint8Array | undefined> {
    try {
      this.#isPulling = true;
      const next = await withinTime(this.#source.next(), this.#stallMs);
      if (next === undefined) throw new FileStalled(`nothing came of the recording for ${this.#stallMs / 1_000} s`);
      this.#isPulling = false;
      return next.done === true ? undefined : next.value;
    } catch (error) {
      this.#failure = error instanceof Error ? error : new Error(String(error));
      throw this.#failure;
    }
  }
}
