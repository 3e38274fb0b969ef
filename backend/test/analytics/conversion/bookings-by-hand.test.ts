import { TestService } from '../../support/service/test-service.js';
import { micros } from '../../support/events/time.js';
import { BOOKING_PLACES, BOOKING_STATES, BOOKINGS } from '../../stories/bookings.js';
import { REVENUE } from '../../stories/revenue.js';
import { NOW, testStories } from '../../stories/story.js';
import { booked } from '../../support/events/booking.js';
import { call } from '../../support/events/call.js';

const BOOKING_METRICS = [
  ...['claimed', 'confirmed', 'kept', 'canceled', 'rescheduled', 'no_show', 'reschedules'].map(
    (id) => `bookings.${id}`,
  ),
  ...['conversion_rate', 'kept_rate', 'no_show_rate', 'phantom_rate'].map((id) => `bookings.${id}`),
  ...['sum', 'refunded', 'net', 'per_call', 'per_booking', 'per_kept_booking'].map((id) => `revenue.${id}`),
  ...['cost.per_booking', 'cost.per_kept_booking'],
];

const service = TestService.forTests(micros(NOW) / 1_000);

testStories(() => service, [...BOOKINGS, ...BOOKING_STATES, ...BOOKING_PLACES, ...REVENUE]);

describe('with answered calls as the base, and a grace of ten minutes', () => {
  const other = TestService.forTests(micros(NOW) / 1_000, {
    CALLSIGHT_CONVERSION_BASE: 'answered',
    CALLSIGHT_BOOKING_GRACE_MINUTES: '10',
  });

  testStories(
    () => other,
    [
      {
        shows: 'the rates are of answered calls, and of claims that are older',
        now: '10:15:00.001',
        events: [
          ...call('in', '10:00', { answered: '10:00:05', ended: '10:05', outcome: 'booked' }),
          ...call('unanswered', '10:00', { ended: '10:05' }),
          booked('A', '10:04', { call: 'unanswered' }),
          ...call('out', '10:00', { direction: 'outbound', answered: '10:00:05', ended: '10:05' }),
          booked('B', '10:04', { call: 'out' }),
          ...call('younger', '10:00', { answered: '10:00:05', ended: '10:05:00.002', outcome: 'booked' }),
        ],
        ask: { metrics: ['bookings.conversion_rate', 'bookings.phantom_rate'] },
        expected: { 'bookings.conversion_rate': [1 / 3], 'bookings.phantom_rate': [0.5] },
      },
    ],
  );
});

it('keeps every metric of bookings and money in the catalogue', async () => {
  const { metrics } = await service.main.catalogue();
  const ids = metrics.map(({ id }) => id);
  expect(ids).toEqual(expect.arrayContaining(BOOKING_METRICS));
});
