import type { Story } from './story.js';
import { booked } from '../support/events/booking.js';
import { call, steps } from '../support/events/call.js';

export const FUNNEL_LIMITS: readonly Story[] = [
  {
    shows: 'the window is met exactly, and missed by a microsecond',
    events: [
      ...call('met', '10:00'),
      ...steps('met', 'a', '10:00:00.000001'),
      ...steps('met', 'b', '10:30:00.000001'),
      ...call('missed', '10:00'),
      ...steps('missed', 'a', '10:00:00.000001'),
      ...steps('missed', 'b', '10:30:00.000002'),
    ],
    ask: { funnel: { steps: ['a', 'b'], window: '30m' } },
    expected: { reached: [2, 1], dropped: [1, 0], pending: [0, 0] },
  },
  {
    shows: 'the window is counted from step 1 and not from the step before',
    events: [
      ...call('c', '10:00'),
      ...steps('c', 'a', '10:00'),
      ...steps('c', 'b', '10:20'),
      ...steps('c', 'c', '10:31'),
    ],
    ask: { funnel: { steps: ['a', 'b', 'c'], window: '30m' } },
    expected: { reached: [1, 1, 0], dropped: [0, 1, 0] },
  },
  {
    shows: 'a limit of a step is met exactly, and missed by a microsecond',
    events: [
      ...call('met', '10:00'),
      ...steps('met', 'b', '10:05'),
      ...steps('met', 'c', '10:06:30'),
      ...call('missed', '10:00'),
      ...steps('missed', 'b', '10:05'),
      ...steps('missed', 'c', '10:06:30.000001'),
    ],
    ask: { funnel: { steps: ['call.started', 'b', { step: 'c', within: '90s' }] } },
    expected: { step: ['call.started', 'b', 'c'], reached: [2, 2, 1], dropped: [0, 1, 0] },
  },
  {
    shows: 'only the first occurrence is looked at: a later begin of the step before does not save a limit',
    events: [...call('c', '10:00'), ...steps('c', 'b', '10:05', '10:09'), ...steps('c', 'c', '10:10')],
    ask: { funnel: { steps: ['call.started', 'b', { step: 'c', within: '2m' }] } },
    expected: { reached: [1, 1, 0] },
  },
  {
    shows: 'the window reaches beyond the end of the range, whose begin and end are half-open',
    events: [
      ...call('over-the-end', '23:50'),
      ...steps('over-the-end', 'b', '05T00:10'),
      ...call('before', '03T23:59:59.999999'),
      ...steps('before', 'b', '00:10'),
      ...call('at-the-begin', '00:00'),
      ...call('at-the-end', '05T00:00'),
    ],
    ask: { funnel: { steps: ['call.started', 'b'], window: '30m' } },
    expected: { reached: [2, 1] },
  },
  {
    shows: 'a day of the window is 24 hours where clocks are put back',
    now: '2026-12-10T00:00:00Z',
    from: '2026-10-23T22:00:00Z',
    to: '2026-10-25T23:00:00Z',
    zone: 'Europe/Berlin',
    events: [
      // 12:00 on the wall until 11:00 on the wall.
      ...call('met', '2026-10-24T10:00:00Z'),
      ...steps('met', 'b', '2026-10-25T10:00:00Z'),
      ...call('missed', '2026-10-24T10:00:00Z'),
      ...steps('missed', 'b', '2026-10-25T10:00:00.000001Z'),
    ],
    ask: { funnel: { steps: ['call.started', 'b'], window: '1d' } },
    expected: { reached: [2, 1], dropped: [1, 0], median_s: [null, 86_400] },
  },
  {
    shows: 'a day of the window is 24 hours where clocks are put forward',
    now: '2026-06-10T00:00:00Z',
    from: '2026-03-27T23:00:00Z',
    to: '2026-03-29T22:00:00Z',
    zone: 'Europe/Berlin',
    events: [
      // 12:00 on the wall until 13:00 on the wall.
      ...call('met', '2026-03-28T11:00:00Z'),
      ...steps('met', 'b', '2026-03-29T11:00:00Z'),
      ...call('missed', '2026-03-28T11:00:00Z'),
      ...steps('missed', 'b', '2026-03-29T11:00:00.000001Z'),
    ],
    ask: { funnel: { steps: ['call.started', 'b'], window: '1d' } },
    expected: { reached: [2, 1], dropped: [1, 0] },
  },
];

