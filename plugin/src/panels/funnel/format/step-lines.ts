import { t } from '@grafana/i18n';
import type { FunnelOptions } from '../funnel-options';
import type { FunnelCell } from '../model/funnel-model';
import { formatCount, formatRate, formatTime } from './numbers';

/**
 * How a step stands to the one before: what the primary number does not say, the most important first.
 * @param isNarrow whether there is no room for words
 */
export function reachedTexts(
  { reached, rateStep, rateTotal }: FunnelCell,
  step: number,
  { rateOf }: FunnelOptions,
  isNarrow: boolean,
): string[] {
  if (step === 0) return [];
  const number = formatCount(reached, true);
  if (rateOf === 'both') {
    const rate = formatRate(rateStep);
    return [number, isNarrow ? `${rate} ↳` : t('funnel-panel.step.of-prior', '{{- rate}} of prior', { rate })];
  }
  return rateOf === 'step'
    ? [number, t('funnel-panel.step.of-all', '{{- rate}} of all', { rate: formatRate(rateTotal) })]
    : [number];
}

/** What became of those who came no further. */
export function lostTexts({ dropped, pending }: FunnelCell, isLast: boolean, { showPending }: FunnelOptions): string[] {
  if (isLast) return [];
  return [
    ...(dropped > 0
      ? [t('funnel-panel.step.dropped', '{{- number}} dropped', { number: formatCount(dropped, true) })]
      : []),
    ...(pending > 0 && showPending
      ? [t('funnel-panel.step.open', '{{- number}} open', { number: formatCount(pending, true) })]
      : []),
  ];
}

/** How long it took from the step before, and how long the slowest tenth took at least. */
export function timeTexts({ medianS, p90S }: FunnelCell, { showTimes }: FunnelOptions): string[] {
  if (!showTimes || medianS === null) return [];
  return [
    t('funnel-panel.step.median', 'median {{- time}}', { time: formatTime(medianS) }),
    ...(p90S === null ? [] : [t('funnel-panel.step.p90', '90% in {{- time}}', { time: formatTime(p90S) })]),
  ];
}
