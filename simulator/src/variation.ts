import type { Random } from './random.js';

const QUARTER = 900_000;
const HOUR = 3_600_000;
const DAY = 86_400_000;
const WEEK = 7 * DAY;

/** How much calls vary beyond the rhythm of the week. All are shares: 0.07 is 7 %. */
export interface Variation {
  /** Standard deviation of the logarithm of a local day's effect. */
  readonly day: number;
  /** The same of a local hour's. */
  readonly hour: number;
  readonly growthPerWeek: number;
}

/** As busy firms vary in the median. */
export const USUAL_VARIATION: Variation = { day: 0.07, hour: 0.05, growthPerWeek: 0.015 };

/** Log-normal with mean 1. */
const effect = (random: Random, sigma: number): number => Math.exp(sigma * random.normal() - sigma ** 2 / 2);

/** Good days and bad ones, good hours and bad ones, and growth: a factor on the calls that is the same within a quarter hour. */
export class VolumeVariation {
  private readonly days: Random;
  private readonly hours: Random;
  private quarter = Number.NaN;
  private factor = 1;

  /**
   * @param origin epoch milliseconds from which on calls grow
   * @param offsetAt milliseconds that the local clock is ahead of UTC
   */
  constructor(
    random: Random,
    private readonly settings: Variation,
    private readonly origin: number,
    private readonly offsetAt: (at: number) => number,
  ) {
    this.days = random.fork('days');
    this.hours = random.fork('hours');
  }

  factorAt(at: number): number {
    const quarter = Math.floor(at / QUARTER);
    if (quarter !== this.quarter) {
      this.quarter = quarter;
      this.factor = this.factorIn(quarter * QUARTER);
    }
    return this.factor;
  }

  /** The highest factor between two instants. */
  highest(from: number, to: number): number {
    let highest = 0;
    for (let at = from; at < to; at = (Math.floor(at / QUARTER) + 1) * QUARTER) {
      highest = Math.max(highest, this.factorAt(at));
    }
    return highest;
  }

  private factorIn(at: number): number {
    const { day, hour, growthPerWeek } = this.settings;
    const local = at + this.offsetAt(at);
    const growth = (1 + growthPerWeek) ** ((at - this.origin) / WEEK);
    const ofDay = effect(this.days.fork(Math.floor(local / DAY)), day);
    return growth * ofDay * effect(this.hours.fork(Math.floor(local / HOUR)), hour);
  }
}
