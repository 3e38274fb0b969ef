/** A filter of second order: y = b0·x + b1·x₁ + b2·x₂ − a1·y₁ − a2·y₂. */
export interface Biquad {
  readonly b0: number;
  readonly b1: number;
  readonly b2: number;
  readonly a1: number;
  readonly a2: number;
}

/**
 * The two filters of ITU-R BS.1770-4. The recommendation has their coefficients for 48,000 samples a second; these are the
 * analogue filters behind them, carried over to any rate by the bilinear transform: at 48,000 they are the table's.
 */
const SHELF = { frequency: 1_681.974450955533, gainDb: 3.999843853973347, quality: 0.7071752369554196 };
const HIGH_PASS = { frequency: 38.13547087602444, quality: 0.5003270373238773 };

/** How the gain of the shelf at its middle comes from that at its top. */
const SHELF_MIDDLE = 0.4996667741545416;

/** The shelf that lifts high frequencies, as the head of a listener does. @param rate samples a second */
export function shelfAt(rate: number): Biquad {
  const k = Math.tan((Math.PI * SHELF.frequency) / rate);
  const top = 10 ** (SHELF.gainDb / 20);
  const middle = top ** SHELF_MIDDLE;
  const a0 = 1 + k / SHELF.quality + k * k;
  return {
    b0: (top + (middle * k) / SHELF.quality + k * k) / a0,
    b1: (2 * (k * k - top)) / a0,
    b2: (top - (middle * k) / SHELF.quality + k * k) / a0,
    a1: (2 * (k * k - 1)) / a0,
    a2: (1 - k / SHELF.quality + k * k) / a0,
  };
}

/** The filter that leaves out low frequencies. @param rate samples a second */
export function highPassAt(rate: number): Biquad {
  const k = Math.tan((Math.PI * HIGH_PASS.frequency) / rate);
  const a0 = 1 + k / HIGH_PASS.quality + k * k;
  return { b0: 1, b1: -2, b2: 1, a1: (2 * (k * k - 1)) / a0, a2: (1 - k / HIGH_PASS.quality + k * k) / a0 };
}

/** Below, a state of a filter is nothing: numbers near the smallest ones are slow to reckon with. */
const NOTHING = 1e-20;

const settled = (state: number): number => (Math.abs(state) < NOTHING ? 0 : state);

/** One channel through both filters. */
export class KWeighting {
  readonly #shelf: Biquad;
  readonly #highPass: Biquad;
  #s1 = 0;
  #s2 = 0;
  #h1 = 0;
  #h2 = 0;

  /** @param rate samples a second */
  constructor(rate: number) {
    this.#shelf = shelfAt(rate);
    this.#highPass = highPassAt(rate);
  }

  /** Sum of the squares of filtered samples; those before come first, as the filters remember. */
  energyOf(samples: Float32Array, begin: number, end: number): number {
    const { b0, b1, b2, a1, a2 } = this.#shelf;
    const { a1: c1, a2: c2 } = this.#highPass;
    let [s1, s2, h1, h2] = [this.#s1, this.#s2, this.#h1, this.#h2];
    let sum = 0;
    for (let index = begin; index < end; index += 1) {
      const x = samples[index] ?? 0;
      const y = b0 * x + s1;
      s1 = b1 * x - a1 * y + s2;
      s2 = b2 * x - a2 * y;
      const z = y + h1;
      h1 = h2 - 2 * y - c1 * z;
      h2 = y - c2 * z;
      sum += z * z;
    }
    [this.#s1, this.#s2, this.#h1, this.#h2] = [settled(s1), settled(s2), settled(h1), settled(h2)];
    return sum;
  }
}
