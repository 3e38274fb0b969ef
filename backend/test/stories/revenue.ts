import type { Story } from './story.js';
import { booked, completed } from '../support/events/booking.js';
import { call } from '../support/events/call.js';
import { paid, refunded, unpaid } from '../support/events/payment.js';

const sums = ['revenue.sum', 'revenue.refunded', 'revenue.net'];
const PAT = '+4930901820';

export const REVENUE: readonly Story[] = [
  {
    shows:
      'what came, what went back of it whenever it went, and what is left; per call and booking it is what is left',
    events: [
      ...call('c', '10:00', { ended: '10:05', cost: ['0.50', 'EUR'] }),
      ...call('d', '10:00', { ended: '10:05', cost: ['0.30', 'EUR'] }),
      booked('A', '10:04', { call: 'c' }),
      booked('B', '10:04', { call: 'c' }),
      completed('A', '11T11:00'),
      paid('P', '10:06', '100.00 EUR', { call: 'c' }),
      refunded('P', '20T10:00', '30.01 EUR'),
      refunded('P', '21T10:00', '0.02 EUR'),
    ],
    ask: {
      metrics: [
        ...sums,
        ...['revenue.per_call', 'revenue.per_booking', 'revenue.per_kept_booking'],
        ...['cost.per_booking', 'cost.per_kept_booking'],
      ],
    },
    expected: {
      'revenue.sum': [100],
      'revenue.refunded': [30.03],
      'revenue.net': [69.97],
      'revenue.per_call': [34.985],
      'revenue.per_booking': [34.985],
      'revenue.per_kept_booking': [69.97],
      'cost.per_booking': [0.4],
      'cost.per_kept_booking': [0.8],
    },
  },
  {
    shows: 'a refund of a payment before the range does not count',
    events: [
      ...call('c', '03T10:00'),
      paid('P', '03T10:06', '100.00 EUR', { call: 'c' }),
      refunded('P', '10:00', '30 EUR'),
      ...call('d', '10:00'),
      paid('Q', '10:06', '1 EUR', { call: 'd' }),
    ],
    ask: { metrics: sums },
    expected: { 'revenue.sum': [1], 'revenue.refunded': [0], 'revenue.net': [1] },
  },
  {
    shows:
      'what never came or belongs to no call is no revenue; what went back went back, though nobody told that it came',
    events: [
      ...call('c', '10:00', { from: PAT }),
      unpaid('failed', '10:01', '5 EUR', { call: 'c' }),
      refunded('nobody-told', '10:01', '5 EUR', { call: 'c' }),
      paid('nobody', '10:01', '5 EUR'),
      paid('waits', '10:01', '5 EUR', { call: 'never-seen' }),
      paid('too-late', '05T10:00:01', '5 EUR', { phone: PAT }),
      unpaid('second-try', '10:01', '5 EUR', { call: 'c' }),
      paid('second-try', '10:02', '7 EUR', { call: 'c' }),
    ],
    to: '06T00:00',
    ask: { metrics: sums },
    expected: { 'revenue.sum': [7], 'revenue.refunded': [5], 'revenue.net': [2] },
  },
  {
    shows: 'a payment that is told twice came once, with the amount that was told last',
    events: [
      ...call('c', '10:00'),
      paid('P', '10:02', '8 EUR', { call: 'c' }),
      paid('P', '10:01', '7 EUR', { call: 'c' }),
    ],
    ask: { metrics: sums },
    expected: { 'revenue.sum': [8], 'revenue.refunded': [0], 'revenue.net': [8] },
  },
  {
    shows: 'two currencies are never added',
    events: [
      ...call('c', '10:00'),
      ...call('d', '10:00'),
      booked('A', '10:01', { call: 'c' }),
      paid('P', '10:02', '10 EUR', { call: 'c' }),
      paid('Q', '10:02', '0.07 USD', { call: 'c' }),
      refunded('Q', '10:03', '0.02 USD'),
    ],
    ask: { metrics: ['revenue.net', 'revenue.per_call', 'revenue.per_booking'] },
    expected: {
      'revenue.net EUR': [10],
      'revenue.net USD': [0.05],
      'revenue.per_call EUR': [5],
      'revenue.per_call USD': [0.025],
      'revenue.per_booking EUR': [10],
      'revenue.per_booking USD': [0.05],
    },
  },
  {
    shows: 'money counts when it came, where its call was; without calls or bookings nothing is per call or booking',
    events: [
      ...call('c', '03T23:00', { agent: 'anna' }),
      paid('P', '00:30', '10 EUR', { call: 'c' }),
      ...call('d', '10:00', { agent: 'ben' }),
      paid('Q', '05T00:30', '20 EUR', { call: 'd' }),
    ],
    ask: { metrics: ['revenue.net', 'revenue.per_call', 'revenue.per_booking'], groupBy: ['agent'] },
    expected: {
      agent: ['anna', 'ben'],
      'revenue.net': [10, 0],
      'revenue.per_call': [null, 0],
      'revenue.per_booking': [null, null],
    },
    sortBy: ['agent'],
  },
  {
    shows: 'a payment goes where its appointment goes, or where that of its person goes, days later as well',
    to: '12T00:00',
    events: [
      ...call('c', '10:00', { from: PAT, agent: 'anna' }),
      booked('A', '10:05', { phone: PAT, email: 'Pat@example.com', starts: '11T10:00' }),
      ...call('d', '10:00', { agent: 'ben' }),
      booked('B', '10:05', { call: 'd' }),
      paid('named', '08T10:00', '1 EUR', { appointment: 'B' }),
      paid('by-number', '09T10:00', '2 EUR', { phone: PAT }),
      paid('by-address', '11T10:00', '4 EUR', { email: 'pat@EXAMPLE.com' }),
    ],
    ask: { metrics: ['revenue.sum'], groupBy: ['agent'] },
    expected: { agent: ['anna', 'ben'], 'revenue.sum': [6, 1] },
    sortBy: ['agent'],
  },
  {
    shows: 'money that belongs to no call has no column of its currency',
    events: [...call('c', '10:00'), paid('P', '10:06', '10 EUR', { call: 'c' }), paid('of-nobody', '10:06', '10 USD')],
    ask: { metrics: ['revenue.sum', 'revenue.net'] },
    expected: { 'revenue.sum': [10], 'revenue.net': [10] },
  },
  {
    shows:
      'a payment whose call is not there belongs to the call of the appointment that it names as well; without one it waits',
    events: [
      ...call('c', '10:00'),
      booked('A', '10:04', { call: 'c' }),
      paid('P', '10:06', '10 EUR', { call: 'never-seen', appointment: 'A' }),
      paid('Q', '10:06', '7 EUR', { appointment: 'A' }),
      paid('waits', '10:06', '99 EUR', { call: 'never-seen', appointment: 'B' }),
      booked('B', '10:04'),
    ],
    ask: { metrics: ['revenue.sum'] },
    expected: { 'revenue.sum': [17] },
  },
  {
    shows: 'the call that a payment names counts before the appointment that it names',
    events: [
      ...call('c', '10:00', { agent: 'anna' }),
      booked('A', '10:04', { call: 'c' }),
      ...call('d', '10:00', { agent: 'ben' }),
      paid('P', '10:06', '10 EUR', { call: 'd', appointment: 'A' }),
    ],
    ask: { metrics: ['calls.count', 'revenue.sum'], groupBy: ['agent'] },
    expected: { agent: ['anna', 'ben'], 'revenue.sum': [0, 10] },
    sortBy: ['agent'],
  },
];
