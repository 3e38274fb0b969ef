import type { Story } from './story.js';
import { booked, completed } from '../support/events/booking.js';
import { call, steps } from '../support/events/call.js';
import { paid } from '../support/events/payment.js';

export const FUNNEL_ORDER: readonly Story[] = [
  {
    shows: 'without steps it is the appointment funnel',
    events: [
      ...call('c', '10:00', { answered: '10:00:05', ended: '10:05' }),
      ...steps('c', 'intent.booking', '10:01'),
      ...steps('c', 'slot.offered', '10:02'),
      ...steps('c', 'slot.selected', '10:03'),
      booked('A', '10:04', { call: 'c' }),
      paid('P', '10:10', '50 EUR', { call: 'c' }),
      completed('A', '11T11:00'),
    ],
    ask: { funnel: {} },
    expected: {
      step: [
        ...['call.started', 'call.answered', 'intent.booking', 'slot.offered', 'slot.selected'],
        ...['booking.confirmed', 'payment.succeeded', 'booking.kept'],
      ],
      reached: [1, 1, 1, 1, 1, 1, 1, 1],
      dropped: [0, 0, 0, 0, 0, 0, 0, 0],
      pending: [0, 0, 0, 0, 0, 0, 0, 0],
      // From 4 May 10:10 to 11 May 11:00 it is seven days and fifty minutes.
      median_s: [null, 5, 55, 60, 60, 60, 360, 607_800],
    },
  },
  {
    shows: 'steps that stand beside an id replace those of the saved funnel',
    events: [...call('c', '10:00', { answered: '10:00:05' })],
    ask: { funnel: { id: 'appointment', steps: ['call.started', 'call.answered'] } },
    expected: { step: ['call.started', 'call.answered'], reached: [1, 1] },
  },
  {
    shows: 'steps of the same instant follow on each other in whatever order they are asked for',
    events: [...call('c', '10:00', { answered: '10:00' }), ...steps('c', 'slot.offered', '10:00')],
    ask: { funnel: { steps: ['slot.offered', 'call.answered', 'call.started'] } },
    expected: { reached: [1, 1, 1], median_s: [null, 0, 0] },
  },
  {
    shows: 'what happened before step 1 does not count',
    events: [...call('c', '10:00'), ...steps('c', 'b', '10:03'), ...steps('c', 'a', '10:05')],
    ask: { funnel: { steps: ['a', 'b'] } },
    expected: { reached: [1, 0], dropped: [1, 0], pending: [0, 0] },
  },
  {
    shows: 'of a repeated step the first that is not too early counts',
    events: [...call('c', '10:00'), ...steps('c', 'b', '10:03', '10:07', '10:09'), ...steps('c', 'a', '10:05')],
    ask: { funnel: { steps: ['a', 'b'] } },
    expected: { reached: [1, 1], median_s: [null, 120] },
  },
  {
    shows: 'a later begin counts when it leads further',
    events: [...call('c', '10:00'), ...steps('c', 'a', '10:00', '10:30'), ...steps('c', 'b', '10:35')],
    ask: { funnel: { steps: ['a', 'b'], window: '10m' } },
    expected: { reached: [1, 1], dropped: [0, 0], median_s: [null, 300] },
  },
  {
    shows: 'the earliest begin counts when several lead as far',
    events: [...call('c', '10:00'), ...steps('c', 'a', '10:02', '10:00'), ...steps('c', 'b', '10:03')],
    ask: { funnel: { steps: ['a', 'b'] } },
    expected: { reached: [1, 1], median_s: [null, 180] },
  },
  {
    shows: 'a step that is listed twice needs two events, which may be of one instant',
    events: [
      ...call('once', '10:00'),
      ...steps('once', 'a', '10:00'),
      ...steps('once', 'b', '10:01'),
      ...call('twice', '10:00'),
      ...steps('twice', 'a', '10:00', '10:00'),
      ...steps('twice', 'b', '10:01'),
    ],
    ask: { funnel: { steps: ['a', 'a', 'b'] } },
    expected: { step: ['a', 'a', 'b'], reached: [2, 1, 1], dropped: [1, 0, 0], median_s: [null, 0, 60] },
  },
  {
    shows: 'a step that returns at the end needs another event than the one at the begin',
    events: [...call('c', '10:00'), ...steps('c', 'a', '10:00'), ...steps('c', 'b', '10:00')],
    ask: { funnel: { steps: ['a', 'b', 'a'] } },
    expected: { reached: [1, 1, 0] },
  },
  {
    shows: 'a told step may have the name of one that is known by itself',
    events: [...call('c', '10:00'), ...steps('c', 'booking.confirmed', '10:05')],
    ask: { funnel: { steps: ['call.started', 'booking.confirmed'] } },
    expected: { reached: [1, 1], median_s: [null, 300] },
  },
  {
    shows: 'a step that nobody ever told has nobody',
    events: [...call('c', '10:00')],
    ask: { funnel: { steps: ['call.started', 'never.heard.of'] } },
    expected: { step: ['call.started', 'never.heard.of'], reached: [1, 0], dropped: [1, 0], rate_step: [null, 0] },
  },
  {
    shows: 'a call that began before the range counts when its step 1 lies in it, and the range ends before its end',
    events: [
      ...call('c', '03T23:59'),
      ...steps('c', 'slot.offered', '00:00'),
      ...call('d', '10:00'),
      ...steps('d', 'slot.offered', '05T00:00'),
    ],
    ask: { funnel: { steps: ['slot.offered'] } },
    expected: { reached: [1], dropped: [0], rate_total: [1], rate_step: [null] },
  },
];

