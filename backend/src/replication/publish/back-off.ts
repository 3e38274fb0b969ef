const FIRST_MS = 500;
const LONGEST_MS = 30_000;

/** How long to wait before the next attempt: twice as long each time, a random part of it, never longer than half a minute. */
export class BackOff {
  #failures = 0;
  readonly #random: () => number;

  constructor(random: () => number = Math.random) {
    this.#random = random;
  }

  /** @param asked what the server asked for. @returns milliseconds */
  next(asked: number | undefined): number {
    const span = Math.min(FIRST_MS * 2 ** this.#failures, LONGEST_MS);
    this.#failures += 1;
    const own = span / 2 + (this.#random() * span) / 2;
    return Math.min(Math.max(own, asked ?? 0), LONGEST_MS * 2);
  }

  reset(): void {
    this.#failures = 0;
  }
}
