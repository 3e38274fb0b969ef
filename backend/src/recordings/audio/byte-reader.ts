/** Longest piece that can be looked at ahead. */
const MAX_PEEK = 64 * 1_024;

/** Reads a stream of bytes by length, and holds no more of it than was asked for and the piece that came last. */
export class ByteReader {
  readonly #source: AsyncIterator<Uint8Array>;
  #held: Uint8Array = new Uint8Array(0);
  #isEnded = false;

  constructor(source: AsyncIterable<Uint8Array>) {
    this.#source = source[Symbol.asyncIterator]();
  }

  /**
   * The next bytes, which stay to be read.
   * @param length at most 65,536
   * @returns fewer where the stream ends
   */
  async peek(length: number): Promise<Uint8Array> {
    if (length > MAX_PEEK) throw new RangeError(`${length} bytes are too many to look at ahead; ${MAX_PEEK} can be`);
    while (this.#held.length < length && !this.#isEnded) await this.#pull();
    return this.#held.subarray(0, length);
  }

  /** The next bytes. @param length at most 65,536 @returns fewer where the stream ends */
  async read(length: number): Promise<Uint8Array> {
    const bytes = await this.peek(length);
    this.#held = this.#held.subarray(bytes.length);
    return bytes;
  }

  /** Leaves bytes out; stops where the stream ends. */
  async skip(length: number): Promise<void> {
    for (let left = length; left > 0;) {
      const piece = await this.piece(Math.min(left, MAX_PEEK));
      if (piece === undefined) return;
      left -= piece.length;
    }
  }

  /** Whatever comes next, at most `max` bytes. @returns undefined at the end */
  async piece(max: number): Promise<Uint8Array | undefined> {
    while (this.#held.length === 0 && !this.#isEnded) await this.#pull();
    if (this.#held.length === 0) return undefined;
    const bytes = this.#held.subarray(0, max);
    this.#held = this.#held.subarray(bytes.length);
    return bytes;
  }

  /** All that comes next. */
  async *pieces(max: number): AsyncGenerator<Uint8Array> {
    for (let bytes = await this.piece(max); bytes !== undefined; bytes = await this.piece(max)) yield bytes;
  }

  /** Lets go of the stream, wherever it is. */
  async close(): Promise<void> {
    this.#isEnded = true;
    this.#held = new Uint8Array(0);
    await this.#source.return?.();
  }

  async #pull(): Promise<void> {
    const next = await this.#source.next();
    if (next.done === true) this.#isEnded = true;
    else if (this.#held.length === 0) this.#held = next.value;
    else {
      const joined = new Uint8Array(this.#held.length + next.value.length);
      joined.set(this.#held);
      joined.set(next.value, this.#held.length);
      this.#held = joined;
    }
  }
}
