import type { DataSourceInstanceSettings, DataSourcePlugin } from '@grafana/data';
import { setDataSourceSrv, type DataSourceSrv } from '@grafana/runtime';
import type { CallsightDatasource } from '../../../src/datasource/callsight-datasource';
import type { CallsightQuery } from '../../../src/datasource/callsight-query';
import type { CallsightSettings } from '../../../src/datasource/datasource-settings';
import { loadModule } from './amd';

export type CallsightPlugin = DataSourcePlugin<CallsightDatasource, CallsightQuery, CallsightSettings>;

const SETTINGS = {
  id: 1,
  uid: 'callsight',
  name: 'Callsight',
  type: 'callsight-calls-datasource',
  meta: { id: 'callsight-calls-datasource', name: 'Callsight', module: '' },
  access: 'proxy',
  readOnly: false,
  jsonData: {},
} as unknown as DataSourceInstanceSettings<CallsightSettings>;

let loaded: Promise<{ plugin: CallsightPlugin; datasource: CallsightDatasource }> | undefined;

/** The built datasource, and the only one that this Grafana has. */
export function loadDatasource(): Promise<{ plugin: CallsightPlugin; datasource: CallsightDatasource }> {
  loaded ??= loadModule<{ plugin: CallsightPlugin }>('datasource').then(({ plugin }) => {
    const datasource = new plugin.DataSourceClass(SETTINGS);
    setDataSourceSrv({
      get: () => Promise.resolve(datasource),
      getList: () => [SETTINGS],
      getInstanceSettings: () => SETTINGS,
      reload: () => undefined,
    } as unknown as DataSourceSrv);
    return { plugin, datasource };
  });
  return loaded;
}
