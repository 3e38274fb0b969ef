import {
  DatasourceVariableBuilder,
  QueryVariableBuilder,
  VariableRefresh,
} from '@grafana/grafana-foundation-sdk/dashboard';
import type { DashboardBuilder } from '@grafana/grafana-foundation-sdk/dashboard';
import type { PanelBuilder } from '@grafana/grafana-foundation-sdk/timeseries';
import { barePage } from '../parts/page.js';
import { prometheusQuery } from '../parts/prometheus-query.js';
import { PROMETHEUS } from '../parts/sources.js';
import { trendPanel, type Trend } from '../parts/trend-panel.js';

const OF = 'instance=~"$instance"';
const rateOf = (counter: string, labels = ''): string => `rate(${counter}{${OF}${labels}}[$__rate_interval])`;
const quantileOf = (quantile: number, histogram: string, by = ''): string =>
  `histogram_quantile(${quantile}, sum by (le${by === '' ? '' : `, ${by}`}) (${rateOf(`${histogram}_bucket`)}))`;

interface Chart extends Omit<Trend, 'targets'> {
  readonly queries: readonly (readonly [expr: string, legend: string])[];
  readonly unit: string;
}

const chart = ({ queries, unit, ...trend }: Chart): PanelBuilder =>
  trendPanel({
    ...trend,
    targets: queries.map(([expr, legend], index) => prometheusQuery(expr, legend, String.fromCharCode(65 + index))),
  })
    .datasource(PROMETHEUS)
    .unit(unit);

