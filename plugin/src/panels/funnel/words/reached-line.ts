import type { FunnelOptions } from '../funnel-options';
import type { FunnelCell } from '../model/funnel-model';
import { formatCount } from './format-count';
import { formatRate } from './format-rate';

/**
 * How a step stands to the one before: what the primary number does not say.
 * @param isNarrow whether there is no room for words
 */
export function reachedLine(
  { reached, rateStep, rateTotal }: FunnelCell,
  step: number,
  { rateOf }: FunnelOptions,
  isNarrow: boolean,
): string {
  if (step === 0) return '';
  const count = formatCount(reached, true);
  if (rateOf === 'both') return `${count} · ${formatRate(rateStep)}${isNarrow ? ' ↳' : ' of prior'}`;
  return rateOf === 'step' ? `${count} · ${formatRate(rateTotal)} of all` : count;
}
