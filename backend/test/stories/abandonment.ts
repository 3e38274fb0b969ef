import type { Story } from './story.js';
import { micros } from '../support/events/time.js';
import { booked } from '../support/events/booking.js';
import { call, steps } from '../support/events/call.js';

const ask = { steps: ['call.started', 'call.answered', 'slot.offered'], window: '1h' };

const four = [
  ...call('gave-up', '10:00', { ended: '10:00:20', reason: 'hangup', agent: 'anna' }),
  ...call('gave-up-too', '10:10', { ended: '10:10:40', reason: 'hangup', agent: 'ben' }),
  ...call('broke', '10:20', {
    answered: '10:20:10',
    ended: '10:21',
    endedBy: 'system',
    reason: 'error',
    agent: 'anna',
  }),
  ...call('done', '11:20', { answered: '11:20:30', ended: '11:22', reason: 'hangup', agent: 'anna' }),
  ...steps('done', 'slot.offered', '11:21'),
];
const sortBy = ['time', 'step', 'end_reason'];

export const ABANDONMENT: readonly Story[] = [
  {
    shows: 'who dropped, by the last step and the end reason',
    events: four,
    ask: { abandonment: ask },
    expected: {
      step: ['call.answered', 'call.started'],
      next_step: ['slot.offered', 'call.answered'],
      end_reason: ['error', 'hangup'],
      dropped: [1, 2],
      share: [1 / 3, 2 / 3],
      // One of the two that were answered; two of all four.
      rate: [0.5, 0.5],
      median_wait_s: [10, 30],
      // The answer was 50 seconds before the end; the starts 20 and 40 seconds before theirs.
      median_left_s: [50, 30],
    },
    sortBy,
  },
  {
    shows: 'by another dimension, or by none',
    events: four,
    ask: { abandonment: { ...ask, groupBy: ['agent'] } },
    expected: {
      step: ['call.answered', 'call.started', 'call.started'],
      agent: ['anna', 'anna', 'ben'],
      dropped: [1, 1, 1],
      share: [1 / 3, 1 / 3, 1 / 3],
      // Of all who reached the step, whoever spoke with them.
      rate: [0.5, 0.25, 0.25],
      median_left_s: [50, 20, 40],
    },
    sortBy: ['step', 'agent'],
  },
  {
    shows: 'without a group there is one row for each last step',
    events: four,
    ask: { abandonment: { ...ask, groupBy: [] } },
    expected: { step: ['call.answered', 'call.started'], dropped: [1, 2], share: [1 / 3, 2 / 3], rate: [0.5, 0.5] },
    sortBy: ['step'],
  },
  {
    shows: 'a rate is of those that reached the step in the same bucket',
    events: [...four, ...call('late', '11:30', { ended: '11:30:10', reason: 'hangup' })],
    from: '10:00',
    to: '12:00',
    ask: { abandonment: { ...ask, interval: '1h' } },
    expected: {
      time: ['10:00', '10:00', '11:00'].map((time) => micros(time) / 1_000),
      step: ['call.answered', 'call.started', 'call.started'],
      end_reason: ['error', 'hangup', 'hangup'],
      dropped: [1, 2, 1],
      rate: [1, 2 / 3, 0.5],
    },
    sortBy,
  },
  {
    shows: 'who is pending has not dropped',
    now: '11:00',
    events: four.filter(({ subject }) => subject !== 'done'),
    // Only the first call began longer ago than the window.
    ask: { abandonment: { ...ask, window: '3599s', groupBy: [] } },
    expected: { step: ['call.started'], dropped: [1], share: [1], rate: [1 / 3] },
  },
  {
    shows: 'nothing is left of a call that ended before its last step',
    events: [
      ...call('c', '10:00', { answered: '10:00:10', ended: '10:01', reason: 'hangup' }),
      booked('A', '10:02', { call: 'c' }),
    ],
    ask: { abandonment: { steps: ['call.started', 'booking.confirmed', 'payment.succeeded'] } },
    expected: {
      step: ['booking.confirmed'],
      next_step: ['payment.succeeded'],
      dropped: [1],
      median_wait_s: [10],
      median_left_s: [null],
    },
  },
  {
    shows: 'a caller’s wait and end reason are those of the call that began the attempt that counts',
    events: [
      ...call('c', '10:00', { from: '+4930901820', answered: '10:00:10', ended: '10:01', reason: 'hangup' }),
      ...call('d', '10:05', { from: '+4930901820', answered: '10:05:30', ended: '10:06', reason: 'error' }),
    ],
    ask: { abandonment: { ...ask, unit: 'caller' } },
    expected: {
      step: ['call.answered'],
      end_reason: ['hangup'],
      dropped: [1],
      median_wait_s: [10],
      median_left_s: [50],
    },
  },
];
