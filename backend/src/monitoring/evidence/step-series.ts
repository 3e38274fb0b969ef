import type { EpochMinute } from '../../analytics/baselines/local-clock.js';

/** What one group of a metric gave, step by step, without gaps. */
export interface StepSeries {
  /** First minute of the first step. */
  readonly from: EpochMinute;
  readonly stepMinutes: number;
  /** Calls, or what of them is counted, or the sum of their amounts. */
  readonly values: Float64Array;
  /** Of how many; the same as `values` for counts. */
  readonly totals: Float64Array;
}

/** Sums over the last steps, kept up to date step by step. */
export class RollingSum {
  readonly #ring: Float64Array;
  #next = 0;
  #sum = 0;

  constructor(steps: number) {
    this.#ring = new Float64Array(steps);
  }

  add(value: number): number {
    this.#sum += value - (this.#ring[this.#next] ?? 0);
    this.#ring[this.#next] = value;
    this.#next = (this.#next + 1) % this.#ring.length;
    // Fractions that are added and taken away again leave something behind.
    if (this.#next === 0) this.#sum = this.#ring.reduce((sum, one) => sum + one, 0);
    return this.#sum;
  }
}

/** Evidence of each step of a series, before it is added up. */
export interface Judged {
  readonly nats: Float64Array;
  /** 1 where the last half hour looks normal again. */
  readonly isNormal: Uint8Array;
}

export const NORMAL_MINUTES = 30;

export const judgedOf = (steps: number): Judged => ({
  nats: new Float64Array(steps),
  isNormal: new Uint8Array(steps),
});
