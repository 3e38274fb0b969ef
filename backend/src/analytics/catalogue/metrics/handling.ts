import type { GoodDirection } from '@callsight/contract/query/catalogue';
import { aggregateOf } from '../language/aggregate.js';
import { aggregate, metric, ratio, sum, type Expression } from '../language/expression.js';
import { SECOND_MICROS } from '../../../lib/time/durations.js';
import { ANSWERED, define } from './define.js';
import type { Metric } from './metric.js';

const SPAN_AGGREGATES: readonly (readonly [string, string])[] = [
  ['mean', 'mean'],
  ['p50', 'median'],
  ['p90', '90th percentile'],
  ['p95', '95th percentile'],
  ['max', 'longest'],
  ['sum', 'total'],
];

function spans(column: string, title: string, description: string, good: GoodDirection): Metric[] {
  return SPAN_AGGREGATES.map(([name, words]) =>
    define(
      `calls.${column}.${name}`,
      `${title}, ${words}`,
      description,
      's',
      good,
      aggregate(aggregateOf(name, 'calls', column, { divisor: SECOND_MICROS })),
    ),
  );
}

/** How long calls took: wait, duration, hold, talk, handle time. */
export function handlingMetrics(): Metric[] {
  const total = (value: string): Expression =>
    aggregate(aggregateOf('sum', 'calls', value, { divisor: SECOND_MICROS, where: ANSWERED }));
  return [
    define(
      'calls.answered_wait.sum',
      'Wait until answered, total',
      'Wait of answered calls',
      's',
      'down',
      total('wait'),
    ),
    define(
      'calls.after_call_work.sum',
      'After-call work, total',
      'After-call work of answered calls',
      's',
      'down',
      total('after_call_work'),
    ),
    define(
      'calls.asa',
      'Average speed of answer',
      'Mean wait of answered calls',
      's',
      'down',
      aggregate(aggregateOf('mean', 'calls', 'wait', { divisor: SECOND_MICROS, where: ANSWERED })),
    ),
    ...spans('duration', 'Duration', 'Connected time, from answer to end', 'none'),
    ...spans('wait', 'Wait', 'From start to answer, or to the end of an unanswered call', 'down'),
    ...spans('hold', 'Hold', 'Time on hold in answered calls', 'down'),
    ...spans('talk', 'Talk', 'Duration less hold', 'none'),
    define(
      'calls.aht',
      'Average handle time',
      'Talk, hold and after-call work for each answered call',
      's',
      'down',
      ratio(sum(sum(total('talk'), total('hold')), metric('calls.after_call_work.sum')), metric('calls.answered')),
    ),
  ];
}
