/**
 * Log-likelihood ratios of one step, in nats: how much more likely what was seen is if something is clearly wrong than if it
 * is only a little off. Sources: A. Wald, Sequential Analysis, 1947; constants measured in docs/decisions/0019.
 */

/** A little off and clearly wrong, as factors on what is usual. */
interface Factors {
  readonly slightly: number;
  readonly clearly: number;
}

export type Direction = 'above' | 'below';

const COUNT: Readonly<Record<Direction, Factors>> = {
  above: { slightly: 1.1, clearly: 2 },
  below: { slightly: 1 / 1.1, clearly: 1 / 2 },
};

const RATE: Readonly<Record<Direction, Factors>> = {
  above: { slightly: 1.2, clearly: 2.5 },
  below: { slightly: 1 / 1.25, clearly: 1 / 2 },
};

const SLOW: Factors = { slightly: 1.4, clearly: 2.5 };

/** A rate is never expected to be higher than this, so that its logarithms stay finite. */
const MAX_RATE = { slightly: 0.9, clearly: 0.95 } as const;
const MIN_RATE = 1e-9;

/**
 * Calls of a step, as a Poisson number.
 * @param expected highest expectation around the step for `above`, lowest for `below`
 */
export function countNats(direction: Direction, count: number, expected: number): number {
  const { slightly, clearly } = COUNT[direction];
  const mean = Math.max(expected, 1e-6);
  return count * Math.log(clearly / slightly) - mean * (clearly - slightly);
}

/** Two rates against each other, given that `count` of `total` had it. */
export function bernoulliNats(count: number, total: number, slightly: number, clearly: number): number {
  const off = Math.min(MAX_RATE.slightly, Math.max(MIN_RATE, slightly));
  const wrong = Math.min(MAX_RATE.clearly, Math.max(MIN_RATE, clearly));
  return count * Math.log(wrong / off) + (total - count) * Math.log((1 - wrong) / (1 - off));
}

/** @param usual rate of this hour */
export function rateNats(direction: Direction, count: number, total: number, usual: number): number {
  const { slightly, clearly } = RATE[direction];
  return bernoulliNats(count, total, usual * slightly, usual * clearly);
}

/** Slow values among all, divided by how much more they vary than independent ones. */
export function slowNats(slow: number, total: number, usualShare: number, designEffect: number): number {
  return bernoulliNats(slow, total, usualShare * SLOW.slightly, usualShare * SLOW.clearly) / designEffect;
}

/** Deviations of a mean of this size are what hours differ by. */
const HOUR_DEVIATION = 0.05;
/** Five per cent off against half as much again. */
const MEAN = { slightly: 0.05, clearly: 0.5 } as const;
/** A mean is at most so many times above what is usual, so that a single large amount says little. */
const MAX_EXCESS = 3;

/**
 * Mean of the amounts of a step, as a normal number.
 * @param variation squared coefficient of variation of one amount
 */
export function meanNats(direction: Direction, sum: number, total: number, usual: number, variation: number): number {
  if (total < 1 || usual <= 0) return 0;
  const variance = HOUR_DEVIATION ** 2 + variation / total;
  const excess = Math.min(MAX_EXCESS, Math.max(-1, sum / total / usual - 1));
  const signed = direction === 'above' ? excess : -excess;
  return ((MEAN.clearly - MEAN.slightly) / variance) * (signed - (MEAN.slightly + MEAN.clearly) / 2);
}

/** The rate, or a count, against a limit that was set: at the limit, or at twice (half) of it. */
export const limitRateNats = (direction: Direction, count: number, total: number, limit: number): number =>
  bernoulliNats(count, total, limit, direction === 'above' ? 2 * limit : limit / 2);

export function limitCountNats(direction: Direction, count: number, limit: number): number {
  const factor = direction === 'above' ? 2 : 1 / 2;
  return count * Math.log(factor) - Math.max(limit, 1e-6) * (factor - 1);
}

/** Silence varies more than its history says: hours differ. */
const SILENCE_DISPERSION = { min: 0.01, more: 0.02 } as const;

export const silenceDispersion = (dispersion: number): number =>
  Math.max(dispersion, SILENCE_DISPERSION.min) + SILENCE_DISPERSION.more;

/**
 * Minus the logarithm of the probability that nobody called while `expected` calls were to come, for calls that vary with a
 * dispersion φ: ln(1 + φ'L) / φ', φ' = max(φ, 0.01) + 0.02 (negative binomial).
 */
export function silenceNats(expected: number, dispersion: number): number {
  const phi = silenceDispersion(dispersion);
  return Math.log1p(phi * expected) / phi;
}

/** Evidence that one usual call brings, if what is watched doubles (or halves): 0.296 nats. */
export function natsOfUsualCall(direction: Direction): number {
  return countNats(direction, direction === 'above' ? 2 : 0.5, 1);
}

/** Evidence that one call brings, if the rate clearly is wrong. */
export function natsOfCall(direction: Direction, usual: number): number {
  const wrong = Math.min(MAX_RATE.clearly, usual * RATE[direction].clearly);
  return rateNats(direction, wrong, 1, usual);
}
