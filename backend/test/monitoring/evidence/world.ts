import { HOURS_A_DAY, SLOTS_A_DAY } from '../../../src/analytics/baselines/local-clock.js';

/** Random numbers of one seed: mulberry32, and what is made from it. */
export class Chance {
  #state: number;
  #spare: number | undefined;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  uniform(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = this.#state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  }

  normal(): number {
    const spare = this.#spare;
    this.#spare = undefined;
    if (spare !== undefined) return spare;
    const radius = Math.sqrt(-2 * Math.log(1 - this.uniform()));
    const angle = 2 * Math.PI * this.uniform();
    this.#spare = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  }

  logNormal(median: number, deviation: number): number {
    return median * Math.exp(deviation * this.normal());
  }

  poisson(mean: number): number {
    if (mean > 50) return Math.max(0, Math.round(mean + Math.sqrt(mean) * this.normal()));
    const limit = Math.exp(-mean);
    let [count, product] = [0, this.uniform()];
    while (product > limit) {
      count += 1;
      product *= this.uniform();
    }
    return count;
  }

  binomial(total: number, share: number): number {
    let count = 0;
    for (let index = 0; index < total; index += 1) if (this.uniform() < share) count += 1;
    return count;
  }
}

/** Shape of a week: an office that is busy in the morning, one that opens sharply and is closed at night, or no shape at all. */
export type Shape = 'office' | 'sharp' | 'even';

const OFFICE = [
  0.02, 0.012, 0.01, 0.01, 0.015, 0.03, 0.1, 0.3, 0.75, 1, 1.05, 0.95, 0.6, 0.58, 0.85, 0.9, 0.8, 0.6, 0.38, 0.24, 0.15,
  0.09, 0.05, 0.03,
];
const SHARP = [0, 0, 0, 0, 0, 0, 0, 0, 0.9, 1, 1.05, 0.95, 0.7, 0.75, 0.95, 1, 0.9, 0.7, 0, 0, 0, 0, 0, 0];
const OFFICE_DAYS = [1.18, 1.05, 1, 0.98, 0.86, 0.3, 0.14];
const SHARP_DAYS = [1.1, 1.05, 1, 1, 0.9, 0, 0];

/** Share of the peak of a slot of five minutes of a weekday (0 is Monday). */
function shapeOf(shape: Shape, weekday: number, slot: number): number {
  if (shape === 'even') return 1;
  const hours = shape === 'office' ? OFFICE : SHARP;
  const hour = Math.floor(slot / 12);
  const here = hours[hour] ?? 0;
  const next = hours[(hour + 1) % HOURS_A_DAY] ?? 0;
  const value = shape === 'office' ? here + ((next - here) * (slot % 12)) / 12 : here;
  return value * ((shape === 'office' ? OFFICE_DAYS : SHARP_DAYS)[weekday] ?? 0);
}

export interface WorldOptions {
  readonly seed: number;
  readonly weeks: number;
  /** Calls in an hour at the peak. */
  readonly peak: number;
  readonly shape?: Shape;
  /** A week, such as 0.015. */
  readonly growth?: number;
  /** Days that are like a Sunday. */
  readonly holidays?: readonly number[];
  /** Factor on the calls of a day. */
  readonly factor?: (day: number, slot: number) => number;
}

/**
 * Calls that are messier than what the engine assumes: Poisson arrivals whose mean follows the week, grows, and is off by
 * 7 % a day and 5 % an hour (log-normal). Day 0 is a Monday; days are local.
 */
export class World {
  /** Mean number of calls of each slot of each day. */
  readonly means: readonly Float64Array[];
  /** Calls of each slot of each day. */
  readonly counts: readonly Float64Array[];
  readonly chance: Chance;

  constructor({ seed, weeks, peak, shape = 'office', growth = 0.015, holidays = [], factor }: WorldOptions) {
    const chance = new Chance(seed);
    this.chance = chance;
    this.means = Array.from({ length: weeks * 7 }, (_, day) => {
      const dayEffect = chance.logNormal(1, 0.07) * (holidays.includes(day) ? 0.12 : 1);
      let hourEffect = 1;
      return Float64Array.from({ length: SLOTS_A_DAY }, (_slot, slot) => {
        if (slot % 12 === 0) hourEffect = chance.logNormal(1, 0.05);
        const trend = (1 + growth) ** (day / 7 + slot / SLOTS_A_DAY / 7);
        return (
          (shapeOf(shape, day % 7, slot) * peak * trend * dayEffect * hourEffect * (factor?.(day, slot) ?? 1)) / 12
        );
      });
    });
    this.counts = this.means.map((day) => day.map((mean) => chance.poisson(mean)));
  }
}

/** Splits the calls of slots over the minutes of each. */
export function minutesOf(chance: Chance, slots: Float64Array): Float64Array {
  const minutes = new Float64Array(slots.length * 5);
  for (const [slot, count] of slots.entries())
    for (let index = 0; index < count; index += 1) {
      const at = slot * 5 + Math.floor(chance.uniform() * 5);
      minutes[at] = (minutes[at] ?? 0) + 1;
    }
  return minutes;
}
