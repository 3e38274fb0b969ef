import type { Story } from './story.js';
import { booked, canceled, completed, missed, moved } from '../support/events/booking.js';
import { call } from '../support/events/call.js';

const claim = (id: string, ended: string) =>
  call(id, '10:00', { answered: '10:00:05', ended, outcome: 'booked', agent: 'ben' });
const rates = ['bookings.claimed', 'bookings.confirmed', 'bookings.phantom_rate', 'bookings.conversion_rate'];

export const BOOKINGS: readonly Story[] = [
  {
    shows: 'a claim is what the agent says, a confirmation what the scheduling system says',
    events: [
      ...claim('claimed', '10:05'),
      ...claim('both', '10:05'),
      booked('A', '10:04', { call: 'both' }),
      ...call('confirmed', '10:00', { answered: '10:00:05', ended: '10:05' }),
      booked('B', '10:04', { call: 'confirmed' }),
      booked('nobody', '10:04'),
      booked('waits', '10:04', { call: 'never-seen' }),
    ],
    ask: { metrics: rates },
    expected: {
      'bookings.claimed': [2],
      'bookings.confirmed': [2],
      'bookings.phantom_rate': [0.5],
      'bookings.conversion_rate': [2 / 3],
    },
  },
  {
    shows: 'two bookings of one call are two bookings and one converted call',
    events: [
      ...call('c', '10:00'),
      ...call('d', '10:00'),
      booked('A', '10:04', { call: 'c' }),
      booked('B', '10:05', { call: 'c' }),
    ],
    ask: { metrics: rates },
    expected: {
      'bookings.claimed': [0],
      'bookings.confirmed': [2],
      'bookings.phantom_rate': [null],
      'bookings.conversion_rate': [0.5],
    },
  },
  {
    shows: 'only offered calls count above the line of the conversion rate',
    events: [
      ...call('in', '10:00'),
      ...call('in-too', '10:00'),
      ...call('out', '10:00', { direction: 'outbound' }),
      booked('A', '10:04', { call: 'out' }),
      booked('B', '10:04', { call: 'in' }),
    ],
    ask: { metrics: ['bookings.conversion_rate'] },
    expected: { 'bookings.conversion_rate': [0.5] },
  },
  {
    shows: 'a claim is no phantom as long as the grace time lasts, exactly at its end as well',
    now: '11:05',
    events: [...claim('c', '10:05'), ...claim('younger', '10:06')],
    ask: { metrics: ['bookings.claimed', 'bookings.phantom_rate'] },
    expected: { 'bookings.claimed': [2], 'bookings.phantom_rate': [0] },
  },
  {
    shows: 'a claim is a phantom when the grace time has passed',
    now: '11:05:00.001',
    events: [...claim('c', '10:05'), ...claim('younger', '10:06')],
    ask: { metrics: ['bookings.claimed', 'bookings.phantom_rate'] },
    expected: { 'bookings.claimed': [2], 'bookings.phantom_rate': [0.5] },
  },
  {
    shows: 'a confirmation that comes later takes a phantom back, one that was canceled as well',
    events: [...claim('c', '10:05'), booked('A', '06T10:00', { call: 'c' }), canceled('A', '07T10:00')],
    ask: { metrics: ['bookings.claimed', 'bookings.confirmed', 'bookings.phantom_rate', 'bookings.conversion_rate'] },
    expected: {
      'bookings.claimed': [1],
      // It was made two days after the range.
      'bookings.confirmed': [0],
      'bookings.phantom_rate': [0],
      'bookings.conversion_rate': [1],
    },
  },
];

const states = ['confirmed', 'kept', 'canceled', 'no_show', 'rescheduled', 'reschedules'].map((id) => `bookings.${id}`);
const due = ['bookings.kept_rate', 'bookings.no_show_rate'];

