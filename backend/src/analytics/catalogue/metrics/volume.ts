import { ANSWERED, count, define, OFFERED } from './define.js';
import { metric, ratio } from '../language/expression.js';
import type { Metric } from './metric.js';

/** How many calls there were, and how many were answered. */
export function volumeMetrics(): Metric[] {
  return [
    define('calls.count', 'Calls', 'Calls whose start lies in the range', 'short', 'none', count()),
    define('calls.offered', 'Offered calls', 'Inbound calls', 'short', 'none', count(OFFERED)),
    define('calls.answered', 'Answered calls', 'Calls with an answer', 'short', 'up', count(ANSWERED)),
    define(
      'calls.offered_answered',
      'Offered calls answered',
      'Offered calls with an answer',
      'short',
      'up',
      count(`${OFFERED} AND ${ANSWERED}`),
    ),
    define(
      'calls.answer_rate',
      'Answer rate',
      'Offered calls that were answered',
      'percentunit',
      'up',
      ratio(metric('calls.offered_answered'), metric('calls.offered')),
    ),
  ];
}
