import type { Incident } from './incident.js';
import type { Random } from './random.js';
import type { WeekRhythm } from './week-rhythm.js';

const MINUTE = 60_000;
const PERIOD = 15 * 86_400_000;
const TRIES = 200;

/**
 * What goes wrong by chance: in every 15 days three windows of slow language model, one surge of calls and one outage, all
 * at busy times, where they hurt. Drawn period by period, so that a live run never comes to their end.
 */
export class RandomIncidents {
  private readonly periods = new Map<number, readonly Incident[]>();

  /** @param origin epoch milliseconds at which the first period begins */
  constructor(
    private readonly random: Random,
    private readonly rhythm: WeekRhythm,
    private readonly origin: number,
  ) {}

  /** Number of the period that an instant lies in. No incident reaches from one period into another. */
  periodOf(at: number): number {
    return Math.floor((at - this.origin) / PERIOD);
  }

  /** Epoch milliseconds at which a period begins. */
  startOf(period: number): number {
    return this.origin + period * PERIOD;
  }

  in(period: number): readonly Incident[] {
    const known = this.periods.get(period);
    if (known !== undefined) return known;
    const random = this.random.fork(period);
    const drawn: readonly Incident[] = [
      this.draw(random, period, 25, { kind: 'component-down', target: 'voice-agent', factor: 1 }),
      this.draw(random, period, 75, { kind: 'spike', factor: 3 }),
      ...[45, 70, 110].map((minutes) => this.draw(random, period, minutes, { kind: 'latency', factor: 3 })),
    ];
    this.periods.delete(period - 4);
    this.periods.set(period, drawn);
    return drawn;
  }

  private draw(random: Random, period: number, minutes: number, what: Omit<Incident, 'from' | 'to'>): Incident {
    const length = minutes * MINUTE * random.between(0.8, 1.2);
    const start = this.startOf(period);
    let from = start;
    for (let attempt = 0; attempt < TRIES; attempt += 1) {
      from = Math.floor(random.between(start, start + PERIOD - length));
      if (this.rhythm.rateAt(from) > 0.6 * this.rhythm.peak) break;
    }
    return { ...what, from, to: Math.floor(from + length) };
  }
}
