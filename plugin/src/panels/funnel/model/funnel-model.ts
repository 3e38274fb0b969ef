export type SegmentValue = string | number | boolean | null;

/** Counts and rates of a step in the range that is compared with. */
export interface EarlierCell {
  readonly reached: number;
  readonly dropped: number | null;
  readonly pending: number | null;
  readonly rateTotal: number | null;
  readonly rateStep: number | null;
  readonly medianS: number | null;
}

/** Units that took from `fromS` to less than `toS` seconds from the step before. */
export interface TimeBin {
  readonly fromS: number;
  readonly toS: number;
  readonly count: number;
}

/** One step of one segment. Rates are from 0 to 1, null where their denominator is 0; times are seconds. */
export interface FunnelCell {
  readonly reached: number;
  readonly dropped: number;
  readonly pending: number;
  readonly rateTotal: number | null;
  readonly totalLow: number | null;
  readonly totalHigh: number | null;
  readonly rateStep: number | null;
  readonly stepLow: number | null;
  readonly stepHigh: number | null;
  readonly medianS: number | null;
  readonly p90S: number | null;
  readonly earlier: EarlierCell | undefined;
  readonly bins: readonly TimeBin[];
}

/** All units, or those with one value of each dimension of the breakdown. */
export interface FunnelSegment {
  readonly label: string;
  readonly values: readonly { readonly dimension: string; readonly value: SegmentValue }[];
  readonly cells: readonly FunnelCell[];
}

export interface FunnelStep {
  readonly id: string;
  readonly title: string;
}

/** The earlier range that columns `…_previous` are of. */
export interface Compare {
  readonly kind: string;
  readonly from: number;
  readonly to: number;
}

/** A funnel as it is drawn. */
export interface FunnelModel {
  readonly refId: string;
  readonly name: string;
  /** `call` or `caller`. */
  readonly unit: string;
  readonly steps: readonly FunnelStep[];
  /** The largest first. */
  readonly segments: readonly FunnelSegment[];
  /** Segments that there are beyond those shown. */
  readonly hidden: number;
  readonly compare: Compare | undefined;
  readonly notices: readonly { readonly severity: string; readonly text: string }[];
}

/** The cell of a step where there is one segment only, and so room for its numbers in words. */
export const onlyCell = ({ segments }: FunnelModel, step: number): FunnelCell | undefined =>
  segments.length === 1 ? segments[0]?.cells[step] : undefined;
