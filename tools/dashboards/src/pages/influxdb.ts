import {
  DatasourceVariableBuilder,
  QueryVariableBuilder,
  VariableRefresh,
} from '@grafana/grafana-foundation-sdk/dashboard';
import type { DashboardBuilder } from '@grafana/grafana-foundation-sdk/dashboard';
import type { PanelBuilder } from '@grafana/grafana-foundation-sdk/timeseries';
import { influxQuery } from '../parts/influx-query.js';
import { barePage } from '../parts/page.js';
import { INFLUXDB } from '../parts/sources.js';
import { trendPanel, type Trend } from '../parts/trend-panel.js';

const WHERE = `"tenant" = '$tenant' AND $timeFilter`;

interface Chart extends Omit<Trend, 'targets'> {
  readonly query: string;
  /** Name of a series; `$tag_…` stands for a tag. */
  readonly alias: string;
  readonly unit: string;
}

const chart = ({ query, alias, unit, ...trend }: Chart): PanelBuilder =>
  trendPanel({ ...trend, targets: [influxQuery(query, alias)] })
    .datasource(INFLUXDB)
    .unit(unit)
    // A tag that is not there leaves a series without a name.
    .overrideByName('Value', [{ id: 'displayName', value: '(none)' }])
    // What the series have: no bucket is finer.
    .interval('1h');

const CHARTS: readonly Chart[] = [
  {
    title: 'Calls by outcome',
    description: 'Counts of each hour, added up.',
    query: `SELECT sum("calls_count") FROM "kpi_1h" WHERE "grain" = 'agent' AND ${WHERE} GROUP BY time($__interval), "outcome" fill(0)`,
    alias: '$tag_outcome',
    unit: 'short',
    look: 'stack',
    outcomes: true,
  },
  {
    title: 'Calls by agent',
    description: 'Counts of each hour, added up.',
    query: `SELECT sum("calls_count") FROM "kpi_1h" WHERE "grain" = 'agent' AND ${WHERE} GROUP BY time($__interval), "agent" fill(0)`,
    alias: '$tag_agent',
    unit: 'short',
    look: 'stack',
  },
  {
    title: 'Abandonment',
    description: 'Ratios are made from sums: abandoned calls of offered calls less short abandons.',
    query: `SELECT sum("calls_abandoned") / (sum("calls_offered") - sum("calls_short_abandoned")) FROM "kpi_1h" WHERE "grain" = 'agent' AND ${WHERE} GROUP BY time($__interval) fill(null)`,
    alias: 'Abandonment rate',
    unit: 'percentunit',
  },
  {
    title: 'Turn latency, mean',
    description:
      'Sum of the latencies by the number of turns that have one. Percentiles cannot be added up; ask Callsight for them.',
    query: `SELECT sum("turns_latency_sum") / sum("turns_with_latency") FROM "kpi_1h" WHERE "grain" = 'turn' AND ${WHERE} GROUP BY time($__interval), "agent" fill(null)`,
    alias: '$tag_agent',
    unit: 'ms',
  },
  {
    title: 'Confirmed bookings by source',
    description: 'By the hour in which they were made.',
    query: `SELECT sum("bookings_confirmed") FROM "kpi_1h" WHERE "grain" = 'booking' AND ${WHERE} GROUP BY time($__interval), "source" fill(0)`,
    alias: '$tag_source',
    unit: 'short',
    look: 'stack',
  },
  {
    title: 'Cost by currency',
    description: 'In major units; currencies are never added to each other.',
    query: `SELECT sum("calls_cost_sum") FROM "kpi_1h" WHERE "grain" = 'cost' AND "currency" != '' AND ${WHERE} GROUP BY time($__interval), "currency" fill(0)`,
    alias: '$tag_currency',
    unit: 'short',
    look: 'bars',
  },
];

const page: DashboardBuilder = barePage(
  'influxdb',
  'The KPI series in InfluxDB, read by Grafana’s own datasource: the same numbers for any tool that speaks InfluxQL.',
  { from: 'now-7d' },
)
  .withVariable(new DatasourceVariableBuilder('influxdb').label('InfluxDB').type('influxdb'))
  .withVariable(
    new QueryVariableBuilder('tenant')
      .label('Tenant')
      .datasource(INFLUXDB)
      .query(`SHOW TAG VALUES FROM "kpi_1h" WITH KEY = "tenant"`)
      .definition('Tags "tenant" of kpi_1h')
      .refresh(VariableRefresh.OnDashboardLoad)
      .current({ selected: true, text: 'main', value: 'main' }),
  );

/** One dashboard on the KPI series, by Grafana's own datasource for InfluxDB. */
export const influxdb = CHARTS.reduce((all, one) => all.withPanel(chart(one)), page);
