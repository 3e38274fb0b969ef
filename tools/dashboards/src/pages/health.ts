import { barsPanel } from '../parts/bars-panel.js';
import { numberPanel } from '../parts/number-panel.js';
import { systemsPage } from '../parts/page.js';
import { CHOSEN_COMPONENTS, systemMetricsOf } from '../parts/question.js';
import { tablePanel } from '../parts/table-panel.js';
import { trendPanel } from '../parts/trend-panel.js';

const filters = [...CHOSEN_COMPONENTS];

/** The systems that calls depend on. */
export const health = systemsPage(
  'health',
  'The systems that calls depend on: are they up, how fast are they, what do they report.',
  { from: 'now-24h', refresh: '1m' },
)
  .withPanel(
    numberPanel({
      title: 'Availability',
      description: 'Time up, of the time in which a check says how a component is.',
      metric: 'health.availability',
      target: systemMetricsOf({ metrics: ['health.availability'], filters }),
      span: 6,
    }),
  )
  .withPanel(
    numberPanel({
      title: 'Error rate',
      description: 'Failed checks and reported errors, of all of both.',
      metric: 'health.error_rate',
      target: systemMetricsOf({ metrics: ['health.error_rate'], filters }),
      span: 6,
    }),
  )
  .withPanel(
    numberPanel({
      title: 'Check latency, 95th percentile',
      description: 'How long checks take.',
      metric: 'health.latency.p95',
      target: systemMetricsOf({ metrics: ['health.latency.p95'], filters }),
      span: 6,
    }),
  )
  .withPanel(
    numberPanel({
      title: 'Longest silence',
      description: 'Time since the component that has been silent for longest was heard of.',
      metric: 'health.heartbeat_age',
      target: systemMetricsOf({ metrics: ['health.heartbeat_age'], filters }),
      span: 6,
    }),
  )
  .withPanel(
    trendPanel({
      title: 'Availability by component',
      description: 'Time up of the time observed, in each bucket.',
      targets: [
        systemMetricsOf({ metrics: ['health.availability'], groupBy: ['component'], interval: 'auto', filters }),
      ],
      span: 24,
      height: 7,
      upTo: 1,
    }),
  )
  .withPanel(
    trendPanel({
      title: 'Check latency',
      description: '95th percentile by component.',
      targets: [
        systemMetricsOf({ metrics: ['health.latency.p95'], groupBy: ['component'], interval: 'auto', filters }),
      ],
    }),
  )
  .withPanel(
    trendPanel({
      title: 'Errors and failed checks',
      description: 'Reported errors and checks that found a component down.',
      targets: [systemMetricsOf({ metrics: ['health.errors', 'health.checks.failed'], interval: 'auto', filters })],
      look: 'stack',
    }),
  )
  .withPanel(
    tablePanel({
      title: 'Components',
      description: 'Each component over the range.',
      target: systemMetricsOf({
        metrics: [
          'health.availability',
          'health.latency.p50',
          'health.latency.p95',
          'health.error_rate',
          'health.checks',
          'health.errors',
          'health.heartbeat_age',
        ],
        groupBy: ['component'],
        filters,
      }),
      span: 16,
      limits: {
        Availability: 'health.availability',
        'Error rate of systems': 'health.error_rate',
        'Last heard': 'health.heartbeat_age',
      },
    }),
  )
  .withPanel(
    barsPanel({
      title: 'Error codes',
      description: 'Reported errors by their code.',
      target: systemMetricsOf({
        metrics: ['health.errors'],
        groupBy: ['code'],
        filters: [...filters, { dimension: 'kind', op: 'in', values: ['error'] }],
        orderBy: { metric: 'health.errors' },
        limit: 10,
      }),
      by: 'Code',
    }),
  );
