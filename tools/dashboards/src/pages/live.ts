import { callsPage } from '../parts/page.js';
import { CHOSEN_AGENTS, metricsOf, question, systemMetricsOf } from '../parts/question.js';
import { numberPanel } from '../parts/number-panel.js';
import { pageLink } from '../parts/page-link.js';
import { tablePanel } from '../parts/table-panel.js';
import { trendPanel } from '../parts/trend-panel.js';

const LATEST_WITHOUT = [
  'Call',
  'Agent',
  'Agent version',
  'Country',
  'Language',
  'Queue',
  'Channel',
  'Answered',
  'Ended',
  'Hold',
  'Talk',
  'Ended by',
  'Transferred',
  'Interruptions',
  'Cost',
  'Currency',
  'Provider',
  'Source',
  'Medium',
  'Campaign',
  'Summary',
];

/** What the people on duty look at. */
export const live = callsPage('live', 'What is going on this minute. Refreshes every five seconds.', {
  from: 'now-1h',
  refresh: '5s',
})
  .withPanel(
    numberPanel({
      title: 'On the phone now',
      description: 'Calls that have started and not ended.',
      metric: 'calls.active',
      target: metricsOf({ metrics: ['calls.active'], interval: '1m' }),
      spark: true,
    }),
  )
  .withPanel(
    numberPanel({
      title: 'Service level',
      description: 'Calls answered in time. Its formula and time are settings of the service.',
      metric: 'calls.service_level',
      target: metricsOf({ metrics: ['calls.service_level'] }),
    }),
  )
  .withPanel(
    numberPanel({
      title: 'Abandoned',
      description: 'Inbound calls whose caller hung up before an answer.',
      metric: 'calls.abandonment_rate',
      target: metricsOf({ metrics: ['calls.abandonment_rate'] }),
    }),
  )
  .withPanel(
    numberPanel({
      title: 'Wait, 95th percentile',
      description: 'Nineteen of twenty callers waited no longer.',
      metric: 'calls.wait.p95',
      target: metricsOf({ metrics: ['calls.wait.p95'] }),
    }),
  )
  .withPanel(
    numberPanel({
      title: 'Turn latency, 95th percentile',
      description: 'The caller stops speaking, the agent starts: all turns of the range.',
      metric: 'turns.latency.p95',
      target: metricsOf({ metrics: ['turns.latency.p95'] }),
    }),
  )
  .withPanel(
    numberPanel({
      title: 'Calls with errors',
      description: 'Calls with at least one error, of all.',
      metric: 'calls.error_rate',
      target: metricsOf({ metrics: ['calls.error_rate'] }),
    }),
  )
  .withPanel(
    trendPanel({
      title: 'Calls, beside what is usual',
      description: 'Calls that started in each five minutes.',
      targets: [metricsOf({ metrics: ['calls.count'], interval: '5m', baseline: true })],
    }).links([pageLink('overview')]),
  )
  .withPanel(
    trendPanel({
      title: 'Turn latency, beside what is usual',
      description: '95th percentile of the turns of each five minutes; the broken lines are the usual limits.',
      targets: [metricsOf({ metrics: ['turns.latency.p95'], interval: '5m', baseline: true })],
      limitsOf: 'turns.latency.p95',
    }).links([pageLink('quality')]),
  )
  .withPanel(
    trendPanel({
      title: 'Simultaneous calls',
      description: 'Peak and mean of each minute, exact from when calls began and ended.',
      targets: [metricsOf({ metrics: ['calls.concurrency.max', 'calls.concurrency.mean'], interval: '1m' })],
    }),
  )
  .withPanel(
    trendPanel({
      title: 'Answered and abandoned',
      description: 'Calls of each minute.',
      targets: [metricsOf({ metrics: ['calls.answered', 'calls.abandoned'], interval: '1m' })],
      look: 'stack',
    }).links([pageLink('calls')]),
  )
  .withPanel(
    trendPanel({
      title: 'Turn latency',
      description: 'Median and 95th percentile of each minute; the broken lines are the usual limits.',
      targets: [metricsOf({ metrics: ['turns.latency.p50', 'turns.latency.p95'], interval: '1m' })],
      limitsOf: 'turns.latency.p95',
    }).links([pageLink('quality')]),
  )
  .withPanel(
    trendPanel({
      title: 'Wait',
      description: 'How long callers waited for an answer, or until they hung up.',
      targets: [metricsOf({ metrics: ['calls.wait.p50', 'calls.wait.p95'], interval: '1m' })],
      limitsOf: 'calls.wait.p95',
    }).links([pageLink('calls')]),
  )
  .withPanel(
    tablePanel({
      title: 'Latest calls',
      description: 'Calls of the range, the newest first.',
      target: question({ queryType: 'calls', calls: { filters: [...CHOSEN_AGENTS], limit: 50 } }),
      span: 16,
      height: 10,
      without: LATEST_WITHOUT,
      widths: { Started: 160 },
    }),
  )
  .withPanel(
    tablePanel({
      title: 'Systems',
      description: 'Components by how they are: availability in the range, and when they were last heard of.',
      target: systemMetricsOf({
        metrics: ['health.availability', 'health.heartbeat_age'],
        groupBy: ['component'],
      }),
      span: 8,
      height: 10,
      limits: { Availability: 'health.availability', 'Last heard': 'health.heartbeat_age' },
    }).links([pageLink('health')]),
  );
