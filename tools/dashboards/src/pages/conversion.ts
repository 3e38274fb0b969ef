import { callsPage } from '../parts/page.js';
import { funnelPanel } from '../parts/funnel-panel.js';
import { pageLink } from '../parts/page-link.js';
import { CHOSEN_AGENTS, metricsOf, question } from '../parts/question.js';
import { scorePanel } from '../parts/score-panel.js';
import { segmentsPanel } from '../parts/segments-panel.js';
import { tablePanel } from '../parts/table-panel.js';
import { trendPanel } from '../parts/trend-panel.js';

/** What is over within hours: who has not booked by then has left. */
const BOOKING = {
  steps: ['call.started', 'call.answered', 'intent.booking', 'slot.offered', 'slot.selected', 'booking.confirmed'],
  window: '4h',
};

/** From the call to the kept appointment, and where it goes wrong. */
export const conversion = callsPage(
  'conversion',
  'From the call to the kept and paid appointment: how many come how far, where they leave and why.',
  { from: 'now-30d', marks: [] },
)
  .withPanel(
    scorePanel({
      title: 'Conversion',
      description: 'Calls with a confirmed booking.',
      metric: 'bookings.conversion_rate',
      good: 'up',
    }),
  )
  .withPanel(
    scorePanel({
      title: 'Confirmed bookings',
      description: 'Appointments that the scheduling system reported and that belong to a call.',
      metric: 'bookings.confirmed',
      good: 'up',
    }),
  )
  .withPanel(
    scorePanel({
      title: 'Kept',
      description: 'Appointments that took place, of those whose time has come.',
      metric: 'bookings.kept_rate',
      good: 'up',
    }),
  )
  .withPanel(
    scorePanel({
      title: 'No-shows',
      description: 'Appointments that nobody came to, of those whose time has come.',
      metric: 'bookings.no_show_rate',
      good: 'down',
    }),
  )
  .withPanel(
    scorePanel({
      title: 'Canceled',
      description: 'Confirmed bookings that were called off.',
      metric: 'bookings.cancellation_rate',
      good: 'down',
    }),
  )
  .withPanel(
    scorePanel({
      title: 'Phantom bookings',
      description: 'Bookings that an agent told of and the scheduling system does not know.',
      metric: 'bookings.phantom_rate',
      good: 'down',
      more: 'agents',
    }),
  )
  .withPanel(
    funnelPanel({
      title: 'From the call to the booking, beside the range before',
      description: 'How many calls reached each step, with 95 % intervals. A step leads to its calls.',
      funnel: { ...BOOKING, compare: 'previous_period' },
      span: 14,
      height: 13,
    }),
  )
  .withPanel(
    tablePanel({
      title: 'Why callers leave',
      description: 'Calls that dropped out, by the last step that they came to and the reason of their end.',
      target: question({
        queryType: 'abandonment',
        abandonment: { ...BOOKING, groupBy: ['end_reason'], filters: [...CHOSEN_AGENTS], limit: 30 },
      }),
      span: 10,
      height: 13,
      sortBy: 'Dropped',
      bars: ['Dropped'],
      without: ['Next step', 'Share', 'Wait, median', 'Left after, median'],
    }),
  )
  .withPanel(
    trendPanel({
      title: 'Conversion over time',
      description: 'Calls with a confirmed booking, beside the range before.',
      targets: [metricsOf({ metrics: ['bookings.conversion_rate'], interval: '1d', compare: 'previous_period' })],
    }),
  )
  .withPanel(
    trendPanel({
      title: 'What became of the bookings',
      description: 'Bookings by the day on which they were made, and their last known state.',
      targets: [metricsOf({ metrics: ['bookings.confirmed'], groupBy: ['appointment_status'], interval: '1d' })],
      look: 'stack',
    }),
  )
  .withPanel(
    funnelPanel({
      title: 'To the kept appointment, by source',
      description: 'All steps, for the sources with the most calls. What is hatched can still go on.',
      funnel: { id: 'appointment', breakdown: 'source', limit: 4 },
      span: 12,
      height: 12,
      options: { rateOf: 'total', showTimes: false },
    }).links([pageLink('attribution')]),
  )
  .withPanel(
    segmentsPanel({
      title: 'Does the version matter?',
      description:
        'Conversion of each version of the agents beside the most frequent one, and whether the difference could be chance.',
      metric: 'bookings.conversion_rate',
      by: 'agent_version',
      height: 12,
    }).links([pageLink('agents')]),
  )
  .withPanel(
    tablePanel({
      title: 'Paths',
      description: 'How often one step follows directly on another.',
      target: question({ queryType: 'paths', paths: { filters: [...CHOSEN_AGENTS], limit: 30 } }),
      span: 12,
      bars: ['Transitions'],
    }),
  )
  .withPanel(
    trendPanel({
      title: 'How far ahead people book',
      description: 'From the booking to the appointment: median and 90th percentile.',
      targets: [metricsOf({ metrics: ['bookings.lead_time.p50', 'bookings.lead_time.p90'], interval: '1d' })],
    }),
  );
