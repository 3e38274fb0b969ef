import type { FunnelOptions } from './funnel-options';

export const DEFAULT_FUNNEL_OPTIONS: FunnelOptions = {
  orientation: 'auto',
  rateOf: 'both',
  showIntervals: true,
  showTimes: true,
  showPending: true,
  maxSegments: 6,
  compareDisplay: 'outline',
};
