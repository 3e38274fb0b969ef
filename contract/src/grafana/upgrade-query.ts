import { QUERY_TYPES, QUERY_VERSION, type StoredQuery } from './stored-query.js';

type Loose = Readonly<Record<string, unknown>>;

const list = (value: unknown): unknown => (typeof value === 'string' ? [value] : value);

/**
 * Brings a stored query to the present version. Version 0 is what was written by hand, or copied from the HTTP API:
 * without `version`, perhaps without `queryType`, `metric` for one metric, a text for one group.
 * A query from a newer version is left as it is; who answers it says so.
 */
export function upgradeQuery(stored: Loose & { readonly refId: string }): StoredQuery {
  if (typeof stored['version'] === 'number' && stored['version'] >= QUERY_VERSION)
    return stored as unknown as StoredQuery;
  const { metric, metrics = list(metric), groupBy, ...rest } = stored;
  const known = QUERY_TYPES.find((type) => type === stored['queryType']);
  const queryType = known ?? QUERY_TYPES.find((type) => type in stored) ?? 'metrics';
  return {
    ...rest,
    ...(metrics === undefined ? {} : { metrics: list(metrics) }),
    ...(groupBy === undefined ? {} : { groupBy: list(groupBy) }),
    queryType,
    version: QUERY_VERSION,
  } as StoredQuery;
}
