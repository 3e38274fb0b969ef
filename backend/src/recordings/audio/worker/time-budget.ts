/** Time that working on a file may take. */
export interface TimeLimits {
  readonly baseMs: number;
  /** More for each MB that came. */
  readonly perMbMs: number;
  readonly maxMs: number;
}

const MB = 1_000_000;

/** Counts the time in which a file is worked on; while the file itself is waited for, the clock stands. */
export class TimeBudget {
  readonly #limits: TimeLimits;
  readonly #onSpent: () => void;
  #spentMs = 0;
  #since: number | undefined;
  #timer: NodeJS.Timeout | undefined;

  /** @param onSpent called when the time is over */
  constructor(limits: TimeLimits, onSpent: () => void) {
    this.#limits = limits;
    this.#onSpent = onSpent;
  }

  /** Work goes on. @param bytes of the file that came so far */
  run(bytes: number): void {
    const { baseMs, perMbMs, maxMs } = this.#limits;
    const leftMs = Math.min(baseMs + (bytes / MB) * perMbMs, maxMs) - this.#spentMs;
    this.#since = performance.now();
    this.#timer = setTimeout(this.#onSpent, Math.max(leftMs, 0));
  }

  pause(): void {
    clearTimeout(this.#timer);
    if (this.#since !== undefined) this.#spentMs += performance.now() - this.#since;
    this.#since = undefined;
  }
}