const between = { step: 'x', after: 'a', before: 'b' };

export const FUNNEL_EXCLUSIONS: readonly Story[] = [
  {
    shows: 'an exclusion stops where it happened strictly between, not outside and not at the same instant',
    events: [
      ...call('between', '10:00'),
      ...steps('between', 'a', '10:01'),
      ...steps('between', 'x', '10:02'),
      ...steps('between', 'b', '10:03'),
      ...call('outside', '10:00'),
      ...steps('outside', 'x', '10:00:59.999999', '10:03:00.000001'),
      ...steps('outside', 'a', '10:01'),
      ...steps('outside', 'b', '10:03'),
      ...call('at-the-ends', '10:00'),
      ...steps('at-the-ends', 'x', '10:01', '10:03'),
      ...steps('at-the-ends', 'a', '10:01'),
      ...steps('at-the-ends', 'b', '10:03'),
    ],
    ask: { funnel: { steps: ['a', 'b'], exclusions: [between] } },
    expected: { reached: [3, 2], dropped: [1, 0] },
  },
  {
    shows: 'an exclusion between two steps leaves the others alone',
    events: [
      ...call('sooner', '10:00'),
      ...steps('sooner', 'x', '10:00:30', '10:04'),
      ...steps('sooner', 'a', '10:01'),
      ...steps('sooner', 'b', '10:02'),
      ...steps('sooner', 'c', '10:05'),
    ],
    ask: { funnel: { steps: ['call.started', 'a', 'b', 'c'], exclusions: [between] } },
    expected: { reached: [1, 1, 1, 1] },
  },
  {
    shows: 'an exclusion from a step on does not hold before it',
    events: ['ab', 'bc', 'cd'].flatMap((where, place) => [
      ...call(where, '10:00'),
      ...steps(where, 'a', '10:01'),
      ...steps(where, 'b', '10:02'),
      ...steps(where, 'c', '10:03'),
      ...steps(where, 'd', '10:04'),
      ...steps(where, 'x', ['10:01:30', '10:02:30', '10:03:30'][place] ?? ''),
    ]),
    ask: { funnel: { steps: ['a', 'b', 'c', 'd'], exclusions: [{ step: 'x', after: 'c' }] } },
    expected: { reached: [3, 3, 3, 2] },
  },
  {
    shows: 'an exclusion until a step does not hold after it',
    events: ['ab', 'bc', 'cd'].flatMap((where, place) => [
      ...call(where, '10:00'),
      ...steps(where, 'a', '10:01'),
      ...steps(where, 'b', '10:02'),
      ...steps(where, 'c', '10:03'),
      ...steps(where, 'd', '10:04'),
      ...steps(where, 'x', ['10:01:30', '10:02:30', '10:03:30'][place] ?? ''),
    ]),
    ask: { funnel: { steps: ['a', 'b', 'c', 'd'], exclusions: [{ step: 'x', before: 3 }] } },
    expected: { reached: [3, 2, 1, 1] },
  },
  {
    shows: 'an exclusion without begin and end holds throughout; steps are named by their place as well',
    events: ['ab', 'bc', 'cd'].flatMap((where, place) => [
      ...call(where, '10:00'),
      ...steps(where, 'a', '10:01'),
      ...steps(where, 'b', '10:02'),
      ...steps(where, 'c', '10:03'),
      ...steps(where, 'd', '10:04'),
      ...steps(where, place === 2 ? 'y' : 'x', ['10:01:30', '10:02:30', '10:03:30'][place] ?? ''),
    ]),
    ask: { funnel: { steps: ['a', 'b', 'c', 'd'], exclusions: [{ step: 'x' }, { step: 'y', after: 3, before: 4 }] } },
    expected: { reached: [3, 2, 1, 0] },
  },
  {
    shows: 'after an exclusion a new begin counts',
    events: [
      ...call('c', '10:00'),
      ...steps('c', 'a', '10:00', '10:02'),
      ...steps('c', 'x', '10:01'),
      ...steps('c', 'b', '10:03'),
    ],
    ask: { funnel: { steps: ['a', 'b'], exclusions: [between] } },
    expected: { reached: [1, 1], median_s: [null, 60] },
  },
  {
    shows: 'the end of a call may be excluded: a booking after it does not count',
    events: [
      ...call('in-time', '10:00', { ended: '10:05' }),
      booked('A', '10:04', { call: 'in-time' }),
      ...call('too-late', '10:00', { ended: '10:05' }),
      booked('B', '10:06', { call: 'too-late' }),
    ],
    ask: { funnel: { steps: ['call.started', 'booking.confirmed'], exclusions: [{ step: 'call.ended' }] } },
    expected: { reached: [2, 1], dropped: [1, 0] },
  },
];

