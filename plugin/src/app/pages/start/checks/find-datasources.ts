import { getDataSourceSrv } from '@grafana/runtime';
import { DATASOURCE_ID } from '@callsight/contract/grafana/settings';
import { isAdmin } from '../../../is-admin';
import { request } from '../../../api/request';

export interface FoundDatasource {
  readonly uid: string;
  readonly name: string;
}

/** Callsight datasources as they are now; those who may not list them know the ones that they can ask. */
export async function findDatasources(): Promise<FoundDatasource[]> {
  const { status, data } = isAdmin() ? await request('/api/datasources') : { status: 403, data: undefined };
  if (status === 200 && Array.isArray(data)) {
    const all = data as readonly (FoundDatasource & { readonly type: string })[];
    return all.filter(({ type }) => type === DATASOURCE_ID).map(({ uid, name }) => ({ uid, name }));
  }
  return getDataSourceSrv()
    .getList({ pluginId: DATASOURCE_ID })
    .map(({ uid, name }) => ({ uid, name }));
}
