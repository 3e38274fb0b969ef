/** Lets what else waits for this thread go first. */
export const yieldToOthers = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Units of work (values read, placed or written) after which other tasks of the thread get their turn: about 5–10 ms. */
const UNITS_AT_ONCE = 50_000;

/** Cuts long work into pieces, so that one large answer does not hold the thread for all others. */
export class Pace {
  readonly #signal: AbortSignal | undefined;
  #left = UNITS_AT_ONCE;

  /** @param signal ends the work at the next piece */
  constructor(signal?: AbortSignal) {
    this.#signal = signal;
  }

  /** Whether enough was done that `rest` is to be awaited before going on. */
  isDue(units: number): boolean {
    this.#left -= units;
    return this.#left <= 0;
  }

  /** Lets others go first. @throws the reason of the signal when it is aborted */
  async rest(): Promise<void> {
    this.#left = UNITS_AT_ONCE;
    await yieldToOthers();
    this.#signal?.throwIfAborted();
  }

  /** Maps items in pieces. @param units of work for each item */
  async map<T, R>(items: readonly T[], units: number, map: (item: T, index: number) => R): Promise<R[]> {
    const results: R[] = new Array<R>(items.length);
    for (const [index, item] of items.entries()) {
      results[index] = map(item, index);
      if (this.isDue(units)) await this.rest();
    }
    return results;
  }
}
