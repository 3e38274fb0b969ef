import type { DataSourceJsonData } from '@grafana/data';
import type { DatasourceSettings } from '@callsight/contract/grafana/settings';

/** Settings of the datasource, with those that Grafana gives to every one. */
export type CallsightSettings = DatasourceSettings & DataSourceJsonData;
