import { t } from '@grafana/i18n';
import type { FunnelCell } from '../model/funnel-model';
import { formatChange, formatCount, formatRate, formatTime } from './numbers';

interface Row {
  readonly name: string;
  readonly value: string;
}

const withInterval = (rate: number | null, low: number | null, high: number | null): string =>
  low === null || high === null ? formatRate(rate) : `${formatRate(rate)} (${formatRate(low)} – ${formatRate(high)})`;

function rates({ rateTotal, totalLow, totalHigh, rateStep, stepLow, stepHigh }: FunnelCell): Row[] {
  return [
    { name: t('funnel-panel.tooltip.of-all', 'Of all'), value: withInterval(rateTotal, totalLow, totalHigh) },
    {
      name: t('funnel-panel.tooltip.of-step-before', 'Of the step before'),
      value: withInterval(rateStep, stepLow, stepHigh),
    },
  ];
}

function earlier({ earlier: before, rateTotal }: FunnelCell): Row[] {
  if (before === undefined) return [];
  const change = formatChange(rateTotal, before.rateTotal);
  const rate = before.rateTotal === null ? '' : `, ${formatRate(before.rateTotal)}`;
  return [
    { name: t('funnel-panel.tooltip.earlier', 'Earlier'), value: `${formatCount(before.reached)}${rate}` },
    ...(change === undefined ? [] : [{ name: t('funnel-panel.tooltip.change', 'Change'), value: change }]),
  ];
}

function times({ medianS, p90S }: FunnelCell): Row[] {
  if (medianS === null) return [];
  return [
    { name: t('funnel-panel.tooltip.median', 'Time, median'), value: formatTime(medianS) },
    { name: t('funnel-panel.tooltip.p90', 'Time, 90% within'), value: formatTime(p90S) },
  ];
}

/** Numbers of a step in rows. */
export function tooltipRows(cell: FunnelCell, step: number, isLast: boolean): Row[] {
  return [
    { name: t('funnel-panel.tooltip.reached', 'Reached'), value: formatCount(cell.reached) },
    ...(isLast
      ? []
      : [
          { name: t('funnel-panel.tooltip.dropped', 'Dropped here'), value: formatCount(cell.dropped) },
          { name: t('funnel-panel.tooltip.open', 'Still open'), value: formatCount(cell.pending) },
        ]),
    ...(step === 0 ? [] : rates(cell)),
    ...earlier(cell),
    ...times(cell),
  ];
}
