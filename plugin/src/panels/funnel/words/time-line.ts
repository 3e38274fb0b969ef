import type { FunnelOptions } from '../funnel-options';
import type { FunnelCell } from '../model/funnel-model';
import { formatTime } from './format-time';

/** How long it took from the step before; where there is room, also how long the slowest tenth took at least. */
export function timeLine({ medianS, p90S }: FunnelCell, { showTimes }: FunnelOptions, isNarrow: boolean): string {
  if (!showTimes || medianS === null) return '';
  const median = `median ${formatTime(medianS)}`;
  return p90S === null || isNarrow ? median : `${median} · 90% in ${formatTime(p90S)}`;
}