const half = { steps: ['call.started', 'b'], window: '30m' };

export const FUNNEL_ENDS: readonly Story[] = [
  {
    shows: 'pending until the window has passed, exactly at its end as well',
    now: '10:30',
    events: [...call('open', '10:00:00.000000'), ...call('closed', '09:59:59.999999'), ...call('younger', '10:10')],
    ask: { funnel: half },
    expected: { reached: [3, 0], pending: [2, 0], dropped: [1, 0] },
  },
  {
    shows: 'dropped as soon as the limit of the next step has passed, though the window is open',
    now: '10:10',
    events: [
      ...call('open', '10:00'),
      ...steps('open', 'b', '10:05'),
      ...call('closed', '10:00'),
      ...steps('closed', 'b', '10:04:59.999999'),
    ],
    ask: { funnel: { steps: ['call.started', 'b', { step: 'c', within: '5m' }], window: '1h' } },
    expected: { reached: [2, 2, 0], pending: [0, 1, 0], dropped: [0, 1, 0] },
  },
  {
    shows: 'dropped as soon as an exclusion has come that holds there',
    now: '10:10',
    events: [
      ...call('ended', '10:00', { ended: '10:05' }),
      ...call('going-on', '10:00'),
      ...call('ended-further', '10:00', { ended: '10:05' }),
      ...steps('ended-further', 'b', '10:02'),
    ],
    ask: {
      funnel: { steps: ['call.started', 'b', 'c'], window: '1h', exclusions: [{ step: 'call.ended', before: 'b' }] },
    },
    expected: { reached: [3, 1, 0], pending: [1, 1, 0], dropped: [1, 0, 0] },
  },
  {
    shows: 'strict: dropped as soon as another step has come, at a later instant',
    now: '10:10',
    events: [
      ...call('other', '10:00'),
      ...steps('other', 'x', '10:00:00.000001'),
      ...call('beside', '10:00'),
      ...steps('beside', 'x', '10:00'),
      ...call('ended', '10:00', { ended: '10:05' }),
    ],
    ask: { funnel: { steps: ['call.started', 'b'], order: 'strict', window: '1h' } },
    expected: { reached: [3, 0], pending: [2, 0], dropped: [1, 0] },
  },
  {
    shows: 'among attempts that came as far one that is pending counts',
    now: '10:40',
    events: [...call('c', '10:00'), ...steps('c', 'a', '10:05', '10:25')],
    ask: { funnel: { steps: ['a', 'b'], window: '30m' } },
    expected: { reached: [1, 0], pending: [1, 0], dropped: [0, 0] },
  },
  {
    shows: 'an attempt that came further counts though another is pending',
    now: '10:40',
    events: [...call('c', '10:00'), ...steps('c', 'a', '10:00', '10:25'), ...steps('c', 'b', '10:05')],
    ask: { funnel: { steps: ['a', 'b', 'c'], window: '20m' } },
    expected: { reached: [1, 1, 0], pending: [0, 0, 0], dropped: [0, 1, 0] },
  },
  {
    shows: 'what lies after now does not count, neither as step 1 nor as a later one',
    now: '10:05',
    events: [...call('c', '10:00'), ...steps('c', 'b', '10:05:00.000001'), ...call('d', '10:06')],
    ask: { funnel: half },
    expected: { reached: [1, 0], pending: [1, 0] },
  },
  {
    shows: 'what happened exactly now counts',
    now: '10:05',
    events: [...call('c', '10:00'), ...steps('c', 'b', '10:05')],
    ask: { funnel: half },
    expected: { reached: [1, 1], pending: [0, 0] },
  },
];
