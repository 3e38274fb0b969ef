/** What a distribution holds, as plain data that can be sent to another process. */
export interface DistributionReading {
  /** Upper ends of the buckets, ascending. */
  readonly bounds: readonly number[];
  /** Values in each bucket, and at the end those above the last bound. */
  readonly counts: readonly number[];
  readonly sum: number;
}

/** Seconds, from one millisecond to half a minute. */
const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30] as const;

/**
 * Counts values by size: what a histogram of Prometheus is made from. Noting a value costs some comparisons and no
 * allocation, for it happens in the thread that takes events.
 */
export class Distribution {
  readonly #bounds: readonly number[];
  readonly #counts: Float64Array;
  #sum = 0;

  /** @param bounds ascending */
  constructor(bounds: readonly number[] = SECONDS) {
    this.#bounds = bounds;
    this.#counts = new Float64Array(bounds.length + 1);
  }

  note(value: number): void {
    let bucket = 0;
    while (bucket < this.#bounds.length && value > (this.#bounds[bucket] ?? 0)) bucket += 1;
    this.#counts[bucket] = (this.#counts[bucket] ?? 0) + 1;
    this.#sum += value;
  }

  get reading(): DistributionReading {
    return { bounds: this.#bounds, counts: [...this.#counts], sum: this.#sum };
  }
}
