import { ATTRIBUTION_MODELS } from '@callsight/contract/query/attribution';
import { bareNumber } from '../parts/bare-number.js';
import { callsPage } from '../parts/page.js';
import { barsPanel } from '../parts/bars-panel.js';
import { CHOSEN_AGENTS, metricsOf, question } from '../parts/question.js';
import { scorePanel } from '../parts/score-panel.js';
import { tablePanel } from '../parts/table-panel.js';
import { trendPanel } from '../parts/trend-panel.js';

/** Which marketing brings bookings and money. */
export const attribution = callsPage(
  'attribution',
  'Which sources and campaigns bring calls, bookings and money, by several ways of sharing the credit.',
  { from: 'now-30d', marks: [] },
)
  .withPanel(
    scorePanel({ title: 'Calls', description: 'Calls that started in the range.', metric: 'calls.count', good: 'up' }),
  )
  .withPanel(
    scorePanel({
      title: 'New callers',
      description: 'Callers who had never called before.',
      metric: 'callers.new',
      good: 'up',
      more: 'callers',
    }),
  )
  .withPanel(
    scorePanel({
      title: 'Confirmed bookings',
      description: 'Bookings that belong to a call.',
      metric: 'bookings.confirmed',
      good: 'up',
      more: 'conversion',
    }),
  )
  .withPanel(
    scorePanel({
      title: 'Conversion',
      description: 'Calls with a confirmed booking.',
      metric: 'bookings.conversion_rate',
      good: 'up',
      more: 'conversion',
    }),
  )
  .withPanel(
    scorePanel({
      title: 'Net revenue',
      description: 'Payments that belong to calls, less refunds.',
      metric: 'revenue.net',
      good: 'up',
      more: 'money',
    }),
  )
  .withPanel(
    scorePanel({
      title: 'Revenue per call',
      description: 'Net revenue, shared out over all calls.',
      metric: 'revenue.per_call',
      good: 'up',
      more: 'money',
    }),
  )
  .withPanel(
    trendPanel({
      title: 'Calls by source',
      description: 'The eight sources with the most calls.',
      targets: [
        metricsOf({
          metrics: ['calls.count'],
          groupBy: ['source'],
          interval: '1d',
          orderBy: { metric: 'calls.count' },
          limit: 8,
        }),
      ],
      look: 'stack',
    }),
  )
  .withPanel(
    barsPanel({
      title: 'Conversion by source',
      description: 'Calls with a confirmed booking, of the calls of each source.',
      target: metricsOf({
        metrics: ['bookings.conversion_rate'],
        groupBy: ['source'],
        orderBy: { metric: 'bookings.conversion_rate' },
        limit: 10,
      }),
      by: 'Source',
      span: 12,
    }),
  )
  .withPanel(
    tablePanel({
      title: 'Bookings by source: six models beside each other',
      description:
        'Each booking is worth one credit, shared among the contacts that its caller had before: the first, the last, all alike, by position, or by how recent they are.',
      target: question({
        queryType: 'attribution',
        attribution: { model: [...ATTRIBUTION_MODELS], groupBy: ['source'], filters: [...CHOSEN_AGENTS] },
      }),
      span: 24,
      height: 9,
      transformations: [
        bareNumber('Conversions', 'credit'),
        {
          id: 'groupingToMatrix',
          options: { columnField: 'Model', rowField: 'Source', valueField: 'credit', emptyValue: 'zero' },
        },
        {
          id: 'organize',
          options: {
            renameByName: {
              first: 'First contact',
              last: 'Last contact',
              last_non_direct: 'Last, not direct',
              linear: 'All alike',
              position: '40 / 20 / 40',
              time_decay: 'By how recent',
            },
          },
        },
      ],
    }),
  )
  .withPanel(
    tablePanel({
      title: 'Campaigns, all contacts alike',
      description: 'Bookings, money and cost per booking of each source, medium and campaign; the linear model.',
      target: question({
        queryType: 'attribution',
        attribution: {
          model: 'linear',
          groupBy: ['source', 'medium', 'campaign'],
          filters: [...CHOSEN_AGENTS],
          limit: 30,
        },
      }),
      span: 24,
      height: 10,
      without: ['Model', 'Currency'],
    }),
  );
