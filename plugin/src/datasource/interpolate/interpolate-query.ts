import type { AdHocVariableFilter } from '@grafana/data';
import type { Filter } from '@callsight/contract/query/request';
import type { CallsightQuery } from '../callsight-query';
import { adHocFilters } from './ad-hoc-filters';
import { interpolatePart } from './interpolate-part';
import type { Variables } from './variables';

interface Filtered {
  readonly filters?: Filter[];
}

const withFilters = <T extends Filtered>(part: T, filters: readonly Filter[]): T =>
  filters.length === 0 ? part : { ...part, filters: [...(part.filters ?? []), ...filters] };

const METRIC_FIELDS = ['metrics', 'groupBy', 'interval', 'filters', 'compare', 'orderBy', 'limit'] as const;

type MetricPart = Pick<CallsightQuery, (typeof METRIC_FIELDS)[number]>;

function metricPart(query: CallsightQuery): MetricPart {
  return Object.fromEntries(
    METRIC_FIELDS.flatMap((field) => (query[field] === undefined ? [] : [[field, query[field]]])),
  );
}

/** The part that a query asks for, by its name; metrics stand in the query itself. */
function interpolated(
  query: CallsightQuery,
  variables: Variables,
  filters: readonly Filter[],
): Partial<CallsightQuery> {
  const { queryType } = query;
  if (queryType === 'metrics') return withFilters(interpolatePart(metricPart(query), variables), filters);
  // Thresholds have filters of their own, which a dashboard does not change.
  if (queryType === 'thresholds') return { thresholds: interpolatePart(query.thresholds ?? {}, variables) };
  const part: Filtered = query[queryType] ?? {};
  return { [queryType]: withFilters(interpolatePart(part, variables), filters) };
}

/** A query as it is sent: variables replaced in the part that is asked, the filters of the dashboard added to its own. */
export function interpolateQuery(
  query: CallsightQuery,
  variables: Variables,
  adHoc: readonly AdHocVariableFilter[],
): CallsightQuery {
  const replaced = adHoc.map((filter) => ({ ...filter, value: variables.one(filter.value) }));
  return { ...query, ...interpolated(query, variables, adHocFilters(replaced)) };
}
