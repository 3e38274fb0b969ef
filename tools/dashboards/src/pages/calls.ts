import { callsPage } from '../parts/page.js';
import { barsPanel } from '../parts/bars-panel.js';
import { pageLink } from '../parts/page-link.js';
import { CHOSEN_AGENTS, metricsOf, question } from '../parts/question.js';
import { scorePanel } from '../parts/score-panel.js';
import { sharePanel } from '../parts/share-panel.js';
import { tablePanel } from '../parts/table-panel.js';
import { trendPanel } from '../parts/trend-panel.js';
import { weekPanel } from '../parts/week-panel.js';

const CALLS_WITHOUT = [
  'Agent',
  'Agent version',
  'Queue',
  'Channel',
  'Answered',
  'Ended',
  'Hold',
  'Talk',
  'Currency',
  'Provider',
  'Medium',
  'Interruptions',
];

/** Volume, waiting, duration, outcomes. */
export const calls = callsPage('calls', 'How many calls, how long callers wait and talk, and what becomes of calls.', {
  from: 'now-7d',
})
  .withPanel(
    scorePanel({ title: 'Calls', description: 'Calls that started in the range.', metric: 'calls.count', good: 'up' }),
  )
  .withPanel(
    scorePanel({
      title: 'Service level',
      description: 'Calls answered in time, by the formula that is set.',
      metric: 'calls.service_level',
      good: 'up',
    }),
  )
  .withPanel(
    scorePanel({
      title: 'Speed of answer',
      description: 'Mean wait of answered calls.',
      metric: 'calls.asa',
      good: 'down',
    }),
  )
  .withPanel(
    scorePanel({
      title: 'Handle time',
      description: 'Talk, hold and work after the call, for each answered call.',
      metric: 'calls.aht',
      good: 'down',
    }),
  )
  .withPanel(
    scorePanel({
      title: 'Contained',
      description: 'Answered calls that were neither handed over nor followed by another of the same caller.',
      metric: 'calls.containment_rate',
      good: 'up',
    }),
  )
  .withPanel(
    scorePanel({
      title: 'Resolved at first contact',
      description: 'Resolved calls without a repeat call of the same caller within the window.',
      metric: 'calls.fcr_rate',
      good: 'up',
    }),
  )
  .withPanel(
    trendPanel({
      title: 'Calls by direction',
      description: 'Inbound and outbound calls.',
      targets: [metricsOf({ metrics: ['calls.count'], groupBy: ['direction'], interval: 'auto' })],
      look: 'stack',
    }),
  )
  .withPanel(
    trendPanel({
      title: 'Service level and abandonment',
      description: 'Answered in time, and hung up before an answer.',
      targets: [metricsOf({ metrics: ['calls.service_level', 'calls.abandonment_rate'], interval: 'auto' })],
    }),
  )
  .withPanel(
    weekPanel({
      title: 'When callers call',
      description: 'Calls by hour and weekday, in the time zone of the dashboard.',
      metric: 'calls.count',
      value: 'Calls',
    }),
  )
  .withPanel(
    sharePanel({
      title: 'Outcomes',
      description: 'What became of the calls of the range.',
      target: metricsOf({ metrics: ['calls.count'], groupBy: ['outcome'], orderBy: { metric: 'calls.count' } }),
      span: 12,
      outcomes: true,
    }),
  )
  .withPanel(
    barsPanel({
      title: 'How long callers wait',
      description: 'Calls by the time until the answer, or until the caller hung up.',
      target: metricsOf({ metrics: ['calls.answered', 'calls.abandoned'], groupBy: ['wait_band'] }),
      by: 'Wait',
      several: 'stacked',
      upright: true,
      span: 12,
    }),
  )
  .withPanel(
    trendPanel({
      title: 'Duration',
      description: 'Connected time: median, 90th and 95th percentile of each bucket.',
      targets: [
        metricsOf({ metrics: ['calls.duration.p50', 'calls.duration.p90', 'calls.duration.p95'], interval: 'auto' }),
      ],
    }),
  )
  .withPanel(
    trendPanel({
      title: 'Handed over and called again',
      description: 'Answered calls handed over to a human, and calls of somebody who had called within days.',
      targets: [metricsOf({ metrics: ['calls.transfer_rate', 'calls.repeat_rate'], interval: 'auto' })],
    }),
  )
  .withPanel(
    barsPanel({
      title: 'Why calls end',
      description: 'End reasons as the platforms give them.',
      target: metricsOf({
        metrics: ['calls.count'],
        groupBy: ['end_reason'],
        orderBy: { metric: 'calls.count' },
        limit: 12,
      }),
      by: 'End reason',
      span: 10,
      height: 10,
    }).links([pageLink('conversion')]),
  )
  .withPanel(
    tablePanel({
      title: 'Single calls',
      description: 'The newest first. Inspect the data for all columns, or open the query in Explore.',
      target: question({ queryType: 'calls', calls: { filters: [...CHOSEN_AGENTS], limit: 200 } }),
      span: 14,
      height: 10,
      without: CALLS_WITHOUT,
      widths: { Started: 160 },
    }),
  );
