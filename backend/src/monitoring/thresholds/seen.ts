import type { EpochMinute, LocalDay } from '../../analytics/baselines/local-clock.js';
import { BIN_WIDTH } from '../../analytics/baselines/usual-latency.js';
import type { StepSeries } from '../evidence/step-series.js';
import type { Delays } from './lateness.js';
import type { Model } from './models.js';
import type { Watch } from './watch.js';

/** What was seen of one group, step by step. */
export interface Seen extends StepSeries {
  readonly steps: number;
  /** Of percentiles: `step, bin, count` in turn. */
  readonly bins: Float64Array;
}

/** How late what happened becomes known, at a time. Rates and means that fall are judged when most calls are settled. */
export interface Lateness extends Delays {
  /** Present time. */
  readonly asOf: EpochMinute;
}

/** What one group of a threshold is judged from. */
export interface Judging {
  readonly watch: Watch;
  readonly seen: Seen;
  readonly models: ReadonlyMap<LocalDay, Model> | undefined;
  /** Minutes since 1970 on the clock of the wall. */
  readonly local: (minute: EpochMinute) => number;
  readonly lateness: Lateness;
  /** The provider whose calls alone these are, if they are. */
  readonly provider: string | undefined;
}

/** Bin whose lower edge a limit is; limits between two edges count from the nearer one. */
const binOfEdge = (limit: number): number => Math.round(Math.log(Math.max(limit, 1)) / BIN_WIDTH);

/**
 * The number of slow values and of all values in each step.
 * @param limitAt in milliseconds; undefined where nothing is slow
 */
export function slowSeries(
  { from, stepMinutes, steps, bins }: Seen,
  limitAt: (minute: EpochMinute) => number | undefined,
): StepSeries {
  const values = new Float64Array(steps);
  const totals = new Float64Array(steps);
  const limits = new Map<number, number>();
  const limitOf = (step: number): number => {
    const known = limits.get(step);
    if (known !== undefined) return known;
    const limit = limitAt(from + step * stepMinutes);
    const bin = limit === undefined ? Infinity : binOfEdge(limit);
    limits.set(step, bin);
    return bin;
  };
  for (let at = 0; at + 2 < bins.length; at += 3) {
    const step = bins[at] ?? 0;
    const count = bins[at + 2] ?? 0;
    totals[step] = (totals[step] ?? 0) + count;
    if ((bins[at + 1] ?? 0) >= limitOf(step)) values[step] = (values[step] ?? 0) + count;
  }
  return { from, stepMinutes, values, totals };
}
