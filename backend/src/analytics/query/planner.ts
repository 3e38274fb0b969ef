import type { MetricQuery } from '@callsight/contract/query/request';
import { aggregatesOf } from '../catalogue/language/expression.js';
import type { Dataset } from '../catalogue/language/aggregate.js';
import type { Catalogue } from '../catalogue/catalogue.js';
import type { Dimension } from '../catalogue/dimensions/dimension.js';
import { dimensionIn, resolveFilter } from '../catalogue/language/filter.js';
import { QueryError } from '../catalogue/language/query-error.js';
import { autoInterval, bucketIndex, parseInterval, type Bucket } from '../../lib/time/bucket.js';
import { compareWith } from './comparison.js';
import type { Plan, PlannedMetric, Range } from './plan.js';

/** What all queries of one request share. */
export interface QueryContext {
  readonly range: Range;
  readonly timezone: string;
  readonly now: number;
  readonly maxBuckets: number;
  /** Local days that say nothing of what is usual, in days from 1970-01-01. */
  readonly holidays?: ReadonlySet<number>;
}

export function intervalOf(asked: string | undefined, { range }: QueryContext): string | undefined {
  return asked === 'auto' ? autoInterval(range.from, range.to) : asked;
}

export function bucketOf(
  interval: string | undefined,
  { range, timezone, maxBuckets }: QueryContext,
): Bucket | undefined {
  if (interval === undefined) return undefined;
  const bucket = parseInterval(interval);
  if (bucket === undefined) {
    throw new QueryError(
      'invalid_interval',
      `"${interval.slice(0, 40)}" is no interval; valid are "auto" and durations such as "5m", "1h", "1d", "1w", "1M"`,
      '/interval',
    );
  }
  const count = bucketIndex(range.to - 1, bucket, timezone) - bucketIndex(range.from, bucket, timezone) + 1;
  if (count > maxBuckets) {
    throw new QueryError(
      'too_many_buckets',
      `"${interval}" cuts the range into ${count} buckets, ${maxBuckets} are the most; ask for a wider interval or a shorter range`,
      '/interval',
    );
  }
  return bucket;
}

function plannedMetrics(ids: readonly string[], catalogue: Catalogue): PlannedMetric[] {
  return [...new Set(ids)].map((id, index) => ({
    metric: catalogue.metric(id, `/metrics/${index}`),
    formula: catalogue.formula(id, `/metrics/${index}`),
  }));
}

/** Datasets that a set of metrics runs over. */
export const datasetsOf = (metrics: readonly PlannedMetric[]): Dataset[] => [
  ...new Set(metrics.flatMap(({ formula }) => aggregatesOf(formula).map(({ dataset }) => dataset))),
];

/** Whether an answer changes with the hour, though no row does. */
export const dependsOnNow = (metrics: readonly PlannedMetric[]): boolean =>
  metrics.some(({ formula }) => aggregatesOf(formula).some((aggregate) => aggregate.dependsOnNow === true));

function groupsOf(ids: readonly string[], catalogue: Catalogue, datasets: readonly Dataset[]): Dimension[] {
  return [...new Set(ids)].map((id, index) => {
    const dimension = dimensionIn(id, catalogue.dimensions, datasets, `/groupBy/${index}`);
    if (dimension.isGroupable) return dimension;
    throw new QueryError(
      'not_groupable',
      `${id} is continuous and cannot be grouped; use it as a filter`,
      `/groupBy/${index}`,
    );
  });
}

function orderOf(query: MetricQuery, metrics: readonly PlannedMetric[]): Plan['order'] {
  const ids = metrics.map(({ metric }) => metric.id);
  if (query.orderBy === undefined) {
    const [first] = ids;
    return query.limit === undefined || first === undefined ? undefined : { metric: first, descending: true };
  }
  const { metric, dir } = query.orderBy;
  if (!ids.includes(metric)) {
    throw new QueryError(
      'invalid_order',
      `orderBy names ${metric.slice(0, 100)}, which is not among the metrics asked for: ${ids.join(', ')}`,
      '/orderBy/metric',
      ids,
    );
  }
  return { metric, descending: dir !== 'asc' };
}

/** Checks a query against the catalogue and settles everything that it leaves open. Pure: no data is looked at. */
export function planQuery(query: MetricQuery, catalogue: Catalogue, context: QueryContext): Plan {
  const metrics = plannedMetrics(query.metrics, catalogue);
  const datasets = datasetsOf(metrics);
  const interval = intervalOf(query.interval, context);
  return {
    refId: query.refId,
    range: context.range,
    timezone: context.timezone,
    now: context.now,
    bucket: bucketOf(interval, context),
    interval,
    metrics,
    groups: groupsOf(query.groupBy ?? [], catalogue, datasets),
    filters: (query.filters ?? []).map((filter, index) =>
      resolveFilter(filter, catalogue.dimensions, datasets, `/filters/${index}`),
    ),
    ...(query.baseline === true ? { holidays: [...(context.holidays ?? [])] } : {}),
    comparison: query.compare === undefined ? undefined : compareWith(query.compare, context.range, context.timezone),
    order: orderOf(query, metrics),
    limit: query.limit,
  };
}
