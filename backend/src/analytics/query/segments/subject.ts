import type { GoodDirection } from '@callsight/contract/query/catalogue';
import type { Dataset } from '../../catalogue/language/aggregate.js';
import type { Catalogue } from '../../catalogue/catalogue.js';
import type { Metric } from '../../catalogue/metrics/metric.js';
import { QueryError } from '../../catalogue/language/query-error.js';
import { nearest } from '../../../lib/text/nearest.js';
import { comparableOf, datasetsOfComparable, type Comparable } from './comparable.js';

/** A metric that segments are compared by, and how. */
export interface Subject {
  readonly metric: Metric;
  readonly comparable: Comparable;
}

/** What is told of a subject besides its numbers. */
export interface Described {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  /** Grafana unit id. */
  readonly unit: string;
  readonly good: GoodDirection;
}

/** The conversion of a funnel, as if it were a metric. */
export const FUNNEL: Described = {
  id: 'funnel',
  title: 'Conversion',
  description: 'Share of those that entered the funnel that came through to its end',
  unit: 'percentunit',
  good: 'up',
};

function comparableIds(catalogue: Catalogue): string[] {
  const ids = catalogue.describe().metrics.map(({ id }) => id);
  return ids.filter((id) => comparableOf(catalogue.metric(id), catalogue.formula(id)) !== undefined);
}

function notComparable({ id }: Metric, catalogue: Catalogue, path: string): QueryError {
  const valid = comparableIds(catalogue);
  const near = nearest(id, valid);
  const ordered = [...near, ...valid.filter((other) => !near.includes(other))];
  return new QueryError(
    'not_comparable',
    `${id} cannot be compared between segments, only shares of counts and means can: ${ordered.join(', ')}`,
    path,
    ordered,
  );
}

/** @throws QueryError for a metric that does not exist, or that is neither a share of counts nor a mean */
export function subjectsOf(ids: readonly string[], catalogue: Catalogue): Subject[] {
  return [...new Set(ids)].map((id) => {
    const path = `/segments/metrics/${ids.indexOf(id)}`;
    const metric = catalogue.metric(id, path);
    const comparable = comparableOf(metric, catalogue.formula(id, path));
    if (comparable === undefined) throw notComparable(metric, catalogue, path);
    return { metric, comparable };
  });
}

/** Datasets that filters and dimensions of a query have to be in; a funnel begins in calls. */
export function datasetsOfSubjects(subjects: readonly Subject[], hasFunnel: boolean): Dataset[] {
  const datasets = subjects.flatMap(({ comparable }) => datasetsOfComparable(comparable));
  return [...new Set<Dataset>(hasFunnel ? ['calls', ...datasets] : datasets)];
}
