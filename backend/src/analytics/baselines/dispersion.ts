import { median } from '../statistics/median.js';

/** Steps with fewer expected calls say little of how much counts vary. */
const ENOUGH_CALLS = 8;

/** Less is not told apart from none. */
export const MIN_DISPERSION = 0.005;

/** Makes the median absolute deviation of normal values their standard deviation. */
export const TO_STANDARD = 1.4826;

/** Counts of times that were compared with what the others made expected. */
export class CountResiduals {
  readonly #residuals: number[] = [];
  readonly #means: number[] = [];

  /** @param mean that was expected; below `ENOUGH_CALLS` the count is left out */
  add(count: number, mean: number): void {
    if (mean < ENOUGH_CALLS || Number.isNaN(count)) return;
    this.#residuals.push(Math.abs(count - mean) / Math.sqrt(mean));
    this.#means.push(mean);
  }

  /** How much more counts vary than calls that come independently: φ, where the variance is m + φ·m². */
  get dispersion(): number {
    if (this.#residuals.length === 0) return MIN_DISPERSION;
    const spread = (TO_STANDARD * median(this.#residuals)) ** 2;
    return Math.max(MIN_DISPERSION, (spread - 1) / median(this.#means));
  }
}
