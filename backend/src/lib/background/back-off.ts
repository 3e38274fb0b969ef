import type { Millis } from '../time/units.js';

const FIRST_MS = 500;
const MAX_MS = 30_000;

export interface BackOffOptions {
  /** Longest wait after the first failure; milliseconds. */
  readonly firstMs?: Millis;
  /** Longest wait of all, unless the other side asks for more (up to twice as long); milliseconds. */
  readonly maxMs?: Millis;
  /** Between 0 and 1. */
  readonly random?: () => number;
}

/** How long to wait before the next attempt: twice as long each time, a random half of it, up to a maximum. */
export class BackOff {
  readonly #firstMs: number;
  readonly #maxMs: number;
  readonly #random: () => number;
  #failures = 0;

  constructor({ firstMs = FIRST_MS, maxMs = MAX_MS, random = Math.random }: BackOffOptions = {}) {
    this.#firstMs = firstMs;
    this.#maxMs = maxMs;
    this.#random = random;
  }

  /** @param requestedMs what the other side asked for, such as `Retry-After`. @returns milliseconds */
  next(requestedMs?: number): Millis {
    const range = Math.min(this.#firstMs * 2 ** this.#failures, this.#maxMs);
    this.#failures += 1;
    const own = range / 2 + (this.#random() * range) / 2;
    return Math.min(Math.max(own, requestedMs ?? 0), this.#maxMs * 2);
  }

  reset(): void {
    this.#failures = 0;
  }
}
