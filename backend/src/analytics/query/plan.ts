import type { Comparison } from '@callsight/contract/query/request';
import type { Dimension } from '../catalogue/dimensions/dimension.js';
import type { Expression } from '../catalogue/language/expression.js';
import type { ResolvedFilter } from '../catalogue/language/filter.js';
import type { Metric } from '../catalogue/metrics/metric.js';
import type { Bucket } from '../../lib/time/bucket.js';
import type { Micros } from '../../lib/time/units.js';

/** Half-open: from <= t < to, in epoch microseconds. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/**
 * Moves the rows of an earlier range onto the asked one: by so much time, or by so many local days; into buckets of months
 * by so many months, if there are any, for months differ in length.
 */
export interface Shift {
  readonly micros: number;
  readonly days: number;
  readonly months: number;
}

/** A metric that was asked for, with its formula down to the aggregates. */
export interface PlannedMetric {
  readonly metric: Metric;
  readonly formula: Expression;
}

/** A metric query that has been checked and can be answered. Plain data: equal plans have equal answers on equal data. */
export interface Plan {
  /** Whether it is told what is usual; holidays, in days from 1970-01-01, say nothing of it. */
  readonly holidays?: readonly number[] | undefined;
  readonly refId: string;
  readonly range: Range;
  readonly timezone: string;
  /** Epoch microseconds: what is later has not happened yet. */
  readonly now: Micros;
  readonly bucket: Bucket | undefined;
  readonly interval: string | undefined;
  readonly metrics: readonly PlannedMetric[];
  readonly groups: readonly Dimension[];
  readonly filters: readonly ResolvedFilter[];
  readonly comparison: { readonly kind: Comparison; readonly range: Range; readonly shift: Shift } | undefined;
  readonly order: { readonly metric: string; readonly descending: boolean } | undefined;
  readonly limit: number | undefined;
}
