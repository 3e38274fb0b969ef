import { t } from '@grafana/i18n';
import type { FunnelOptions } from '../funnel-options';
import type { FunnelModel } from '../model/funnel-model';

interface Entry {
  readonly end: 'reached' | 'pending' | 'dropped' | 'earlier';
  readonly text: string;
}

/** What the earlier range is called. */
function earlierRange(kind: string | undefined): string {
  switch (kind) {
    case 'previous_period':
      return t('funnel-panel.legend.previous-period', 'period before');
    case 'previous_week':
      return t('funnel-panel.legend.previous-week', 'a week before');
    case 'previous_month':
      return t('funnel-panel.legend.previous-month', 'a month before');
    case 'previous_year':
      return t('funnel-panel.legend.previous-year', 'a year before');
    default:
      return t('funnel-panel.legend.earlier', 'earlier range');
  }
}

/** Fillings that occur, and what they mean. */
export function legendEntries(
  { segments, compare }: FunnelModel,
  { showPending, compareDisplay }: FunnelOptions,
): Entry[] {
  const cells = segments.flatMap((segment) => segment.cells);
  const hasEarlier = cells.some(({ earlier }) => earlier !== undefined);
  const earlier = earlierRange(compare?.kind);
  return [
    { end: 'reached', text: t('funnel-panel.legend.reached', 'went on') },
    ...(showPending && cells.some(({ pending }) => pending > 0)
      ? [{ end: 'pending', text: t('funnel-panel.legend.open', 'still open') } as const]
      : []),
    ...(cells.some(({ dropped }) => dropped > 0)
      ? [{ end: 'dropped', text: t('funnel-panel.legend.dropped', 'dropped') } as const]
      : []),
    ...(hasEarlier && compareDisplay !== 'delta' ? [{ end: 'earlier', text: earlier } as const] : []),
  ];
}
