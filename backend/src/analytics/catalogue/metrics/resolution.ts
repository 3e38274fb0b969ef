import { aggregateOf, countOf } from '../language/aggregate.js';
import { ANSWERED, count, define } from './define.js';
import { aggregate, metric, minus, ratio } from '../language/expression.js';
import type { Metric } from './metric.js';
import type { MetricSettings } from '../settings.js';

const HOUR = 3_600_000_000;

/** The caller called again within so many hours after this call. */
const calledBackWithin = (hours: number): string =>
  `coalesce(next_inbound_at <= coalesce(ended_at, started_at) + ${hours * HOUR}, false)`;

/** What became of calls: handed over, contained, resolved, repeated; and who called. */
export function resolutionMetrics({ fcrHours, containmentHours, repeatDays }: MetricSettings): Metric[] {
  return [
    define(
      'calls.transferred',
      'Transferred calls',
      'Answered calls that were handed over to a human',
      'short',
      'down',
      count(`${ANSWERED} AND transferred_to_human`),
    ),
    define(
      'calls.contained',
      'Contained calls',
      `Answered calls that were not transferred and whose caller did not call back within ${containmentHours} h`,
      'short',
      'up',
      count(`${ANSWERED} AND NOT transferred AND NOT ${calledBackWithin(containmentHours)}`),
    ),
    define('calls.successful', 'Successful calls', 'Calls analysed as successful', 'short', 'up', count('success')),
    define(
      'calls.analyzed',
      'Analysed calls',
      'Calls with a verdict on success',
      'short',
      'none',
      count('success IS NOT NULL'),
    ),
    define(
      'calls.resolved_first',
      'Resolved at once',
      `Successful calls whose caller did not call again within ${fcrHours} h`,
      'short',
      'up',
      count(`success AND NOT ${calledBackWithin(fcrHours)}`),
    ),
    define(
      'calls.repeated',
      'Repeat calls',
      `Calls of a caller who was seen within the ${repeatDays} days before`,
      'short',
      'down',
      count(`previous_at >= started_at - ${repeatDays * 24 * HOUR}`),
    ),
    define(
      'calls.transfer_rate',
      'Transfer rate',
      'Answered calls that were handed over to a human',
      'percentunit',
      'down',
      ratio(metric('calls.transferred'), metric('calls.answered')),
    ),
    define(
      'calls.containment_rate',
      'Containment rate',
      `Answered calls that were not transferred and whose caller did not call back within ${containmentHours} h`,
      'percentunit',
      'up',
      ratio(metric('calls.contained'), metric('calls.answered')),
    ),
    define(
      'calls.fcr_rate',
      'First-call resolution',
      `Successful calls whose caller did not call again within ${fcrHours} h`,
      'percentunit',
      'up',
      ratio(metric('calls.resolved_first'), metric('calls.successful')),
    ),
    define(
      'calls.repeat_rate',
      'Repeat rate',
      `Calls of a caller who was seen within the ${repeatDays} days before`,
      'percentunit',
      'down',
      ratio(metric('calls.repeated'), metric('calls.count')),
    ),
    define(
      'calls.success_rate',
      'Success rate',
      'Calls analysed as successful of the calls analysed',
      'percentunit',
      'up',
      ratio(metric('calls.successful'), metric('calls.analyzed')),
    ),
    define(
      'callers.unique',
      'Callers',
      'Different callers',
      'short',
      'none',
      aggregate(aggregateOf('unique', 'calls', 'caller')),
    ),
    define(
      'callers.new',
      'New callers',
      'Callers whose first call ever lies in the range',
      'short',
      'up',
      aggregate(countOf('calls', 'caller IS NOT NULL AND previous_at IS NULL')),
    ),
    define(
      'callers.returning',
      'Returning callers',
      'Callers who had called before',
      'short',
      'none',
      minus(metric('callers.unique'), metric('callers.new')),
    ),
  ];
}
