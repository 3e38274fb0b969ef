import { DATASOURCE_ID } from '@callsight/contract/grafana/settings';

/** The datasource that a dashboard's own variable names, so that one set of dashboards serves several tenants. */
export const CALLSIGHT = { type: DATASOURCE_ID, uid: '${datasource}' };

/** Grafana's own datasource for Prometheus. */
export const PROMETHEUS = { type: 'prometheus', uid: '${prometheus}' };

/** Grafana's own datasource for InfluxDB, by InfluxQL. */
export const INFLUXDB = { type: 'influxdb', uid: '${influxdb}' };
