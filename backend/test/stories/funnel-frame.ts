import { micros } from '../support/events/time.js';
import type { Story } from './story.js';
import { call, steps, type TimedCall } from '../support/events/call.js';
import type { TestEvent } from '../support/events/event.js';

const millis = (time: string): number => micros(time) / 1_000;

/** Calls that reach step b so many seconds after their start; null for one that does not. */
const after = (seconds: readonly (number | null)[], more: TimedCall = {}, start = '10:00'): TestEvent[] =>
  seconds.flatMap((second, place) => {
    const id = `${JSON.stringify(more)}${start}${place}`;
    return [
      ...call(id, start, more),
      ...(second === null ? [] : steps(id, 'b', micros(start) + Math.round(second * 1_000_000))),
    ];
  });

const PAT = '+4930901820';
const AB = ['call.started', 'b'];
const of = (source: string): TimedCall => ({ attribution: { source } });

export const FUNNEL_RATES: readonly Story[] = [
  {
    shows: 'rates have the interval of Wilson',
    events: after([1, 1, 1, 1, 1, 1, 1, 1, null, null]),
    ask: { funnel: { steps: [...AB, 'c'] } },
    expected: {
      reached: [10, 8, 0],
      rate_total: [1, 0.8, 0],
      rate_total_low: [0.722467200137, 0.490162471537, 0],
      rate_total_high: [1, 0.943317848546, 0.277532799863],
      rate_step: [null, 0.8, 0],
      rate_step_low: [null, 0.490162471537, 0],
      // Of none of eight: z² / (8 + z²).
      rate_step_high: [null, 0.943317848546, 0.324407564884],
    },
  },
  {
    shows: 'nobody has no rate',
    events: [],
    ask: { funnel: { steps: AB } },
    expected: {
      step: AB,
      reached: [0, 0],
      dropped: [0, 0],
      pending: [0, 0],
      rate_total: [null, null],
      rate_step: [null, null],
      rate_total_low: [null, null],
      rate_total_high: [null, null],
      rate_step_low: [null, null],
      rate_step_high: [null, null],
      median_s: [null, null],
      p90_s: [null, null],
    },
  },
  {
    shows: 'median and 90th percentile lie between the values beside them',
    events: after([40, 10, 30, 20]),
    ask: { funnel: { steps: AB } },
    expected: { median_s: [null, 25], p90_s: [null, 37] },
  },
  {
    shows: 'durations are from the step before, of those who reached the step',
    events: [
      ...after([10, 20, null]),
      ...call('c', '10:00'),
      ...steps('c', 'b', '10:01'),
      ...steps('c', 'c', '10:01:00.5'),
    ],
    ask: { funnel: { steps: [...AB, 'c'] } },
    expected: { reached: [4, 3, 1], median_s: [null, 20, 0.5], p90_s: [null, 52, 0.5] },
  },
  {
    shows: 'the histogram has bins that double from a second on, each with its begin',
    events: after([0, 0.5, 0.999999, 1, 1.999999, 2, 3.9, 4, 100, 128, null]),
    ask: { funnel: { steps: AB, histogram: true } },
    expected: { reached: [11, 10] },
    histogram: {
      step: ['b', 'b', 'b', 'b', 'b', 'b'],
      from_s: [0, 1, 2, 4, 64, 128],
      to_s: [1, 2, 4, 8, 128, 256],
      count: [3, 2, 2, 1, 1, 1],
    },
  },
];

/** In Berlin clocks were put back at 01:00 UTC on 25 October 2026. */
const BERLIN_AUTUMN = {
  now: '2026-12-10T00:00:00Z',
  from: '2026-10-24T09:00:00Z',
  to: '2026-10-24T12:00:00Z',
  zone: 'Europe/Berlin',
};

/** Calls whose step a lies in those hours of summer time, wherever they started. */
const startedAt = (...starts: string[]): TestEvent[] =>
  starts.flatMap((start) => [...call(start, start), ...steps(start, 'a', '2026-10-24T10:30:00Z')]);

const sources = [
  ...after([1, 2], of('web')),
  ...after([null], of('web'), '11:00'),
  ...after([3, null]),
  ...after([5], of('radio')),
];

