/** Ids that sort by the time at which they were given, unique within this process and across restarts. */
export class Sequence {
  readonly #clock: () => number;
  #last = 0;

  constructor(clock: () => number) {
    this.#clock = clock;
  }

  /** Ten thousand ids fit into a millisecond; a clock that steps back is waited out by counting on. */
  next(): string {
    this.#last = Math.max(this.#last + 1, this.#clock() * 1_000);
    return this.#last.toString(36).padStart(11, '0');
  }
}
