import type { Random } from './random.js';
import type { WeekRhythm } from './week-rhythm.js';

const MINUTE = 60_000;
const PERIOD = 15 * 86_400_000;
const TRIES = 200;

/** What befalls the calls at one instant. */
export interface Conditions {
  /** Factor on the language model's latency. */
  readonly llm: number;
  /** Factor on the arrivals. */
  readonly volume: number;
  /** The voice agent does not work. */
  readonly outage: boolean;
}

const CALM: Conditions = { llm: 1, volume: 1, outage: false };

interface Window extends Conditions {
  readonly from: number;
  readonly to: number;
}

/**
 * What goes wrong: in every 15 days three windows of slow language model, one surge of calls and one outage, all at
 * busy times, where they hurt. Drawn period by period, so that a live run never comes to their end.
 */
export class Incidents {
  /** Largest factor on the arrivals. */
  readonly surge: number;
  private readonly periods = new Map<number, readonly Window[]>();

  constructor(
    private readonly random: Random,
    private readonly rhythm: WeekRhythm,
    private readonly origin: number,
    private readonly enabled: boolean,
  ) {
    this.surge = enabled ? 3 : 1;
  }

  at(instant: number): Conditions {
    if (!this.enabled) return CALM;
    for (const window of this.windows(Math.floor((instant - this.origin) / PERIOD))) {
      if (instant >= window.from && instant < window.to) return window;
    }
    return CALM;
  }

  private windows(period: number): readonly Window[] {
    const known = this.periods.get(period);
    if (known !== undefined) return known;
    const random = this.random.fork(period);
    const drawn = [
      this.window(random, period, 25, { llm: 1, volume: 1, outage: true }),
      this.window(random, period, 75, { llm: 1, volume: this.surge, outage: false }),
      ...[45, 70, 110].map((minutes) => this.window(random, period, minutes, { llm: 3, volume: 1, outage: false })),
    ];
    this.periods.delete(period - 4);
    this.periods.set(period, drawn);
    return drawn;
  }

  private window(random: Random, period: number, minutes: number, conditions: Conditions): Window {
    const length = minutes * MINUTE * random.between(0.8, 1.2);
    const start = this.origin + period * PERIOD;
    let from = start;
    for (let attempt = 0; attempt < TRIES; attempt += 1) {
      from = Math.floor(random.between(start, start + PERIOD - length));
      if (this.rhythm.rateAt(from) > 0.6 * this.rhythm.peak) break;
    }
    return { ...conditions, from, to: Math.floor(from + length) };
  }
}
