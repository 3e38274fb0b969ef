import type { DataQueryRequest, DataSourceApi } from '@grafana/data';
import { getDataSourceSrv } from '@grafana/runtime';

/** The datasource that a query of a panel was asked of. */
export function datasourceOf(request: DataQueryRequest, refId: string): Promise<DataSourceApi> {
  const target = request.targets.find((one) => one.refId === refId) ?? request.targets[0];
  return getDataSourceSrv().get(target?.datasource ?? null, request.scopedVars);
}
