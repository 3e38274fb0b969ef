import { t } from '@grafana/i18n';
import type { FunnelOptions } from '../funnel-options';
import type { FunnelCell } from '../model/funnel-model';
import { formatCount, formatRate, formatTime } from './numbers';

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
  const number = formatCount(reached, true);
  if (rateOf === 'both')
    return isNarrow
      ? `${number} · ${formatRate(rateStep)} ↳`
      : t('funnel-panel.step.of-prior', '{{- number}} · {{- rate}} of prior', { number, rate: formatRate(rateStep) });
  return rateOf === 'step'
    ? t('funnel-panel.step.of-all', '{{- number}} · {{- rate}} of all', { number, rate: formatRate(rateTotal) })
    : number;
}

/** What became of those who came no further. */
export function lostLine({ dropped, pending }: FunnelCell, isLast: boolean, { showPending }: FunnelOptions): string {
  if (isLast) return '';
  return [
    ...(dropped > 0
      ? [t('funnel-panel.step.dropped', '{{- number}} dropped', { number: formatCount(dropped, true) })]
      : []),
    ...(pending > 0 && showPending
      ? [t('funnel-panel.step.open', '{{- number}} open', { number: formatCount(pending, true) })]
      : []),
  ].join(' · ');
}

/** How long it took from the step before; where there is room, also how long the slowest tenth took at least. */
export function timeLine({ medianS, p90S }: FunnelCell, { showTimes }: FunnelOptions, isNarrow: boolean): string {
  if (!showTimes || medianS === null) return '';
  const median = t('funnel-panel.step.median', 'median {{- time}}', { time: formatTime(medianS) });
  return p90S === null || isNarrow
    ? median
    : t('funnel-panel.step.median-and-p90', 'median {{- median}} · 90% in {{- p90}}', {
        median: formatTime(medianS),
        p90: formatTime(p90S),
      });
}
