import type { GoodDirection } from '@callsight/contract/query/catalogue';
import { aggregateOf, countOf, NOW } from '../language/aggregate.js';
import { SECOND_MICROS } from '../../../lib/time/durations.js';
import { ANSWERED, count, define, defineIn } from './define.js';
import { aggregate, metric, ratio, type Expression } from '../language/expression.js';
import type { Metric } from './metric.js';
import { revenueMetrics } from './revenue.js';
import type { MetricSettings } from '../settings.js';

const MINUTE = 60 * SECOND_MICROS;

/** SQL over one booking. */
const DUE = `starts_at <= ${NOW}`;
/** SQL over one call. */
const CLAIMED = "outcome = 'booked'";

const booking = defineIn('appointments');

const bookings = (where?: string): Expression => aggregate(countOf('appointments', where));
const dueBookings = (where = DUE): Expression =>
  aggregate(aggregateOf('count', 'appointments', undefined, { where, dependsOnNow: true }));

/** What agents claim, and what of it is true. */
function claims({ bookingGraceMinutes, conversionBase }: MetricSettings): Metric[] {
  const decided = `coalesce(ended_at, started_at) + ${bookingGraceMinutes * MINUTE} < ${NOW}`;
  const phantom = aggregateOf('count', 'calls', undefined, {
    where: `${CLAIMED} AND booked_at IS NULL AND ${decided}`,
    dependsOnNow: true,
  });
  const base = conversionBase === 'offered' ? "direction = 'inbound'" : ANSWERED;
  const words = conversionBase === 'offered' ? 'Offered' : 'Answered';
  return [
    define(
      'bookings.claimed',
      'Claimed bookings',
      'Calls whose agent or platform says that an appointment was booked',
      'short',
      'none',
      count(CLAIMED),
    ),
    define(
      'bookings.phantom',
      'Phantom bookings',
      `Claimed bookings without a confirmed one ${bookingGraceMinutes} min after the call`,
      'short',
      'down',
      aggregate(phantom),
    ),
    define(
      'bookings.phantom_rate',
      'Phantom rate',
      'Phantom bookings of the claimed ones',
      'percentunit',
      'down',
      ratio(metric('bookings.phantom'), metric('bookings.claimed')),
    ),
    define(
      'bookings.calls',
      'Calls with a booking',
      `${words} calls with a confirmed booking`,
      'short',
      'up',
      count(`${base} AND booked_at IS NOT NULL`),
    ),
    define(
      'bookings.conversion_rate',
      'Conversion rate',
      `${words} calls with a confirmed booking`,
      'percentunit',
      'up',
      ratio(metric('bookings.calls'), metric(`calls.${conversionBase}`)),
    ),
  ];
}

const STATES: readonly (readonly [string, string, string, GoodDirection, string])[] = [
  ['kept', 'Kept bookings', 'Bookings whose appointment took place', 'up', "status = 'completed'"],
  ['canceled', 'Canceled bookings', 'Bookings that were canceled last', 'down', "status = 'canceled'"],
  [
    'rescheduled',
    'Moved bookings',
    'Bookings that were moved and still stand',
    'none',
    "status = 'scheduled' AND reschedules > 0",
  ],
  ['no_show', 'No-shows', 'Bookings whose person did not come', 'down', "status = 'no_show'"],
];

function states(): Metric[] {
  return STATES.map(([id, title, description, good, where]) =>
    booking(`bookings.${id}`, title, description, 'short', good, bookings(where)),
  );
}

function rates(): Metric[] {
  const due = (
    id: string,
    title: string,
    rate: string,
    words: string,
    good: GoodDirection,
    status: string,
  ): Metric[] => [
    booking(
      `bookings.due_${id}`,
      `${title} of those due`,
      `Bookings whose begin has passed and ${words}`,
      'short',
      good,
      dueBookings(`${DUE} AND status = '${status}'`),
    ),
    booking(
      `bookings.${id}_rate`,
      rate,
      `Bookings that are due and ${words}, of all that are due`,
      'percentunit',
      good,
      ratio(metric(`bookings.due_${id}`), metric('bookings.due')),
    ),
  ];
  return [
    booking(
      'bookings.due',
      'Bookings due',
      'Confirmed bookings whose begin has passed',
      'short',
      'none',
      dueBookings(),
    ),
    ...due('kept', 'Kept bookings', 'Kept rate', 'whose appointment took place', 'up', 'completed'),
    ...due('no_show', 'No-shows', 'No-show rate', 'whose person did not come', 'down', 'no_show'),
    booking(
      'bookings.cancellation_rate',
      'Cancellation rate',
      'Canceled bookings of the confirmed ones',
      'percentunit',
      'down',
      ratio(metric('bookings.canceled'), metric('bookings.confirmed')),
    ),
  ];
}

function leadTimes(): Metric[] {
  const statistics = [
    ['mean', 'mean'],
    ['p50', 'median'],
    ['p90', '90th percentile'],
    ['sum', 'total'],
  ] as const;
  return statistics.map(([name, words]) =>
    booking(
      `bookings.lead_time.${name}`,
      `Lead time, ${words}`,
      'From the making of a booking to its begin, as it stands now',
      's',
      'none',
      aggregate(aggregateOf(name, 'appointments', 'starts_at - created_at', { divisor: SECOND_MICROS })),
    ),
  );
}

/** Metrics of bookings and revenue: claimed, confirmed, kept, and what they bring and cost. */
export function bookingMetrics(settings: MetricSettings): Metric[] {
  return [
    booking(
      'bookings.confirmed',
      'Confirmed bookings',
      'Appointments that the scheduling system reported, and that belong to a call',
      'short',
      'up',
      bookings(),
    ),
    ...claims(settings),
    ...states(),
    booking(
      'bookings.reschedules',
      'Moves',
      'How often bookings were moved',
      'short',
      'none',
      aggregate(aggregateOf('sum', 'appointments', 'reschedules')),
    ),
    ...rates(),
    ...leadTimes(),
    ...revenueMetrics(),
  ];
}
