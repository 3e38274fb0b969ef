import { type DataQueryRequest, locationUtil, urlUtil } from '@grafana/data';
import { config, hasPermission } from '@grafana/runtime';
import type { StoredQuery } from '@callsight/contract/grafana/stored-query';
import { datasourceOf } from './load-calls';

/**
 * Address of Explore with a query, its variables replaced.
 * @returns undefined where Explore is off, or the user may not use it
 */
export async function exploreUrl(
  request: DataQueryRequest | undefined,
  refId: string,
  query: StoredQuery,
): Promise<string | undefined> {
  if (request === undefined || !config.exploreEnabled || !hasPermission('datasources:explore')) return undefined;
  const datasource = await datasourceOf(request, refId);
  const targets = [{ ...query, datasource: datasource.getRef() }];
  const queries = datasource.interpolateVariablesInQueries?.(targets, request.scopedVars, request.filters) ?? targets;
  const { from, to } = request.range;
  const panes = {
    calls: {
      datasource: datasource.uid,
      queries,
      range: { from: String(from.valueOf()), to: String(to.valueOf()) },
    },
  };
  const path = urlUtil.renderUrl('/explore', { schemaVersion: 1, panes: JSON.stringify(panes) });
  return locationUtil.assureBaseUrl(path);
}