export const FUNNEL_GROUPS: readonly Story[] = [
  {
    shows: 'a breakdown has its groups by size, that of no value among them',
    events: sources,
    ask: { funnel: { steps: AB, breakdown: 'source' } },
    expected: {
      step: [...AB, ...AB, ...AB],
      source: ['web', 'web', null, null, 'radio', 'radio'],
      reached: [3, 2, 2, 1, 1, 1],
      dropped: [1, 0, 1, 0, 0, 0],
      rate_total: [1, 2 / 3, 1, 0.5, 1, 1],
      median_s: [null, 1.5, null, 3, null, 5],
    },
  },
  {
    shows: 'a limit keeps the largest groups',
    events: sources,
    ask: { funnel: { steps: AB, breakdown: ['source'], limit: 2 } },
    expected: { source: ['web', 'web', null, null], reached: [3, 2, 2, 1] },
  },
  {
    shows: 'a breakdown by two dimensions',
    events: [...after([1, null], { agent: 'anna', ...of('web') }), ...after([null], { agent: 'ben', ...of('web') })],
    ask: { funnel: { steps: AB, breakdown: ['source', 'agent'] } },
    expected: { source: ['web', 'web', 'web', 'web'], agent: ['anna', 'anna', 'ben', 'ben'], reached: [2, 1, 1, 0] },
  },
  {
    shows: 'a breakdown of nobody has no rows',
    events: [],
    ask: { funnel: { steps: AB, breakdown: 'source' } },
    expected: { step: [], source: [], reached: [] },
  },
  {
    shows: 'filters choose calls',
    events: sources,
    ask: { funnel: { steps: AB, filters: [{ dimension: 'source', op: 'in', values: ['web', null] }] } },
    expected: { reached: [5, 3], dropped: [2, 0] },
  },
  {
    shows: 'the hour is that of the asked time zone',
    zone: 'Europe/Berlin',
    events: after([1]),
    ask: { funnel: { steps: AB, breakdown: 'hour_of_day' } },
    expected: { hour_of_day: [12, 12], reached: [1, 1] },
  },
  {
    shows: 'the hour of a call is that of its own start, though clocks changed between the range and it',
    ...BERLIN_AUTUMN,
    // 10:00 of winter time, after the range and nineteen months before it, and 11:00 of summer time.
    events: startedAt('2026-10-25T09:00:00Z', '2025-03-20T09:00:00Z', '2026-10-24T09:00:00Z'),
    ask: { funnel: { steps: ['a'], breakdown: 'hour_of_day' } },
    expected: { hour_of_day: [10, 11], reached: [2, 1] },
  },
  {
    shows: 'the weekday of a call that filters ask for is that of its own start, too',
    ...BERLIN_AUTUMN,
    // Sunday at 23:30, and Monday at 0:30.
    events: startedAt('2026-10-25T22:30:00Z', '2026-10-25T23:30:00Z'),
    ask: { funnel: { steps: ['a'], filters: [{ dimension: 'weekday', op: '=', values: [7] }] } },
    expected: { reached: [1] },
  },
  {
    shows: 'a caller has the hour at which the call of step 1 started, though clocks changed since',
    ...BERLIN_AUTUMN,
    events: [...call('c', '2026-10-25T09:00:00Z', { from: PAT }), ...steps('c', 'a', '2026-10-24T10:30:00Z')],
    ask: { funnel: { steps: ['a'], unit: 'caller', breakdown: 'hour_of_day' } },
    expected: { hour_of_day: [10], reached: [1] },
  },
  {
    shows: 'the histogram has the breakdown as well',
    events: [...after([1, 1.5], of('web')), ...after([1], of('radio'))],
    ask: { funnel: { steps: AB, breakdown: 'source', histogram: true } },
    expected: { reached: [2, 2, 1, 1] },
    histogram: { source: ['web', 'radio'], from_s: [1, 1], to_s: [2, 2], count: [2, 1] },
  },
];

export const FUNNEL_TRENDS: readonly Story[] = [
  {
    shows: 'a trend has empty buckets, too; a unit lies in that of its step 1',
    from: '10:00',
    to: '13:00',
    events: [...after([1_800, null], {}, '10:45'), ...after([1], {}, '12:59:59')],
    ask: { funnel: { steps: AB, interval: '1h' } },
    expected: {
      time: ['10:00', '10:00', '11:00', '11:00', '12:00', '12:00'].map(millis),
      step: [...AB, ...AB, ...AB],
      reached: [2, 1, 0, 0, 1, 1],
      dropped: [1, 0, 0, 0, 0, 0],
      rate_total: [1, 0.5, null, null, 1, 1],
      rate_step: [null, 0.5, null, null, null, 1],
      rate_step_low: [null, 0.094531205734, null, null, null, 0.206549314377],
      median_s: [null, 1_800, null, null, null, 1],
    },
    sortBy: ['time'],
  },
  {
    shows: 'days of a trend are those of the asked time zone, one of them with 25 hours',
    now: '2026-12-10T00:00:00Z',
    from: '2026-10-24T22:00:00Z',
    to: '2026-10-26T23:00:00Z',
    zone: 'Europe/Berlin',
    events: [
      ...after([null], {}, '2026-10-24T21:59:59Z'),
      ...after([1], {}, '2026-10-24T22:00:00Z'),
      ...after([null], {}, '2026-10-25T22:59:59Z'),
      ...after([1], {}, '2026-10-25T23:00:00Z'),
    ],
    ask: { funnel: { steps: AB, interval: '1d' } },
    expected: {
      time: [
        ...['2026-10-24T22:00:00Z', '2026-10-24T22:00:00Z', '2026-10-25T23:00:00Z', '2026-10-25T23:00:00Z'].map(millis),
      ],
      reached: [2, 1, 1, 1],
    },
    sortBy: ['time'],
  },
  {
    shows: 'a trend by group has every group in every bucket',
    from: '10:00',
    to: '12:00',
    events: [...after([1, 1], of('web')), ...after([null], of('radio'), '11:00')],
    ask: { funnel: { steps: ['call.started'], breakdown: 'source', interval: '1h' } },
    expected: {
      time: ['10:00', '10:00', '11:00', '11:00'].map(millis),
      source: ['radio', 'web', 'radio', 'web'],
      reached: [0, 2, 1, 0],
    },
    sortBy: ['time', 'source'],
  },
];
