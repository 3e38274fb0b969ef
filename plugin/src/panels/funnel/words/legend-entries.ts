import type { FunnelOptions } from '../funnel-options';
import type { FunnelModel } from '../model/funnel-model';

interface Entry {
  readonly end: 'reached' | 'pending' | 'dropped' | 'earlier';
  readonly text: string;
}

const KINDS: Readonly<Record<string, string>> = {
  previous_period: 'period before',
  previous_week: 'a week before',
  previous_month: 'a month before',
  previous_year: 'a year before',
};

/** Fillings that occur, and what they mean. */
export function legendEntries(
  { segments, compare }: FunnelModel,
  { showPending, compareDisplay }: FunnelOptions,
): Entry[] {
  const cells = segments.flatMap((segment) => segment.cells);
  const hasEarlier = cells.some(({ earlier }) => earlier !== undefined);
  const earlier = KINDS[compare?.kind ?? ''] ?? 'earlier range';
  return [
    { end: 'reached', text: 'went on' },
    ...(showPending && cells.some(({ pending }) => pending > 0)
      ? [{ end: 'pending', text: 'still open' } as const]
      : []),
    ...(cells.some(({ dropped }) => dropped > 0) ? [{ end: 'dropped', text: 'dropped' } as const] : []),
    ...(hasEarlier && compareDisplay !== 'delta' ? [{ end: 'earlier', text: earlier } as const] : []),
  ];
}
