import type { DataQuery } from '@grafana/schema';

/** What a template variable lists. */
export type VariableKind = 'values' | 'metrics' | 'dimensions' | 'funnels' | 'steps';

/** A template variable as a dashboard stores it. */
export interface VariableQuery extends DataQuery {
  kind: VariableKind;
  /** Of `values`: the dimension. */
  dimension?: string;
  /** Text that must occur in what is listed. */
  search?: string;
  /** Of `values`: how many, the most frequent first. */
  limit?: number;
}
