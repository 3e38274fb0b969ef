import type { Story } from './story.js';
import { booked, completed } from '../support/events/booking.js';
import { call, steps } from '../support/events/call.js';
import { paid } from '../support/events/payment.js';

const PAT = '+4930901820';
const usual = [
  ...call('c', '10:00', { answered: '10:00:05', ended: '10:05', agent: 'anna' }),
  ...steps('c', 'slot.offered', '10:01'),
  booked('A', '10:02', { call: 'c' }),
  ...call('d', '11:00', { answered: '11:00:05', ended: '11:05', agent: 'ben' }),
  ...steps('d', 'slot.offered', '11:01'),
  ...call('e', '12:00', { answered: '12:00:05', ended: '12:05', agent: 'ben' }),
];
const sortBy = ['from', 'to'];

export const PATHS: readonly Story[] = [
  {
    shows: 'what follows directly on what, the most frequent first; the end of a call is no step',
    events: usual,
    ask: { paths: {} },
    expected: {
      from: ['call.started', 'call.answered', 'slot.offered'],
      to: ['call.answered', 'slot.offered', 'booking.confirmed'],
      count: [3, 2, 1],
    },
  },
  {
    shows: 'a limit keeps the most frequent',
    events: usual,
    ask: { paths: { unit: 'call', limit: 2 } },
    expected: { from: ['call.started', 'call.answered'], to: ['call.answered', 'slot.offered'], count: [3, 2] },
  },
  {
    shows: 'filters choose calls',
    events: usual,
    ask: { paths: { filters: [{ dimension: 'agent', op: '=', values: ['ben'] }] } },
    expected: { from: ['call.started', 'call.answered'], to: ['call.answered', 'slot.offered'], count: [2, 1] },
  },
  {
    shows: 'steps that are named leave out all others first',
    events: usual,
    ask: { paths: { steps: ['call.started', 'slot.offered'] } },
    expected: { from: ['call.started'], to: ['slot.offered'], count: [2] },
  },
  {
    shows: 'the end of a call is a step where it is named',
    events: usual,
    ask: { paths: { steps: ['slot.offered', 'call.ended', 'call.started'] } },
    expected: {
      from: ['call.started', 'call.started', 'slot.offered'],
      to: ['call.ended', 'slot.offered', 'call.ended'],
      count: [1, 2, 2],
    },
    sortBy,
  },
  {
    shows: 'steps of one instant are in the order of the table, told ones by name',
    events: [
      paid('P', '10:00', '1 EUR', { call: 'c' }),
      booked('A', '10:00', { call: 'c' }),
      booked('B', '09:59', { call: 'c' }),
      completed('B', '10:00'),
      ...steps('c', 'told-b', '10:00'),
      ...steps('c', 'told-a', '10:00'),
      ...steps('c', 'zero', '09:59:59.999999'),
      ...call('c', '10:00', { answered: '10:00' }),
    ],
    ask: { paths: {} },
    expected: {
      from: [
        ...['booking.confirmed', 'booking.confirmed', 'call.answered', 'call.started'],
        ...['payment.succeeded', 'told-a', 'told-b', 'zero'],
      ],
      to: [
        ...['payment.succeeded', 'zero', 'told-a', 'call.answered'],
        ...['booking.kept', 'told-b', 'booking.confirmed', 'call.started'],
      ],
      count: [1, 1, 1, 1, 1, 1, 1, 1],
    },
    sortBy,
  },
  {
    shows: 'a step may follow itself',
    events: [...call('c', '10:00'), ...steps('c', 'a', '10:01', '10:02', '10:02'), ...steps('c', 'b', '10:03')],
    ask: { paths: {} },
    expected: { from: ['a', 'a', 'call.started'], to: ['a', 'b', 'a'], count: [2, 1, 1] },
    sortBy,
  },
  {
    shows: 'collapsed, a step that follows itself counts once',
    events: [
      ...call('c', '10:00'),
      ...steps('c', 'a', '10:01', '10:02', '10:02', '10:04'),
      ...steps('c', 'b', '10:03'),
    ],
    ask: { paths: { collapse: true } },
    expected: { from: ['a', 'b', 'call.started'], to: ['b', 'a', 'a'], count: [1, 1, 1] },
    sortBy,
  },
  {
    shows: 'collapsed, a step also follows itself over others that are left out',
    events: [...call('c', '10:00'), ...steps('c', 'a', '10:01', '10:03'), ...steps('c', 'x', '10:02')],
    ask: { paths: { steps: ['call.started', 'a'], collapse: true } },
    expected: { from: ['call.started'], to: ['a'], count: [1] },
  },
  {
    shows: 'journeys of calls are those of calls that started in the range, to their end',
    events: [
      ...call('before', '03T23:59'),
      ...steps('before', 'a', '00:01'),
      ...steps('before', 'b', '00:02'),
      ...call('c', '23:59'),
      ...steps('c', 'a', '05T00:01'),
      booked('A', '09T10:00', { call: 'c' }),
    ],
    ask: { paths: {} },
    expected: { from: ['a', 'call.started'], to: ['booking.confirmed', 'a'], count: [1, 1] },
    sortBy,
  },
  {
    shows: 'journeys of callers are cut to the range',
    events: [
      ...call('before', '03T23:59', { from: PAT }),
      ...steps('before', 'a', '00:01'),
      ...call('c', '23:59', { from: PAT }),
      ...steps('c', 'b', '05T00:00'),
    ],
    ask: { paths: { unit: 'caller' } },
    expected: { from: ['a'], to: ['call.started'], count: [1] },
  },
  {
    shows: 'the hour of a caller’s call is that of its own start, though clocks changed between the range and it',
    now: '2026-12-10T00:00:00Z',
    from: '2026-10-24T09:00:00Z',
    to: '2026-10-24T12:00:00Z',
    zone: 'Europe/Berlin',
    events: [
      // 10:00 of winter time.
      ...call('c', '2026-10-25T09:00:00Z', { from: PAT }),
      ...steps('c', 'a', '2026-10-24T10:30:00Z'),
      ...steps('c', 'b', '2026-10-24T10:31:00Z'),
      // 11:00 of summer time.
      ...call('d', '2026-10-24T09:00:00Z', { from: PAT }),
      ...steps('d', 'x', '2026-10-24T10:30:30Z'),
    ],
    ask: { paths: { unit: 'caller', filters: [{ dimension: 'hour_of_day', op: '=', values: [10] }] } },
    expected: { from: ['a'], to: ['b'], count: [1] },
  },
  {
    shows: 'a caller’s journey runs over all calls, and payments without one',
    events: [
      ...call('c', '01T10:00', { from: PAT }),
      paid('P', '03T10:00', '1 EUR', { phone: PAT }),
      ...call('d', '10:00', { from: PAT }),
      ...steps('c', 'a', '10:00'),
      ...call('anonymous', '10:00', { answered: '10:01' }),
    ],
    from: '01T00:00',
    ask: { paths: { unit: 'caller' } },
    expected: {
      from: ['call.started', 'call.started', 'payment.succeeded'],
      to: ['a', 'payment.succeeded', 'call.started'],
      count: [1, 1, 1],
    },
    sortBy,
  },
];
