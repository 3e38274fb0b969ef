import { studentHalfWidth, studentTwoSided } from '../../../analytics/statistics/distributions.js';
import type { Pair } from './daily.js';

/** Fewer pairs say too little of how much days differ among themselves. */
const MIN_PAIRS = 5;

/** How the days of a period differ from those of the period before. */
export interface PairedChange {
  /** Mean difference, in the unit of the metric. */
  readonly mean: number;
  /** Its 95 % interval. */
  readonly low: number;
  readonly high: number;
  /** Probability of so large a difference if there is none; two-sided paired t-test. */
  readonly p: number;
  /** Mean of the period before. */
  readonly before: number;
}

/** @returns undefined for too few pairs, and where all differ by the very same, of which nothing can be learned */
export function pairedChange(pairs: readonly Pair[]): PairedChange | undefined {
  const count = pairs.length;
  if (count < MIN_PAIRS) return undefined;
  const differences = pairs.map(({ now, before }) => now - before);
  const mean = differences.reduce((sum, one) => sum + one, 0) / count;
  const variance = differences.reduce((sum, one) => sum + (one - mean) ** 2, 0) / (count - 1);
  const error = Math.sqrt(variance / count);
  if (error === 0) return undefined;
  const half = studentHalfWidth(count - 1) * error;
  return {
    mean,
    low: mean - half,
    high: mean + half,
    p: studentTwoSided(mean / error, count - 1),
    before: pairs.reduce((sum, { before }) => sum + before, 0) / count,
  };
}
