/** Sent at once; the process works it off before it asks for more. */
const PIECE_BYTES = 256 * 1_024;

/** Gives a file away in pieces of a bounded length, one at a time, and knows how it failed. */
export class FileFeed {
  readonly #source: AsyncIterator<Uint8Array>;
  #held: Uint8Array = new Uint8Array(0);
  #bytes = 0;
  #failure: Error | undefined;

  constructor(source: AsyncIterable<Uint8Array>) {
    this.#source = source[Symbol.asyncIterator]();
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

  /** Lets go of the file, wherever it is. */
  async close(): Promise<void> {
    // The caller wants to be done, and has the reason why already.
    await this.#source.return?.().catch(() => undefined);
  }

  async #pull(): Promise<Uint8Array | undefined> {
    try {
      const next = await this.#source.next();
      return next.done === true ? undefined : next.value;
    } catch (error) {
      this.#failure = error instanceof Error ? error : new Error(String(error));
      throw this.#failure;
    }
  }
}
