export type Orientation = 'auto' | 'horizontal' | 'vertical';
export type RateOf = 'total' | 'step' | 'both';
type CompareDisplay = 'outline' | 'marker' | 'delta';

/** Options of the panel, as a dashboard stores them. */
export interface FunnelOptions {
  /** Which way the bars lie: horizontal bars in rows, vertical ones in columns. */
  readonly orientation: Orientation;
  /** What rates are of: step 1, the step before, or both. */
  readonly rateOf: RateOf;
  readonly showIntervals: boolean;
  readonly showTimes: boolean;
  readonly showPending: boolean;
  readonly maxSegments: number;
  /** How the range that is compared with is drawn; its change is always told. */
  readonly compareDisplay: CompareDisplay;
}

export const DEFAULT_FUNNEL_OPTIONS: FunnelOptions = {
  orientation: 'auto',
  rateOf: 'both',
  showIntervals: true,
  showTimes: true,
  showPending: true,
  maxSegments: 6,
  compareDisplay: 'outline',
};
