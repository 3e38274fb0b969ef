import { DataSourcePlugin } from '@grafana/data';
import { initPluginTranslations } from '@grafana/i18n';
import { DATASOURCE_ID, type DatasourceSecrets } from '@callsight/contract/grafana/settings';
import { CallsightDatasource } from './callsight-datasource';
import type { CallsightQuery } from './callsight-query';
import { ConfigEditor } from './config/config-editor';
import type { CallsightSettings } from './datasource-settings';
import { QueryEditor } from './editor/query-editor';

await initPluginTranslations(DATASOURCE_ID);

export const plugin = new DataSourcePlugin<CallsightDatasource, CallsightQuery, CallsightSettings, DatasourceSecrets>(
  CallsightDatasource,
)
  .setConfigEditor(ConfigEditor)
  .setQueryEditor(QueryEditor);
