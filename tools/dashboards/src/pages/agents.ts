import { callsPage } from '../parts/page.js';
import { metricsOf } from '../parts/question.js';
import { pageLink } from '../parts/page-link.js';
import { segmentsPanel } from '../parts/segments-panel.js';
import { tablePanel } from '../parts/table-panel.js';
import { trendPanel } from '../parts/trend-panel.js';

/** Agents and their versions beside each other. */
export const agents = callsPage(
  'agents',
  'Agents and their versions beside each other: what they handle, how well, how fast, at what cost.',
  { from: 'now-30d', marks: ['agent_version'] },
)
  .withPanel(
    tablePanel({
      title: 'Agents',
      description: 'Everything about each agent over the range.',
      target: metricsOf({
        metrics: [
          'calls.count',
          'calls.answer_rate',
          'calls.aht',
          'calls.containment_rate',
          'calls.success_rate',
          'calls.sentiment.mean',
          'bookings.conversion_rate',
          'turns.latency.p95',
          'turns.interrupted_rate',
          'calls.error_rate',
          'calls.cost.mean',
        ],
        groupBy: ['agent'],
        orderBy: { metric: 'calls.count' },
        limit: 50,
      }),
      span: 24,
      height: 9,
      bars: ['Calls'],
      limits: {
        'Answer rate': 'calls.answer_rate',
        'Turn latency, 95th percentile': 'turns.latency.p95',
        'Interrupted turns': 'turns.interrupted_rate',
        'Error rate': 'calls.error_rate',
      },
    }),
  )
  .withPanel(
    segmentsPanel({
      title: 'Who converts better, and is it chance?',
      description:
        'Each agent beside the one with the most calls: the difference with its 95 % interval, corrected for comparing several.',
      metric: 'bookings.conversion_rate',
      by: 'agent',
      height: 9,
    }).links([pageLink('conversion')]),
  )
  .withPanel(
    segmentsPanel({
      title: 'Versions',
      description: 'Success of each version beside the most frequent one.',
      metric: 'calls.success_rate',
      by: 'agent_version',
      height: 9,
    }),
  )
  .withPanel(
    trendPanel({
      title: 'Calls',
      description: 'Calls of each agent. Lines across the chart are new versions.',
      targets: [metricsOf({ metrics: ['calls.count'], groupBy: ['agent'], interval: 'auto', limit: 10 })],
      look: 'stack',
    }),
  )
  .withPanel(
    trendPanel({
      title: 'Conversion',
      description: 'Calls with a confirmed booking, by agent and day.',
      targets: [metricsOf({ metrics: ['bookings.conversion_rate'], groupBy: ['agent'], interval: '1d', limit: 10 })],
    }),
  )
  .withPanel(
    trendPanel({
      title: 'Success',
      description: 'Calls that their analysis found successful, by agent and day.',
      targets: [metricsOf({ metrics: ['calls.success_rate'], groupBy: ['agent'], interval: '1d', limit: 10 })],
    }),
  )
  .withPanel(
    trendPanel({
      title: 'Turn latency, 95th percentile',
      description: 'By agent; the broken lines are the usual limits.',
      targets: [metricsOf({ metrics: ['turns.latency.p95'], groupBy: ['agent'], interval: 'auto', limit: 10 })],
      limitsOf: 'turns.latency.p95',
    }).links([pageLink('quality')]),
  )
  .withPanel(
    trendPanel({
      title: 'Sentiment',
      description: 'Mean of the analysed calls, from -1 to 1, by agent and day.',
      targets: [metricsOf({ metrics: ['calls.sentiment.mean'], groupBy: ['agent'], interval: '1d', limit: 10 })],
    }),
  )
  .withPanel(
    trendPanel({
      title: 'Cost per call',
      description: 'By agent and day.',
      targets: [metricsOf({ metrics: ['calls.cost.mean'], groupBy: ['agent'], interval: '1d', limit: 10 })],
    }).links([pageLink('money')]),
  );
