import type { FunnelOptions } from '../funnel-options';
import type { FunnelCell } from '../model/funnel-model';
import { formatCount, formatRate, formatTime } from './format';

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

/** What became of those who came no further. */
export function lostLine({ dropped, pending }: FunnelCell, isLast: boolean, { showPending }: FunnelOptions): string {
  if (isLast) return '';
  return [
    ...(dropped > 0 ? [`${formatCount(dropped, true)} dropped`] : []),
    ...(pending > 0 && showPending ? [`${formatCount(pending, true)} open`] : []),
  ].join(' · ');
}

/** How long it took from the step before; where there is room, also how long the slowest tenth took at least. */
export function timeLine({ medianS, p90S }: FunnelCell, { showTimes }: FunnelOptions, isNarrow: boolean): string {
  if (!showTimes || medianS === null) return '';
  const median = `median ${formatTime(medianS)}`;
  return p90S === null || isNarrow ? median : `${median} · 90% in ${formatTime(p90S)}`;
}
