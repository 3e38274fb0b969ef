import type { Story } from './story.js';
import { booked } from '../support/events/booking.js';
import { call, steps } from '../support/events/call.js';
import { paid } from '../support/events/payment.js';

const PAT = '+4930901820';
const QUINN = '+442079460000';

const twoCalls = [
  ...call('first', '10:00', { from: PAT, agent: 'anna' }),
  ...call('second', '11:00', { from: PAT, agent: 'ben' }),
  booked('A', '11:05', { call: 'second' }),
];
const toBooking = ['call.started', 'booking.confirmed'];

export const FUNNEL_CALLERS: readonly Story[] = [
  {
    shows: 'calls are units of their own',
    events: twoCalls,
    ask: { funnel: { steps: toBooking, unit: 'call' } },
    expected: { reached: [2, 1], dropped: [1, 0], median_s: [null, 300] },
  },
  {
    shows: 'a caller counts once over several calls, from the earliest begin of those that came as far',
    events: twoCalls,
    ask: { funnel: { steps: toBooking, unit: 'caller' } },
    expected: { reached: [1, 1], dropped: [0, 0], median_s: [null, 3_900] },
  },
  {
    shows: 'a caller has the dimensions of the call in which the attempt that counts began',
    events: twoCalls,
    ask: { funnel: { steps: toBooking, unit: 'caller', window: '30m', breakdown: 'agent' } },
    expected: { agent: ['ben', 'ben'], reached: [1, 1], median_s: [null, 300] },
  },
  {
    shows:
      'filters of callers choose by the call in which the attempt that counts began: not by one that would not have led as far',
    events: twoCalls,
    ask: {
      funnel: {
        steps: toBooking,
        unit: 'caller',
        window: '30m',
        filters: [{ dimension: 'agent', op: '=', values: ['anna'] }],
      },
    },
    expected: { reached: [0, 0], rate_total: [null, null] },
  },
  {
    shows: 'filters keep a caller by the call in which the attempt that counts began',
    events: [...twoCalls, ...call('third', '12:00', { from: QUINN, agent: 'anna' })],
    ask: {
      funnel: {
        steps: toBooking,
        unit: 'caller',
        window: '30m',
        filters: [{ dimension: 'agent', op: 'in', values: ['ben', 'cleo'] }],
      },
    },
    expected: { reached: [1, 1], rate_total: [1, 1] },
  },
  {
    shows: 'an unlinked payment counts for its person, not for a call',
    from: '01T00:00',
    events: [...call('c', '01T10:00', { from: PAT }), paid('P', '10:00', '20 EUR', { phone: PAT })],
    ask: { funnel: { steps: ['call.started', 'payment.succeeded'], unit: 'caller' } },
    // From 1 May 10:00 to 4 May 10:00.
    expected: { reached: [1, 1], median_s: [null, 259_200] },
  },
  {
    shows: 'an unlinked payment counts for no call',
    from: '01T00:00',
    events: [...call('c', '01T10:00', { from: PAT }), paid('P', '10:00', '20 EUR', { phone: PAT })],
    ask: { funnel: { steps: ['call.started', 'payment.succeeded'], unit: 'call' } },
    expected: { reached: [1, 0] },
  },
  {
    shows: 'an attempt may begin with a payment of a person without a call: it has no dimensions',
    events: [paid('P', '10:00', '20 EUR', { phone: PAT }), ...call('c', '11:00', { from: PAT })],
    ask: { funnel: { steps: ['payment.succeeded', 'call.started'], unit: 'caller', breakdown: 'agent' } },
    expected: { agent: [null, null], reached: [1, 1], median_s: [null, 3_600] },
  },
  {
    shows: 'anonymous callers are no callers, however often they call',
    events: [
      ...call('a', '10:00', { from: 'anonymous' }),
      ...call('b', '10:00'),
      ...call('c', '10:00', { from: PAT }),
      ...call('d', '11:00', { from: 'anonymous' }),
    ],
    ask: { funnel: { steps: ['call.started'], unit: 'caller' } },
    expected: { reached: [1] },
  },
  {
    shows: 'anonymous calls are calls',
    events: [...call('a', '10:00', { from: 'anonymous' }), ...call('b', '10:00')],
    ask: { funnel: { steps: ['call.started'] } },
    expected: { reached: [2] },
  },
  {
    shows: 'the caller of an outbound call is the person who is called',
    events: [
      ...call('out', '10:00', { direction: 'outbound', from: QUINN, to: PAT }),
      ...call('back', '10:10', { from: PAT }),
      ...steps('back', 'b', '10:11'),
    ],
    ask: { funnel: { steps: ['call.started', 'call.started', 'b'], unit: 'caller' } },
    expected: { reached: [1, 1, 1], median_s: [null, 600, 60] },
  },
  {
    shows: 'strict: a step of another call of the caller lies between',
    events: [
      ...call('c', '10:00', { from: PAT }),
      ...steps('c', 'a', '10:00', '10:00'),
      ...steps('c', 'b', '10:10'),
      ...call('d', '10:05', { from: PAT }),
    ],
    ask: { funnel: { steps: ['a', 'b'], unit: 'caller', order: 'strict' } },
    expected: { reached: [1, 0] },
  },
  {
    shows: 'strict: a step of another call lies between no steps of a call',
    events: [
      ...call('c', '10:00', { from: PAT }),
      ...steps('c', 'a', '10:00', '10:00'),
      ...steps('c', 'b', '10:10'),
      ...call('d', '10:05', { from: PAT }),
    ],
    ask: { funnel: { steps: ['a', 'b'], unit: 'call', order: 'strict' } },
    expected: { reached: [1, 1] },
  },
  {
    shows: 'an exclusion excludes those in whose own journey it happened, and nobody else',
    events: [
      ...call('without', '10:00', { from: PAT }),
      ...steps('without', 'b', '10:10'),
      ...call('with', '10:00', { from: QUINN }),
      ...steps('with', 'x', '10:05'),
      ...steps('with', 'b', '10:10'),
    ],
    ask: { funnel: { steps: ['call.started', 'b'], unit: 'caller', exclusions: [{ step: 'x' }] } },
    expected: { reached: [2, 1], dropped: [1, 0] },
  },
  {
    shows: 'an exclusion that never happened excludes no caller',
    now: '10:30',
    events: [...call('c', '10:00', { from: PAT }), ...steps('c', 'b', '10:10'), ...call('d', '10:00', { from: QUINN })],
    ask: { funnel: { steps: ['call.started', 'b'], unit: 'caller', window: '1h', exclusions: [{ step: 'x' }] } },
    expected: { reached: [2, 1], dropped: [0, 0], pending: [1, 0] },
  },
  {
    shows: 'the end of another call of the caller may be what is excluded',
    events: [
      ...call('c', '10:00', { from: PAT, ended: '10:05' }),
      ...call('d', '10:10', { from: PAT }),
      ...steps('d', 'b', '10:12'),
      ...call('e', '10:00', { from: QUINN }),
      ...steps('e', 'b', '10:12'),
    ],
    ask: {
      funnel: {
        steps: ['call.started', 'b'],
        unit: 'caller',
        breakdown: 'direction',
        exclusions: [{ step: 'call.ended' }],
      },
    },
    // The first call of the one ends too soon, the second leads on; of the other nothing ever ended.
    expected: { reached: [2, 2], median_s: [null, 420] },
  },
];
