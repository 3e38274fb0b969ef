import { WARNING_SHARE, type Bar } from './sensitivity.js';

export type Level = 'ok' | 'warning' | 'critical';

/** A level that was reached is kept until the evidence has fallen below this share, so that noise does not flap. */
const RELEASE_SHARE = 0.35;

/** More evidence than twice what is needed is forgotten, so that the end of an incident is seen soon. */
const MAX_SHARE = 2;

/**
 * Adds up evidence step by step: S = min(2h, max(0, S + min(d, cap))), the cumulative sum of log-likelihood ratios.
 * @see E. S. Page, Continuous inspection schemes, Biometrika 41, 1954
 */
export class Accumulator {
  readonly #bar: Bar;
  #evidence = 0;
  #level: Level = 'ok';

  constructor(bar: Bar) {
    this.#bar = bar;
  }

  get level(): Level {
    return this.#level;
  }

  /** Evidence as a share of what is critical: above 1 it is. */
  get score(): number {
    return this.#evidence / this.#bar.critical;
  }

  /**
   * @param nats log-likelihood ratio of the step between "clearly wrong" and "a little off"
   * @param isNormal whether the last half hour looks normal again, which ends what is critical
   */
  add(nats: number, isNormal: boolean): Level {
    const { critical, cap } = this.#bar;
    this.#evidence = Math.min(MAX_SHARE * critical, Math.max(0, this.#evidence + Math.min(nats, cap)));
    if (this.#level === 'critical' && isNormal) this.#evidence = 0;
    this.#level = nextLevel(this.#level, this.score);
    return this.#level;
  }
}

/** The level that follows from a score, given the one before. */
export function nextLevel(before: Level, score: number): Level {
  if (score > 1) return 'critical';
  if (before !== 'ok' && score > RELEASE_SHARE) return before;
  return score > WARNING_SHARE ? 'warning' : 'ok';
}
