/** The dashboards by what they are about: title, and the uid that links name. */
export const PAGES = {
  overview: { uid: 'callsight-overview', title: 'Overview' },
  live: { uid: 'callsight-live', title: 'Live operations' },
  calls: { uid: 'callsight-calls', title: 'Call analytics' },
  conversion: { uid: 'callsight-conversion', title: 'Conversion' },
  attribution: { uid: 'callsight-attribution', title: 'Attribution' },
  agents: { uid: 'callsight-agents', title: 'Agents' },
  trends: { uid: 'callsight-trends', title: 'Historical trends' },
  callers: { uid: 'callsight-callers', title: 'Callers' },
  quality: { uid: 'callsight-quality', title: 'Latency & quality' },
  money: { uid: 'callsight-money', title: 'Cost & revenue' },
  health: { uid: 'callsight-health', title: 'System health' },
  pipeline: { uid: 'callsight-pipeline', title: 'Pipeline' },
  service: { uid: 'callsight-service', title: 'Service (Prometheus)' },
  influxdb: { uid: 'callsight-kpi-influxdb', title: 'KPI series (InfluxDB)' },
} as const;

export type PageName = keyof typeof PAGES;
