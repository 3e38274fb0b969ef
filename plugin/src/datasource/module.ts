import { DataSourcePlugin } from '@grafana/data';
import type { DatasourceSecrets } from '@callsight/contract/grafana/settings';
import { CallsightDatasource } from './callsight-datasource';
import type { CallsightQuery } from './callsight-query';
import { ConfigEditor } from './config/config-editor';
import type { CallsightSettings } from './datasource-settings';
import { QueryEditor } from './editor/query-editor';

export const plugin = new DataSourcePlugin<CallsightDatasource, CallsightQuery, CallsightSettings, DatasourceSecrets>(
  CallsightDatasource,
)
  .setConfigEditor(ConfigEditor)
  .setQueryEditor(QueryEditor);
