import type { CellEnd, CellRef } from '../model/cell-ref';
import type { FunnelCell, FunnelModel } from '../model/funnel-model';
import { formatChange, formatCount, formatRate, formatTime } from './format';

/** What became of the units of a part of a bar, as a heading and within a sentence. */
export const END_WORDS: Readonly<Record<CellEnd, { readonly title: string; readonly verb: string }>> = {
  reached: { title: 'Reached', verb: 'reached it' },
  converted: { title: 'Converted', verb: 'came through' },
  pending: { title: 'Still open after', verb: 'can still go on' },
  dropped: { title: 'Dropped after', verb: 'dropped' },
};

/** How many units a part of a bar stands for. */
export function countOf(cell: FunnelCell, end: CellEnd): number {
  if (end === 'pending') return cell.pending;
  return end === 'dropped' ? cell.dropped : cell.reached;
}

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

/** Which calls the drawer lists. */
export function drawerWords(model: FunnelModel, { segment, step, end }: CellRef): { title: string; subtitle: string } {
  const own = model.segments[segment];
  const cell = own?.cells[step];
  const count = cell === undefined ? 0 : countOf(cell, end);
  const units = `${formatCount(count)} ${model.unit}${count === 1 ? '' : 's'}`;
  return {
    title: `${END_WORDS[end].title} ${model.steps[step]?.title ?? ''}`,
    subtitle: [own?.label ?? '', units].filter((text) => text !== '').join(' · '),
  };
}