const CHARTS: readonly Chart[] = [
  {
    title: 'Events',
    description: 'Events a second, by what became of them.',
    queries: [[`sum by (result) (${rateOf('callsight_events_total')})`, '{{result}}']],
    unit: 'eps',
    span: 8,
  },
  {
    title: 'Requests by status',
    description: 'HTTP requests a second, by status.',
    queries: [[`sum by (status) (${rateOf('callsight_http_request_duration_seconds_count')})`, '{{status}}']],
    unit: 'reqps',
    span: 8,
  },
  {
    title: 'Slowest routes',
    description: 'Time that 99 of 100 requests are answered in, of the eight slowest routes.',
    queries: [[`topk(8, ${quantileOf(0.99, 'callsight_http_request_duration_seconds', 'route')})`, '{{route}}']],
    unit: 's',
    span: 8,
  },
  {
    title: 'Writes of the ledger',
    description: 'Time of one synced write: every acknowledgement waits for one.',
    queries: [
      [quantileOf(0.5, 'callsight_ledger_write_duration_seconds'), 'median'],
      [quantileOf(0.99, 'callsight_ledger_write_duration_seconds'), '99 of 100'],
    ],
    unit: 's',
    span: 8,
  },
  {
    title: 'Events in a write',
    description: 'Events that share one synced write, and events that wait for the next one.',
    queries: [
      [
        `sum(${rateOf('callsight_ledger_write_events_sum')}) / sum(${rateOf('callsight_ledger_write_events_count')})`,
        'in a write, mean',
      ],
      [`sum(callsight_ledger_waiting_events{${OF}})`, 'waiting'],
    ],
    unit: 'short',
    span: 8,
  },
  {
    title: 'Changes that are no rows yet',
    description:
      'Changed calls and other entities that wait for the projector, and those whose rows could not be written.',
    queries: [
      [`sum(callsight_projection_pending_entities{${OF}})`, 'waiting'],
      [`sum(callsight_projection_failed_entities{${OF}})`, 'failed'],
    ],
    unit: 'short',
    span: 8,
  },
  {
    title: 'Lag',
    description: 'Age of the oldest change that is no row yet, and of the oldest one that InfluxDB lacks.',
    queries: [
      [`max(callsight_projection_lag_seconds{${OF}})`, 'rows'],
      [`max(callsight_replication_lag_seconds{${OF}})`, 'InfluxDB'],
    ],
    unit: 's',
    span: 8,
  },
  {
    title: 'Queries',
    description: 'Time that 95 of 100 queries are answered in, by their kind.',
    queries: [[quantileOf(0.95, 'callsight_query_duration_seconds', 'kind'), '{{kind}}']],
    unit: 's',
    span: 8,
  },
  {
    title: 'Answers from memory',
    description: 'Share of the queries whose answer was in memory and still held.',
    queries: [
      [
        `sum(${rateOf('callsight_query_cache_requests_total', ',result="hit"')}) / sum(${rateOf('callsight_query_cache_requests_total')})`,
        'from memory',
      ],
    ],
    unit: 'percentunit',
    upTo: 1,
    span: 8,
  },
  {
    title: 'Statements',
    description: 'Statements of DuckDB that run, and that wait for a connection.',
    queries: [
      [`sum(callsight_duckdb_statements_running{${OF}})`, 'running'],
      [`sum(callsight_duckdb_statements_waiting{${OF}})`, 'waiting'],
    ],
    unit: 'short',
    span: 8,
  },
  {
    title: 'Files',
    description: 'What was done with files of reports and exports, a minute.',
    queries: [
      [`60 * sum by (operation) (${rateOf('callsight_blobs_operations_total', ',result="done"')})`, '{{operation}}'],
    ],
    unit: 'opm',
    span: 8,
  },
  {
    title: 'Bytes of files',
    description: 'Bytes of files that were written and read, a second.',
    queries: [[`sum by (direction) (${rateOf('callsight_blobs_bytes_total')})`, '{{direction}}']],
    unit: 'Bps',
    span: 8,
  },
  {
    title: 'Failures with files',
    description: 'What failed with files, a minute; and instances that cannot store any at present.',
    queries: [
      [`60 * sum by (operation) (${rateOf('callsight_blobs_operations_total', ',result="failed"')})`, '{{operation}}'],
      [`sum(1 - callsight_blobs_available{${OF}})`, 'instances that cannot store'],
    ],
    unit: 'short',
    span: 8,
  },
  {
    title: 'Recordings',
    description: 'Attempts to fetch recordings from providers, a minute, by whether they succeeded.',
    queries: [[`60 * sum by (result) (${rateOf('callsight_recordings_fetch_attempts_total')})`, '{{result}}']],
    unit: 'opm',
    span: 8,
  },
  {
    title: 'Recordings that wait',
    description: 'Recordings that wait to be fetched, or for their sound to be read; and uploads that are not whole.',
    queries: [
      [`sum by (work) (callsight_recordings_waiting{${OF}})`, '{{work}}'],
      [`sum(callsight_recordings_uploads{${OF}})`, 'uploads'],
    ],
    unit: 'short',
    span: 8,
  },
  {
    title: 'Recordings given up',
    description: 'Recordings whose fetching was given up, an hour.',
    queries: [[`3600 * sum(${rateOf('callsight_recordings_given_up_total')})`, 'given up']],
    unit: 'short',
    span: 8,
  },
  {
    title: 'Webhooks',
    description: 'Webhook deliveries a minute, by platform and what became of them.',
    queries: [[`60 * sum by (provider, result) (${rateOf('callsight_webhooks_total')})`, '{{provider}} {{result}}']],
    unit: 'opm',
    span: 8,
  },
  {
    title: 'Waiting for InfluxDB',
    description: 'Rows and cells of KPI series that InfluxDB lacks, and points that it refused.',
    queries: [
      [`sum(callsight_replication_pending_rows{${OF}})`, 'rows'],
      [`sum(callsight_replication_pending_cells{${OF}})`, 'cells'],
      [`sum(callsight_replication_dead_letters{${OF}})`, 'refused points'],
    ],
    unit: 'short',
    span: 8,
  },
  {
    title: 'Memory',
    description: 'Resident memory of the service and of its query worker.',
    queries: [
      [`process_resident_memory_bytes{${OF}} and on (instance) callsight_build_info`, 'service {{instance}}'],
      [`callsight_query_worker_resident_memory_bytes{${OF}}`, 'query worker {{instance}}'],
    ],
    unit: 'bytes',
    span: 8,
  },
  {
    title: 'Processor',
    description: 'Processor time of the service; 100 % is one core.',
    queries: [
      [`${rateOf('process_cpu_seconds_total')} and on (instance) callsight_build_info`, 'service {{instance}}'],
    ],
    unit: 'percentunit',
    span: 8,
  },
  {
    title: 'Delay of the event loop',
    description: 'How late the thread that takes events begins what is due: 99 of 100 times sooner than this.',
    queries: [[`nodejs_eventloop_lag_p99_seconds{${OF}} and on (instance) callsight_build_info`, '{{instance}}']],
    unit: 's',
    span: 8,
  },
];

const page: DashboardBuilder = barePage(
  'service',
  'The service as Prometheus sees it: requests, writes, rows, queries, webhooks, InfluxDB, its process. It needs a Prometheus that reads /metrics.',
  { from: 'now-3h', refresh: '30s' },
)
  .withVariable(new DatasourceVariableBuilder('prometheus').label('Prometheus').type('prometheus'))
  .withVariable(
    new QueryVariableBuilder('instance')
      .label('Instance')
      .datasource(PROMETHEUS)
      .query({ query: 'label_values(callsight_build_info, instance)', refId: 'Instances' })
      .definition('label_values(callsight_build_info, instance)')
      .refresh(VariableRefresh.OnDashboardLoad)
      .multi(true)
      .includeAll(true)
      .allValue('.*')
      .current({ selected: true, text: ['All'], value: ['$__all'] }),
  );

/** One dashboard on the service itself, by Grafana's own datasource for Prometheus. */
export const service = CHARTS.reduce((all, one) => all.withPanel(chart(one)), page);
