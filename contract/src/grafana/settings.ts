export const APP_ID = 'callsight-calls-app';
export const DATASOURCE_ID = 'callsight-calls-datasource';
export const FUNNEL_PANEL_ID = 'callsight-funnel-panel';

/** What the datasource's settings hold in the open. */
export interface DatasourceSettings {
  /** IANA time zone for queries that name none, those of alert rules foremost; UTC if absent. */
  readonly timezone?: string;
}

/** What they hold in secret. */
export interface DatasourceSecrets {
  /** API key with the scope `query`. */
  readonly apiKey?: string;
}

/** What the app's settings hold in the open. */
export interface AppSettings {
  /** Address of the service, as Grafana reaches it: `http://callsight:4000`. */
  readonly url?: string;
}
