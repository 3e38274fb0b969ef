import { callsPage } from '../parts/page.js';
import { metricsOf } from '../parts/question.js';
import { pageLink } from '../parts/page-link.js';
import { scorePanel } from '../parts/score-panel.js';
import { tablePanel } from '../parts/table-panel.js';
import { trendPanel } from '../parts/trend-panel.js';

const PARTS = ['telephony', 'asr', 'llm', 'tts', 'platform'] as const;

/** What calls cost and bring. */
export const money = callsPage(
  'money',
  'What calls cost and what they bring. Currencies are never added to each other.',
  { from: 'now-30d', marks: [] },
)
  .withPanel(
    scorePanel({
      title: 'Net revenue',
      description: 'Payments that belong to calls, less refunds.',
      metric: 'revenue.net',
      good: 'up',
    }),
  )
  .withPanel(
    scorePanel({
      title: 'Cost',
      description: 'What the calls of the range cost.',
      metric: 'calls.cost.sum',
      good: 'down',
    }),
  )
  .withPanel(
    scorePanel({
      title: 'Cost per call',
      description: 'Of calls whose cost is known.',
      metric: 'calls.cost.mean',
      good: 'down',
    }),
  )
  .withPanel(
    scorePanel({
      title: 'Cost per booking',
      description: 'Cost of all calls, shared out over the confirmed bookings.',
      metric: 'cost.per_booking',
      good: 'down',
      more: 'conversion',
    }),
  )
  .withPanel(
    scorePanel({
      title: 'Revenue per booking',
      description: 'Net revenue, shared out over the confirmed bookings.',
      metric: 'revenue.per_booking',
      good: 'up',
      more: 'conversion',
    }),
  )
  .withPanel(
    scorePanel({
      title: 'Refunds',
      description: 'Money that was given back.',
      metric: 'revenue.refunded',
      good: 'down',
    }),
  )
  .withPanel(
    trendPanel({
      title: 'Net revenue by day',
      description: 'Beside the range before.',
      targets: [metricsOf({ metrics: ['revenue.net'], interval: '1d', compare: 'previous_period' })],
    }),
  )
  .withPanel(
    trendPanel({
      title: 'Cost by part',
      description: 'Telephony, speech recognition, language model, speech synthesis, platform.',
      targets: [metricsOf({ metrics: PARTS.map((part) => `calls.cost.${part}.sum`), interval: '1d' })],
      look: 'stack',
    }),
  )
  .withPanel(
    trendPanel({
      title: 'Per call',
      description: 'What a call costs and brings.',
      targets: [metricsOf({ metrics: ['calls.cost.mean', 'revenue.per_call'], interval: '1d' })],
    }),
  )
  .withPanel(
    trendPanel({
      title: 'Payments',
      description: 'Payments that came in, and those that failed.',
      targets: [metricsOf({ metrics: ['payments.succeeded', 'payments.failed'], interval: '1d' })],
      look: 'stack',
    }),
  )
  .withPanel(
    tablePanel({
      title: 'By agent',
      description: 'Cost and revenue of each agent.',
      target: metricsOf({
        metrics: ['calls.count', 'calls.cost.sum', 'calls.cost.mean', 'revenue.net', 'revenue.per_call'],
        groupBy: ['agent'],
        orderBy: { metric: 'calls.count' },
        limit: 30,
      }),
      span: 12,
    }).links([pageLink('agents')]),
  )
  .withPanel(
    tablePanel({
      title: 'By source',
      description: 'Cost and revenue of the calls of each source.',
      target: metricsOf({
        metrics: ['calls.count', 'calls.cost.sum', 'revenue.net', 'revenue.per_call', 'revenue.per_booking'],
        groupBy: ['source'],
        orderBy: { metric: 'calls.count' },
        limit: 30,
      }),
      span: 12,
    }).links([pageLink('attribution')]),
  );
