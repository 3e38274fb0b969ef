import { callsPage } from '../parts/page.js';
import { barsPanel } from '../parts/bars-panel.js';
import { funnelPanel } from '../parts/funnel-panel.js';
import { pageLink } from '../parts/page-link.js';
import { question, CHOSEN_AGENTS, metricsOf } from '../parts/question.js';
import { scorePanel } from '../parts/score-panel.js';
import { tablePanel } from '../parts/table-panel.js';
import { trendPanel } from '../parts/trend-panel.js';

/** What is going on, where, and why: the first page to look at. */
export const overview = callsPage('overview', 'How the voice agents are doing: what is going on, where, and why.', {
  from: 'now-7d',
  refresh: '1m',
})
  .withPanel(
    scorePanel({
      title: 'Calls',
      description: 'Calls that started in the range.',
      metric: 'calls.count',
      good: 'up',
      more: 'calls',
    }),
  )
  .withPanel(
    scorePanel({
      title: 'Answered',
      description: 'Inbound calls that were answered.',
      metric: 'calls.answer_rate',
      good: 'up',
      more: 'calls',
    }),
  )
  .withPanel(
    scorePanel({
      title: 'Abandoned',
      description: 'Inbound calls whose caller hung up before an answer; very short waits are left out.',
      metric: 'calls.abandonment_rate',
      good: 'down',
      more: 'conversion',
    }),
  )
  .withPanel(
    scorePanel({
      title: 'Conversion',
      description: 'Calls with a booking that the scheduling system confirmed.',
      metric: 'bookings.conversion_rate',
      good: 'up',
      more: 'conversion',
    }),
  )
  .withPanel(
    scorePanel({
      title: 'Net revenue',
      description: 'Payments that belong to calls, less refunds; a number for each currency.',
      metric: 'revenue.net',
      good: 'up',
      more: 'money',
    }),
  )
  .withPanel(
    scorePanel({
      title: 'Cost per call',
      description: 'Telephony, speech, language model and platform.',
      metric: 'calls.cost.mean',
      good: 'down',
      more: 'money',
    }),
  )
  .withPanel(
    trendPanel({
      title: 'Calls, beside what is usual',
      description: 'Calls by the time they started in.',
      targets: [metricsOf({ metrics: ['calls.count'], interval: 'auto', baseline: true })],
    }).links([pageLink('trends')]),
  )
  .withPanel(
    trendPanel({
      title: 'What became of them',
      description: 'Calls by outcome. Every call has exactly one once it has ended.',
      targets: [metricsOf({ metrics: ['calls.count'], groupBy: ['outcome'], interval: 'auto' })],
      look: 'stack',
      outcomes: true,
    }).links([pageLink('calls')]),
  )
  .withPanel(
    trendPanel({
      title: 'Abandonment, beside what is usual',
      description: 'Inbound calls whose caller hung up before an answer, of those offered.',
      targets: [metricsOf({ metrics: ['calls.abandonment_rate'], interval: 'auto', baseline: true })],
      coarse: '3h',
    }).links([pageLink('calls')]),
  )
  .withPanel(
    trendPanel({
      title: 'Conversion, beside what is usual',
      description:
        'Calls with a booking that the scheduling system confirmed; it comes after the call, so the last hours rise.',
      targets: [metricsOf({ metrics: ['bookings.conversion_rate'], interval: 'auto', baseline: true })],
      coarse: '3h',
    }).links([pageLink('conversion')]),
  )
  .withPanel(
    funnelPanel({
      title: 'From the call to the booking',
      description: 'How many calls came how far within four hours. A step leads to its calls.',
      funnel: {
        steps: [
          'call.started',
          'call.answered',
          'intent.booking',
          'slot.offered',
          'slot.selected',
          'booking.confirmed',
        ],
        window: '4h',
      },
      span: 14,
      height: 11,
    }).links([pageLink('conversion')]),
  )
  .withPanel(
    barsPanel({
      title: 'Where callers are lost',
      description: 'Calls that went no further, by the reason that they ended for.',
      target: question({
        queryType: 'metrics',
        metrics: ['calls.count'],
        groupBy: ['end_reason'],
        filters: [
          ...CHOSEN_AGENTS,
          { dimension: 'outcome', op: 'not in', values: ['booked', 'rescheduled', 'in_progress'] },
        ],
        orderBy: { metric: 'calls.count', dir: 'desc' },
        limit: 10,
      }),
      by: 'End reason',
      span: 10,
      height: 11,
    }).links([pageLink('conversion')]),
  )
  .withPanel(
    tablePanel({
      title: 'Agents at a glance',
      description: 'Each agent over the range. Numbers in colour are within or beyond their usual limits.',
      target: metricsOf({
        metrics: [
          'calls.count',
          'calls.answer_rate',
          'calls.success_rate',
          'bookings.conversion_rate',
          'turns.latency.p95',
          'calls.error_rate',
          'calls.sentiment.mean',
        ],
        groupBy: ['agent'],
        orderBy: { metric: 'calls.count', dir: 'desc' },
        limit: 20,
      }),
      span: 14,
      bars: ['Calls'],
      limits: {
        'Answer rate': 'calls.answer_rate',
        'Turn latency, 95th percentile': 'turns.latency.p95',
        'Error rate': 'calls.error_rate',
      },
    }).links([pageLink('agents')]),
  )
  .withPanel(
    barsPanel({
      title: 'Where calls come from',
      description: 'Calls and calls with a booking, by marketing source.',
      target: metricsOf({
        metrics: ['calls.count', 'bookings.calls'],
        groupBy: ['source'],
        orderBy: { metric: 'calls.count', dir: 'desc' },
        limit: 8,
      }),
      by: 'Source',
      several: 'grouped',
      span: 10,
    }).links([pageLink('attribution')]),
  );
