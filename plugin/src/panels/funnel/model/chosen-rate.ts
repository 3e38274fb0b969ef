import type { RateOf } from '../funnel-options';
import type { FunnelCell } from './funnel-model';

interface ChosenRate {
  readonly rate: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly before: number | null;
}

/** The rate that is shown first: of the step before if only that is asked for, else of all. */
export function chosenRate({ earlier, ...cell }: FunnelCell, rateOf: RateOf): ChosenRate {
  return rateOf === 'step'
    ? { rate: cell.rateStep, low: cell.stepLow, high: cell.stepHigh, before: earlier?.rateStep ?? null }
    : { rate: cell.rateTotal, low: cell.totalLow, high: cell.totalHigh, before: earlier?.rateTotal ?? null };
}