export const FUNNEL_STRICT: readonly Story[] = [
  {
    shows: 'strict: another step strictly between stops, one of the same instant does not',
    events: [
      ...call('next', '10:00'),
      ...steps('next', 'a', '10:01'),
      ...steps('next', 'b', '10:03'),
      ...call('between', '10:00'),
      ...steps('between', 'a', '10:01'),
      ...steps('between', 'x', '10:02'),
      ...steps('between', 'b', '10:03'),
      ...call('beside', '10:00'),
      ...steps('beside', 'a', '10:01'),
      ...steps('beside', 'x', '10:01', '10:03'),
      ...steps('beside', 'b', '10:03'),
    ],
    ask: { funnel: { steps: ['a', 'b'], order: 'strict' } },
    expected: { reached: [3, 2], dropped: [1, 0] },
  },
  {
    shows: 'strict: a second step 1 between begins anew',
    events: [...call('c', '10:00'), ...steps('c', 'a', '10:01', '10:02'), ...steps('c', 'b', '10:03')],
    ask: { funnel: { steps: ['a', 'b'], order: 'strict' } },
    expected: { reached: [1, 1], median_s: [null, 60] },
  },
  {
    shows: 'strict: the end of a call is no step',
    events: [
      ...call('c', '10:00', { ended: '10:02' }),
      ...steps('c', 'a', '10:01'),
      booked('A', '10:03', { call: 'c' }),
    ],
    ask: { funnel: { steps: ['a', 'booking.confirmed'], order: 'strict' } },
    expected: { reached: [1, 1] },
  },
  {
    shows: 'strict: the end of a call is a step where the funnel names it',
    events: [
      ...call('c', '10:00', { ended: '10:02' }),
      ...steps('c', 'a', '10:01'),
      booked('A', '10:03', { call: 'c' }),
    ],
    ask: { funnel: { steps: ['a', 'booking.confirmed', 'call.ended'], order: 'strict' } },
    expected: { reached: [1, 0, 0] },
  },
  {
    shows: 'strict: an answer between is a step',
    events: [...call('c', '10:00', { answered: '10:01' }), booked('A', '10:03', { call: 'c' })],
    ask: { funnel: { steps: ['call.started', 'booking.confirmed'], order: 'strict' } },
    expected: { reached: [1, 0] },
  },
];

export const FUNNEL_ANY: readonly Story[] = [
  {
    shows: 'any: steps may lie before step 1; all are done when the last of them is',
    events: [
      ...call('c', '10:00'),
      ...steps('c', 'b', '10:00'),
      ...steps('c', 'c', '10:20'),
      ...steps('c', 'a', '10:30'),
    ],
    ask: { funnel: { steps: ['a', 'b', 'c'], order: 'any', window: '1h' } },
    expected: { reached: [1, 1, 1], median_s: [null, 0, 0] },
  },
  {
    shows: 'any: who did 1 and 3 came as far as 1',
    events: [...call('c', '10:00'), ...steps('c', 'a', '10:00'), ...steps('c', 'c', '10:20')],
    ask: { funnel: { steps: ['a', 'b', 'c'], order: 'any', window: '1h' } },
    expected: { reached: [1, 0, 0], dropped: [1, 0, 0] },
  },
  {
    shows: 'any: the earliest of a step counts, and a step that was done sooner adds no time',
    events: [
      ...call('c', '10:00'),
      ...steps('c', 'a', '10:00'),
      ...steps('c', 'b', '10:20', '10:10'),
      ...steps('c', 'c', '10:05'),
    ],
    ask: { funnel: { steps: ['a', 'b', 'c'], order: 'any', window: '1h' } },
    expected: { reached: [1, 1, 1], median_s: [null, 600, 0] },
  },
  {
    shows: 'any: the window reaches as far back as ahead, to the microsecond',
    events: [
      ...call('back', '09:00'),
      ...steps('back', 'b', '09:30'),
      ...steps('back', 'a', '10:30'),
      ...call('too-far-back', '09:00'),
      ...steps('too-far-back', 'b', '09:29:59.999999'),
      ...steps('too-far-back', 'a', '10:30'),
      ...call('ahead', '09:00'),
      ...steps('ahead', 'a', '10:30'),
      ...steps('ahead', 'b', '11:30'),
      ...call('too-far-ahead', '09:00'),
      ...steps('too-far-ahead', 'a', '10:30'),
      ...steps('too-far-ahead', 'b', '11:30:00.000001'),
    ],
    ask: { funnel: { steps: ['a', 'b'], order: 'any', window: '1h' } },
    expected: { reached: [4, 2], dropped: [2, 0] },
  },
  {
    shows: 'any: what lies before the range counts when it lies in the window',
    events: [...call('c', '03T23:00'), ...steps('c', 'b', '03T23:30'), ...steps('c', 'a', '00:10')],
    ask: { funnel: { steps: ['a', 'b'], order: 'any', window: '1h' } },
    expected: { reached: [1, 1] },
  },
  {
    shows: 'any: pending while the window is open',
    now: '11:00',
    events: [...call('c', '10:00'), ...steps('c', 'a', '10:00'), ...call('d', '09:59'), ...steps('d', 'a', '09:59')],
    ask: { funnel: { steps: ['a', 'b'], order: 'any', window: '1h' } },
    expected: { reached: [2, 0], pending: [1, 0], dropped: [1, 0] },
  },
];
