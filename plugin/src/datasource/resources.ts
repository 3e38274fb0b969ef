import type { TimeRange } from '@grafana/data';
import type { Funnel } from '@callsight/contract/query/funnel';

/** Answer of `funnels`. */
export interface SavedFunnels {
  readonly funnels: readonly Funnel[];
}

/** Answer of `dimensions/{name}/values`: the most frequent first. */
export interface DimensionValues {
  readonly values: readonly { readonly value: string | number | boolean; readonly count: number }[];
}

/** Which values of a dimension are wanted. */
export interface ValuesRequest {
  readonly range?: TimeRange | undefined;
  readonly timezone?: string | undefined;
  readonly search?: string | undefined;
  readonly limit?: number | undefined;
}
