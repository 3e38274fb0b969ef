import type { Funnel } from '@callsight/contract/query/funnel';

/** Answer of `funnels`. */
export interface SavedFunnels {
  readonly funnels: readonly Funnel[];
}
