import { aggregateOf } from '../language/aggregate.js';
import { SECOND_MICROS } from '../../../lib/time/durations.js';
import { ANSWERED, count, define } from './define.js';
import { aggregate, metric, ratio, type Expression } from '../language/expression.js';
import type { Metric } from './metric.js';

/** Who talked, by the sound of recordings. */
function talkMetrics(): Metric[] {
  return [
    define(
      'calls.talk_ratio.mean',
      'Talk ratio',
      "The agent's share of the time in which somebody talks, mean of the calls with a recording that tells them apart",
      'percentunit',
      'none',
      aggregate(aggregateOf('mean', 'calls', 'talk_ratio', { float: 'bounded' })),
    ),
    define(
      'calls.overlap.mean',
      'Overlap',
      'Time in which agent and caller talk at once, mean of the calls with a recording that tells them apart',
      's',
      'down',
      aggregate(aggregateOf('mean', 'calls', 'overlap', { divisor: SECOND_MICROS })),
    ),
  ];
}

/** How calls went: sentiment, errors, interruptions, silence, who talks. */
export function qualityMetrics(): Metric[] {
  const inAnswered = (value: string, divisor: number): Expression =>
    aggregate(aggregateOf('sum', 'calls', value, { divisor, where: ANSWERED }));
  return [
    define(
      'calls.interruptions.sum',
      'Interruptions, total',
      'Interrupted turns of answered calls',
      'short',
      'down',
      inAnswered('interruptions', 1),
    ),
    define(
      'calls.silence.sum',
      'Silence, total',
      'Silence in answered calls',
      's',
      'down',
      inAnswered('silence', SECOND_MICROS),
    ),
    define(
      'calls.sentiment.sum',
      'Sentiment, total',
      'Sum of -1 to 1 over the calls that have one',
      'none',
      'up',
      aggregate(aggregateOf('sum', 'calls', 'sentiment', { float: 'bounded' })),
    ),
    define(
      'calls.with_sentiment',
      'Calls with a sentiment',
      'Calls that have a sentiment',
      'short',
      'none',
      count('sentiment IS NOT NULL'),
    ),
    define(
      'calls.with_errors',
      'Calls with errors',
      'Calls with at least one error',
      'short',
      'down',
      count('errors > 0'),
    ),
    define(
      'calls.sentiment.mean',
      'Sentiment',
      'Mean of -1 to 1 over the calls that have one',
      'none',
      'up',
      aggregate(aggregateOf('mean', 'calls', 'sentiment', { float: 'bounded' })),
    ),
    define(
      'calls.error_rate',
      'Error rate',
      'Calls with at least one error',
      'percentunit',
      'down',
      ratio(metric('calls.with_errors'), metric('calls.count')),
    ),
    define(
      'calls.interruptions.mean',
      'Interruptions',
      'Interrupted turns for each answered call',
      'short',
      'down',
      ratio(metric('calls.interruptions.sum'), metric('calls.answered')),
    ),
    define(
      'calls.silence.mean',
      'Silence',
      'Silence for each answered call',
      's',
      'down',
      ratio(metric('calls.silence.sum'), metric('calls.answered')),
    ),
    ...talkMetrics(),
  ];
}
