import type { FunnelCell } from '../model/funnel-model';
import { formatChange, formatCount, formatRate, formatTime } from './format';

interface Row {
  readonly name: string;
  readonly value: string;
}

const withInterval = (rate: number | null, low: number | null, high: number | null): string =>
  low === null || high === null ? formatRate(rate) : `${formatRate(rate)} (${formatRate(low)} – ${formatRate(high)})`;

function rates({ rateTotal, totalLow, totalHigh, rateStep, stepLow, stepHigh }: FunnelCell): Row[] {
  return [
    { name: 'Of all', value: withInterval(rateTotal, totalLow, totalHigh) },
    { name: 'Of the step before', value: withInterval(rateStep, stepLow, stepHigh) },
  ];
}

function earlier({ earlier: before, rateTotal }: FunnelCell): Row[] {
  if (before === undefined) return [];
  const change = formatChange(rateTotal, before.rateTotal);
  const rate = before.rateTotal === null ? '' : `, ${formatRate(before.rateTotal)}`;
  return [
    { name: 'Earlier', value: `${formatCount(before.reached)}${rate}` },
    ...(change === undefined ? [] : [{ name: 'Change', value: change }]),
  ];
}

function times({ medianS, p90S }: FunnelCell): Row[] {
  if (medianS === null) return [];
  return [
    { name: 'Time, median', value: formatTime(medianS) },
    { name: 'Time, 90% within', value: formatTime(p90S) },
  ];
}

/** Numbers of a step in rows. */
export function tooltipRows(cell: FunnelCell, step: number, isLast: boolean): Row[] {
  return [
    { name: 'Reached', value: formatCount(cell.reached) },
    ...(isLast
      ? []
      : [
          { name: 'Dropped here', value: formatCount(cell.dropped) },
          { name: 'Still open', value: formatCount(cell.pending) },
        ]),
    ...(step === 0 ? [] : rates(cell)),
    ...earlier(cell),
    ...times(cell),
  ];
}
