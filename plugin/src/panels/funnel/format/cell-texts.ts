import { t } from '@grafana/i18n';
import type { CellEnd, CellRef } from '../model/cell-ref';
import type { FunnelCell, FunnelModel } from '../model/funnel-model';
import { formatChange, formatCount, formatRate, formatTime } from './numbers';

/** What a funnel counts, in the plural: calls or callers. */
export const unitName = (unit: string): string =>
  unit === 'caller' ? t('funnel-panel.unit.callers', 'callers') : t('funnel-panel.unit.calls', 'calls');

/** How many units a part of a bar stands for. */
export function countOf(cell: FunnelCell, end: CellEnd): number {
  if (end === 'pending') return cell.pending;
  return end === 'dropped' ? cell.dropped : cell.reached;
}

/** What became of the units of a part of a bar, as a heading with the title of its step. */
export function cellTitle(step: string, end: CellEnd): string {
  switch (end) {
    case 'reached':
      return t('funnel-panel.cell.reached', 'Reached {{- step}}', { step });
    case 'converted':
      return t('funnel-panel.cell.converted', 'Converted {{- step}}', { step });
    case 'pending':
      return t('funnel-panel.cell.pending', 'Still open after {{- step}}', { step });
    case 'dropped':
      return t('funnel-panel.cell.dropped', 'Dropped after {{- step}}', { step });
  }
}

/** The same within a sentence: how many units, and what became of them. */
function countText(number: string, units: string, end: CellEnd): string {
  switch (end) {
    case 'reached':
      return t('funnel-panel.cell-label.reached', '{{- number}} {{- units}} reached it', { number, units });
    case 'converted':
      return t('funnel-panel.cell-label.converted', '{{- number}} {{- units}} came through', { number, units });
    case 'pending':
      return t('funnel-panel.cell-label.pending', '{{- number}} {{- units}} can still go on', { number, units });
    case 'dropped':
      return t('funnel-panel.cell-label.dropped', '{{- number}} {{- units}} dropped', { number, units });
  }
}

function rateTexts({ rateTotal, totalLow, totalHigh, rateStep }: FunnelCell): string[] {
  const rate = formatRate(rateTotal);
  return [
    totalLow === null || totalHigh === null
      ? t('funnel-panel.cell-label.of-all', '{{- rate}} of all', { rate })
      : t('funnel-panel.cell-label.of-all-with-interval', '{{- rate}} of all (95% interval {{- low}} to {{- high}})', {
          rate,
          low: formatRate(totalLow),
          high: formatRate(totalHigh),
        }),
    t('funnel-panel.cell-label.of-step-before', '{{- rate}} of the step before', { rate: formatRate(rateStep) }),
  ];
}

function furtherTexts({ medianS, rateTotal, earlier }: FunnelCell): string[] {
  const change = formatChange(rateTotal, earlier?.rateTotal ?? null);
  return [
    ...(medianS === null
      ? []
      : [t('funnel-panel.cell-label.median', 'median time {{- time}}', { time: formatTime(medianS) })]),
    ...(change === undefined
      ? []
      : [t('funnel-panel.cell-label.change', '{{- change}} against the earlier range', { change })]),
  ];
}

/** A part of a bar in words, for those who hear it. */
export function cellLabel(model: FunnelModel, { segment, step, end }: CellRef): string {
  const own = model.segments[segment];
  const cell = own?.cells[step];
  const title = model.steps[step]?.title ?? '';
  if (own === undefined || cell === undefined) return title;
  const hasRates = step > 0 && (end === 'reached' || end === 'converted');
  return [
    t('funnel-panel.cell-label.step', 'Step {{- step}} of {{- steps}}', { step: step + 1, steps: model.steps.length }),
    title,
    own.label,
    countText(formatCount(countOf(cell, end)), unitName(model.unit), end),
    ...(hasRates ? [...rateTexts(cell), ...furtherTexts(cell)] : []),
  ]
    .filter((text) => text !== '')
    .join(', ');
}

/** Units with their number, in the form of the noun that the number takes. */
function countedUnits(unit: string, count: number): string {
  const number = formatCount(count);
  return unit === 'caller'
    ? t('funnel-panel.unit.counted-callers', '', {
        count,
        number,
        defaultValue_one: '{{- number}} caller',
        defaultValue_other: '{{- number}} callers',
      })
    : t('funnel-panel.unit.counted-calls', '', {
        count,
        number,
        defaultValue_one: '{{- number}} call',
        defaultValue_other: '{{- number}} calls',
      });
}

/** Title and subtitle of the drawer: which calls it lists. */
export function drawerTitles(model: FunnelModel, { segment, step, end }: CellRef): { title: string; subtitle: string } {
  const own = model.segments[segment];
  const cell = own?.cells[step];
  const count = cell === undefined ? 0 : countOf(cell, end);
  return {
    title: cellTitle(model.steps[step]?.title ?? '', end),
    subtitle: [own?.label ?? '', countedUnits(model.unit, count)].filter((text) => text !== '').join(' · '),
  };
}
