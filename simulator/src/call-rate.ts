import { nextArrival } from './next-arrival.js';
import type { Random } from './random.js';
import type { SimulationSettings } from './settings.js';
import type { VolumeVariation } from './variation.js';
import type { WeekRhythm } from './week-rhythm.js';

const MINUTE = 60_000;
const DAY = 86_400_000;

/** A share of the usual calls that changes with time. */
export interface Gain {
  at(instant: number): number;
  /** Never exceeded. */
  readonly highest: number;
}

const UNCHANGED: Gain = { at: () => 1, highest: 1 };

/** How many calls come when nothing goes wrong: by the rhythm of the week, or at a steady rate from an instant on. */
export class CallRate {
  private readonly steadyFrom: number;
  private readonly steadyRate: number;
  private day = Number.NaN;
  private highest = 0;

  constructor(
    private readonly rhythm: WeekRhythm,
    { steady }: Pick<SimulationSettings, 'steady'>,
    private readonly variation?: VolumeVariation,
  ) {
    this.steadyFrom = steady?.from ?? Number.POSITIVE_INFINITY;
    this.steadyRate = (steady?.callsPerMinute ?? 0) / MINUTE;
  }

  /**
   * The next call of a Poisson process with this rate, or with a share of it.
   * @returns whole epoch milliseconds, or `until` if none comes before
   */
  next(random: Random, after: number, until = Number.POSITIVE_INFINITY, gain = UNCHANGED): number {
    const rateAt = (at: number) => this.at(at) * gain.at(at);
    let from = after;
    while (from < until) {
      const { highest, to } = this.boundFrom(from);
      const end = Math.min(to, until);
      const start = nextArrival(random, from, rateAt, highest * gain.highest, end);
      if (start < end) return start;
      from = end;
    }
    return until;
  }

  /** Calls per millisecond. */
  private at(instant: number): number {
    if (instant >= this.steadyFrom) return this.steadyRate;
    return this.rhythm.rateAt(instant) * (this.variation?.factorAt(instant) ?? 1);
  }

  /** A rate that is not exceeded from an instant to another. */
  private boundFrom(from: number): { readonly highest: number; readonly to: number } {
    if (from >= this.steadyFrom) return { highest: this.steadyRate, to: Number.POSITIVE_INFINITY };
    if (this.variation === undefined) return { highest: this.rhythm.peak, to: this.steadyFrom };
    const day = Math.floor(from / DAY);
    if (day !== this.day) {
      this.day = day;
      this.highest = this.rhythm.peak * this.variation.highest(day * DAY, (day + 1) * DAY);
    }
    return { highest: this.highest, to: Math.min(this.steadyFrom, (day + 1) * DAY) };
  }
}