export const BOOKING_STATES: readonly Story[] = [
  {
    shows: 'one that was moved twice and then canceled is canceled; both moves count',
    events: [
      ...call('c', '10:00'),
      canceled('A', '07T10:00'),
      moved('A', '06T10:00', '20T10:00'),
      booked('A', '10:04', { call: 'c' }),
      moved('A', '05T10:00', '19T10:00'),
    ],
    ask: { metrics: states },
    expected: {
      'bookings.confirmed': [1],
      'bookings.kept': [0],
      'bookings.canceled': [1],
      'bookings.no_show': [0],
      'bookings.rescheduled': [0],
      'bookings.reschedules': [2],
    },
  },
  {
    shows: 'the last known state counts',
    events: [
      ...call('c', '10:00'),
      ...['moved', 'kept', 'missed', 'open', 'back'].map((id) => booked(id, '10:04', { call: 'c' })),
      moved('moved', '10:05', '20T10:00'),
      completed('kept', '11T11:00'),
      missed('missed', '11T11:00'),
      canceled('back', '05T10:00'),
      moved('back', '06T10:00', '25T10:00'),
    ],
    ask: { metrics: states },
    expected: {
      'bookings.confirmed': [5],
      'bookings.kept': [1],
      'bookings.canceled': [0],
      'bookings.no_show': [1],
      'bookings.rescheduled': [2],
      'bookings.reschedules': [2],
    },
  },
  {
    shows: 'the rates of those that came and did not are of the bookings that are due',
    now: '12T00:00',
    events: [
      ...call('c', '10:00'),
      ...['kept', 'missed', 'open', 'canceled'].map((id) => booked(id, '10:04', { call: 'c', starts: '11T10:00' })),
      booked('later', '10:04', { call: 'c', starts: '12T00:00:01' }),
      completed('kept', '11T11:00'),
      missed('missed', '11T11:00'),
      canceled('canceled', '10T11:00'),
    ],
    ask: { metrics: [...states.slice(0, 2), ...due] },
    expected: {
      'bookings.confirmed': [5],
      'bookings.kept': [1],
      'bookings.kept_rate': [0.25],
      'bookings.no_show_rate': [0.25],
    },
  },
  {
    shows: 'an appointment that was moved is due at its new begin',
    now: '12T00:00',
    events: [
      ...call('c', '10:00'),
      booked('ahead', '10:04', { call: 'c', starts: '11T10:00' }),
      moved('ahead', '10T10:00', '13T10:00'),
      booked('passed', '10:04', { call: 'c', starts: '13T10:00' }),
      moved('passed', '10T10:00', '11T10:00'),
      missed('passed', '11T11:00'),
    ],
    ask: { metrics: due },
    expected: { 'bookings.kept_rate': [0], 'bookings.no_show_rate': [1] },
  },
  {
    shows: 'as long as none is due there is no rate',
    now: '10:10',
    events: [...call('c', '10:00'), booked('A', '10:04', { call: 'c' })],
    ask: { metrics: ['bookings.confirmed', ...due] },
    expected: { 'bookings.confirmed': [1], 'bookings.kept_rate': [null], 'bookings.no_show_rate': [null] },
  },
];

export const BOOKING_PLACES: readonly Story[] = [
  {
    shows: 'a booking counts when it was made, with the dimensions of its call',
    events: [
      ...call('c', '03T23:50', { agent: 'anna' }),
      booked('A', '00:05', { call: 'c' }),
      ...call('d', '23:50', { agent: 'ben' }),
      booked('B', '05T00:05', { call: 'd' }),
    ],
    ask: { metrics: ['calls.count', 'bookings.confirmed'], groupBy: ['agent'] },
    expected: { agent: ['anna', 'ben'], 'calls.count': [0, 1], 'bookings.confirmed': [1, 0] },
    sortBy: ['agent'],
  },
  {
    shows: 'a booking has the hour of its own time, in the asked zone',
    zone: 'Europe/Berlin',
    events: [...call('c', '10:59'), booked('A', '11:01', { call: 'c' })],
    ask: { metrics: ['calls.count', 'bookings.confirmed'], groupBy: ['hour_of_day'] },
    expected: { hour_of_day: [12, 13], 'calls.count': [1, 0], 'bookings.confirmed': [0, 1] },
    sortBy: ['hour_of_day'],
  },
  {
    shows: 'filters on dimensions of calls choose bookings as well',
    events: [
      ...call('c', '10:00', { agent: 'anna' }),
      booked('A', '10:05', { call: 'c' }),
      ...call('d', '10:00', { agent: 'ben' }),
      booked('B', '10:05', { call: 'd' }),
      booked('C', '10:06', { call: 'd' }),
    ],
    ask: { metrics: ['bookings.confirmed'], filters: [{ dimension: 'agent', op: '!=', values: ['anna'] }] },
    expected: { 'bookings.confirmed': [2] },
  },
  {
    shows: 'a booking is found by the number of the caller within 24 hours after the call',
    from: '01T00:00',
    events: [
      ...call('c', '03T10:00', { from: '+4930901820' }),
      booked('A', '04T10:00', { phone: '+4930901820' }),
      booked('B', '04T10:00:00.000001', { phone: '+4930901820' }),
      booked('C', '03T10:30', { phone: '+442079460000' }),
    ],
    ask: { metrics: ['bookings.confirmed'] },
    expected: { 'bookings.confirmed': [1] },
  },
];
