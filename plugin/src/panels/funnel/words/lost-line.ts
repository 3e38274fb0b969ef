import type { FunnelOptions } from '../funnel-options';
import type { FunnelCell } from '../model/funnel-model';
import { formatCount } from './format-count';

/** What became of those who came no further. */
export function lostLine({ dropped, pending }: FunnelCell, isLast: boolean, { showPending }: FunnelOptions): string {
  if (isLast) return '';
  return [
    ...(dropped > 0 ? [`${formatCount(dropped, true)} dropped`] : []),
    ...(pending > 0 && showPending ? [`${formatCount(pending, true)} open`] : []),
  ].join(' · ');
}
