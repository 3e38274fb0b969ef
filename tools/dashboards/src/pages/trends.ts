import { callsPage } from '../parts/page.js';
import { metricsOf } from '../parts/question.js';
import { trendPanel } from '../parts/trend-panel.js';

/** The long view: weeks beside the year before. */
export const trends = callsPage('trends', 'The long view, week by week, beside the same weeks of the year before.', {
  from: 'now-26w/w',
  marks: [],
})
  .withPanel(
    trendPanel({
      title: 'Calls per week, beside last year',
      description: 'The grey broken line is the same week a year before.',
      targets: [metricsOf({ metrics: ['calls.count'], interval: '1w', compare: 'previous_year', baseline: true })],
      span: 24,
    }),
  )
  .withPanel(
    trendPanel({
      title: 'Outcomes',
      description: 'What calls of each week came to, as shares.',
      targets: [metricsOf({ metrics: ['calls.count'], groupBy: ['outcome'], interval: '1w' })],
      look: 'share',
      outcomes: true,
    }),
  )
  .withPanel(
    trendPanel({
      title: 'Conversion and kept appointments',
      description: 'Calls with a confirmed booking; kept appointments of those whose time has come.',
      targets: [
        metricsOf({ metrics: ['bookings.conversion_rate'], interval: '1w', baseline: true }),
        metricsOf({ metrics: ['bookings.kept_rate'], interval: '1w' }, 'B'),
      ],
    }),
  )
  .withPanel(
    trendPanel({
      title: 'New and returning callers',
      description: 'Callers of each week.',
      targets: [metricsOf({ metrics: ['callers.new', 'callers.returning'], interval: '1w' })],
      look: 'stack',
    }),
  )
  .withPanel(
    trendPanel({
      title: 'Net revenue',
      description: 'Payments of each month less refunds, by currency.',
      targets: [metricsOf({ metrics: ['revenue.net'], interval: '1M' })],
      look: 'bars',
    }),
  )
  .withPanel(
    trendPanel({
      title: 'Service level and abandonment',
      description: 'By week.',
      targets: [
        metricsOf({ metrics: ['calls.abandonment_rate'], interval: '1w', baseline: true }),
        metricsOf({ metrics: ['calls.service_level'], interval: '1w' }, 'B'),
      ],
    }),
  )
  .withPanel(
    trendPanel({
      title: 'Containment and first-call resolution',
      description: 'Calls that need neither a human nor a second call.',
      targets: [metricsOf({ metrics: ['calls.containment_rate', 'calls.fcr_rate'], interval: '1w' })],
    }),
  )
  .withPanel(
    trendPanel({
      title: 'Turn latency',
      description: 'Median and 95th percentile of all turns of a week.',
      targets: [
        metricsOf({ metrics: ['turns.latency.p95'], interval: '1w', baseline: true }),
        metricsOf({ metrics: ['turns.latency.p50'], interval: '1w' }, 'B'),
      ],
      limitsOf: 'turns.latency.p95',
    }),
  )
  .withPanel(
    trendPanel({
      title: 'Cost per call and per booking',
      description: 'By week and currency.',
      targets: [metricsOf({ metrics: ['calls.cost.mean', 'cost.per_booking'], interval: '1w' })],
    }),
  );
