import type { CellRef } from '../model/cell-ref';
import type { FunnelCell, FunnelModel } from '../model/funnel-model';
import { countOf } from './count-of';
import { END_WORDS } from './end-words';
import { formatChange } from './format-change';
import { formatCount } from './format-count';
import { formatRate } from './format-rate';
import { formatTime } from './format-time';

function rateWords({ rateTotal, totalLow, totalHigh, rateStep }: FunnelCell): string[] {
  const interval =
    totalLow === null || totalHigh === null
      ? ''
      : ` (95% interval ${formatRate(totalLow)} to ${formatRate(totalHigh)})`;
  return [`${formatRate(rateTotal)} of all${interval}`, `${formatRate(rateStep)} of the step before`];
}

function furtherWords({ medianS, rateTotal, earlier }: FunnelCell): string[] {
  const change = formatChange(rateTotal, earlier?.rateTotal ?? null);
  return [
    ...(medianS === null ? [] : [`median time ${formatTime(medianS)}`]),
    ...(change === undefined ? [] : [`${change} against the earlier range`]),
  ];
}

/** A part of a bar in words, for those who hear it. */
export function cellWords(model: FunnelModel, { segment, step, end }: CellRef): string {
  const own = model.segments[segment];
  const cell = own?.cells[step];
  const title = model.steps[step]?.title ?? '';
  if (own === undefined || cell === undefined) return title;
  const hasRates = step > 0 && (end === 'reached' || end === 'converted');
  return [
    `Step ${step + 1} of ${model.steps.length}`,
    title,
    own.label,
    `${formatCount(countOf(cell, end))} ${model.unit}s ${END_WORDS[end].verb}`,
    ...(hasRates ? [...rateWords(cell), ...furtherWords(cell)] : []),
  ]
    .filter((text) => text !== '')
    .join(', ');
}
