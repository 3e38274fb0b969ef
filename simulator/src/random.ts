const WARM_UP_ROUNDS = 12;
const GOLDEN = 0x9e3779b9;

/** The finaliser of MurmurHash3: every input bit reaches every output bit. */
const mix = (word: number): number => {
  let hash = word | 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) | 0;
};

const mixText = (text: string): number => {
  let hash = GOLDEN | 0;
  for (let index = 0; index < text.length; index += 1) hash = mix(hash ^ text.charCodeAt(index));
  return hash;
};

/**
 * Seeded pseudo-random numbers: sfc32 (Doty-Humphrey), 128 bits of state, passes PractRand, not for secrets.
 * A stream is named by 64 bits; `fork` names a new one from its parent's name alone, so that what a child draws
 * never depends on how much the parent has drawn, and a call looks the same whichever of its details are wanted.
 */
export class Random {
  private a: number;
  private b: number;
  private c: number;
  private counter = 1;

  private constructor(
    private readonly high: number,
    private readonly low: number,
  ) {
    this.a = high;
    this.b = low;
    this.c = mix(high ^ Math.imul(low, GOLDEN));
    for (let round = 0; round < WARM_UP_ROUNDS; round += 1) this.word();
  }

  static seeded(seed: string): Random {
    return new Random(mixText(seed), mixText(`${seed}'`));
  }

  fork(label: string | number): Random {
    const word = typeof label === 'string' ? mixText(label) : label | 0;
    return new Random(mix(this.high ^ mix(word)), mix(this.low + Math.imul(word, GOLDEN) + 1));
  }

  /** 32 random bits as a signed integer. */
  private word(): number {
    const sum = (((this.a + this.b) | 0) + this.counter) | 0;
    this.counter = (this.counter + 1) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = (((this.c << 21) | (this.c >>> 11)) + sum) | 0;
    return sum;
  }

  /** Uniform in [0, 1). */
  next(): number {
    return (this.word() >>> 0) / 4_294_967_296;
  }

  between(low: number, high: number): number {
    return low + (high - low) * this.next();
  }

  /** Uniform integer in [0, count). */
  below(count: number): number {
    return Math.floor(this.next() * count);
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  exponential(mean: number): number {
    return -mean * Math.log(1 - this.next());
  }

  /** Standard normal, by Box and Muller; the second value is thrown away to keep the state small. */
  normal(): number {
    return Math.sqrt(-2 * Math.log(1 - this.next())) * Math.cos(2 * Math.PI * this.next());
  }

  /** `sigma` is the standard deviation of the logarithm. */
  logNormal(median: number, sigma: number): number {
    return median * Math.exp(sigma * this.normal());
  }

  weibull(scale: number, shape: number): number {
    return scale * Math.pow(-Math.log(1 - this.next()), 1 / shape);
  }

  pick<T>(choices: readonly [T, ...T[]]): T {
    return choices[this.below(choices.length)] ?? choices[0];
  }

  /** Picks in proportion to `weight`. */
  weighted<T extends { readonly weight: number }>(choices: readonly [T, ...T[]]): T {
    let left = this.next() * choices.reduce((sum, choice) => sum + choice.weight, 0);
    for (const choice of choices) {
      left -= choice.weight;
      if (left < 0) return choice;
    }
    return choices[0];
  }
}
