import type { EarlierCell, FunnelCell } from './funnel-model';
import { type FrameRow, readNumber } from './frame-rows';

function readEarlier(row: FrameRow): EarlierCell | undefined {
  const reached = readNumber(row['reached_previous']);
  if (reached === null) return undefined;
  return {
    reached,
    dropped: readNumber(row['dropped_previous']),
    pending: readNumber(row['pending_previous']),
    rateTotal: readNumber(row['rate_total_previous']),
    rateStep: readNumber(row['rate_step_previous']),
    medianS: readNumber(row['median_s_previous']),
  };
}

/** One row of a funnel's frame. */
export function readCell(row: FrameRow): FunnelCell {
  return {
    reached: readNumber(row['reached']) ?? 0,
    dropped: readNumber(row['dropped']) ?? 0,
    pending: readNumber(row['pending']) ?? 0,
    rateTotal: readNumber(row['rate_total']),
    totalLow: readNumber(row['rate_total_low']),
    totalHigh: readNumber(row['rate_total_high']),
    rateStep: readNumber(row['rate_step']),
    stepLow: readNumber(row['rate_step_low']),
    stepHigh: readNumber(row['rate_step_high']),
    medianS: readNumber(row['median_s']),
    p90S: readNumber(row['p90_s']),
    earlier: readEarlier(row),
    bins: [],
  };
}
