import { callsPage } from '../parts/page.js';
import { barsPanel } from '../parts/bars-panel.js';
import { metricsOf } from '../parts/question.js';
import { scorePanel } from '../parts/score-panel.js';
import { sharePanel } from '../parts/share-panel.js';
import { tablePanel } from '../parts/table-panel.js';
import { trendPanel } from '../parts/trend-panel.js';

/** Who calls. */
export const callers = callsPage('callers', 'Who calls: new and returning callers, where from, in which language.', {
  from: 'now-30d',
  marks: [],
})
  .withPanel(
    scorePanel({
      title: 'Callers',
      description: 'Different people who called; each counts once.',
      metric: 'callers.unique',
      good: 'up',
      span: 6,
    }),
  )
  .withPanel(
    scorePanel({
      title: 'New callers',
      description: 'Callers who had never called before.',
      metric: 'callers.new',
      good: 'up',
      span: 6,
    }),
  )
  .withPanel(
    scorePanel({
      title: 'Returning callers',
      description: 'Callers who had called before.',
      metric: 'callers.returning',
      good: 'up',
      span: 6,
    }),
  )
  .withPanel(
    scorePanel({
      title: 'Called again within days',
      description: 'Calls of a caller who had been seen within the last days.',
      metric: 'calls.repeat_rate',
      good: 'down',
      span: 6,
    }),
  )
  .withPanel(
    trendPanel({
      title: 'New and returning callers',
      description: 'Callers of each day.',
      targets: [metricsOf({ metrics: ['callers.new', 'callers.returning'], interval: '1d' })],
      look: 'stack',
      span: 16,
    }),
  )
  .withPanel(
    sharePanel({
      title: 'Lines',
      description: 'Calls by the kind of line, as far as the number tells.',
      target: metricsOf({
        metrics: ['calls.count'],
        groupBy: ['line_type'],
        filters: [{ dimension: 'line_type', op: 'not in', values: [null] }],
        orderBy: { metric: 'calls.count' },
      }),
    }),
  )
  .withPanel(
    barsPanel({
      title: 'Countries',
      description: 'Calls by the country of the number.',
      target: metricsOf({
        metrics: ['calls.count'],
        groupBy: ['country'],
        orderBy: { metric: 'calls.count' },
        limit: 12,
      }),
      by: 'Country',
      height: 10,
    }),
  )
  .withPanel(
    barsPanel({
      title: 'Regions',
      description: 'Calls by the state or place that the number belongs to.',
      target: metricsOf({
        metrics: ['calls.count'],
        groupBy: ['region'],
        orderBy: { metric: 'calls.count' },
        limit: 12,
      }),
      by: 'Region',
      height: 10,
    }),
  )
  .withPanel(
    barsPanel({
      title: 'Languages',
      description: 'Calls by the language of the conversation.',
      target: metricsOf({
        metrics: ['calls.count'],
        groupBy: ['language'],
        orderBy: { metric: 'calls.count' },
        limit: 12,
      }),
      by: 'Language',
      height: 10,
    }),
  )
  .withPanel(
    tablePanel({
      title: 'What new and returning callers get',
      description: 'First calls beside further calls.',
      target: metricsOf({
        metrics: [
          'calls.count',
          'calls.duration.mean',
          'calls.success_rate',
          'calls.transfer_rate',
          'bookings.conversion_rate',
          'revenue.per_call',
        ],
        groupBy: ['caller_type'],
      }),
      span: 24,
      height: 6,
    }),
  )
  .withPanel(
    tablePanel({
      title: 'Countries in numbers',
      description: 'How calls go, by the country of the number.',
      target: metricsOf({
        metrics: [
          'calls.count',
          'callers.unique',
          'calls.answer_rate',
          'calls.duration.mean',
          'calls.success_rate',
          'bookings.conversion_rate',
        ],
        groupBy: ['country'],
        orderBy: { metric: 'calls.count' },
        limit: 30,
      }),
      span: 24,
      height: 9,
      bars: ['Calls'],
      limits: { 'Answer rate': 'calls.answer_rate' },
    }),
  );
