import type { ThresholdsQuery } from '../monitoring/threshold.js';
import type { AnnotationsQuery } from '../query/annotations.js';
import type { AttributionQuery } from '../query/attribution.js';
import type { CallsQuery } from '../query/calls.js';
import type { AbandonmentQuery, FunnelQuery, PathsQuery } from '../query/funnel.js';
import type { MetricQuery } from '../query/request.js';
import type { SegmentsQuery } from '../query/segments.js';

export const QUERY_TYPES = [
  'metrics',
  'funnel',
  'abandonment',
  'paths',
  'attribution',
  'segments',
  'calls',
  'annotations',
  'thresholds',
] as const;
export type QueryType = (typeof QUERY_TYPES)[number];

export const QUERY_FORMATS = ['time_series', 'table', 'change'] as const;
export type QueryFormat = (typeof QUERY_FORMATS)[number];

/** Version of the queries that are stored from now on. */
export const QUERY_VERSION = 1;

/**
 * A query as a panel, an alert rule or Explore stores it: what `POST /v1/query` takes, and around it what Grafana needs.
 * `queryType` says which part is asked; the others rest where the editor left them.
 */
export interface StoredQuery extends Partial<Omit<MetricQuery, 'refId'>> {
  readonly refId: string;
  readonly queryType: QueryType;
  readonly version: number;
  readonly hide?: boolean;
  /** IANA time zone of days and weeks; the editor sends that of the dashboard, rules have that of the datasource. */
  readonly timezone?: string;
  /**
   * Of metrics with an interval: a series for each group (the default), or one row for each time and group. Of metrics that
   * are compared over the whole range: `change`, two points for each group, the range before and the range, from which a
   * stat panel tells the change.
   */
  readonly format?: QueryFormat;
  readonly funnel?: FunnelQuery['funnel'];
  readonly abandonment?: AbandonmentQuery['abandonment'];
  readonly paths?: PathsQuery['paths'];
  readonly attribution?: AttributionQuery['attribution'];
  readonly segments?: SegmentsQuery['segments'];
  readonly calls?: CallsQuery['calls'];
  readonly annotations?: AnnotationsQuery['annotations'];
  readonly thresholds?: ThresholdsQuery['thresholds'];
}
