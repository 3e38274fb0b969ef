import { aggregateOf, countOf } from '../language/aggregate.js';
import { aggregate, metric, ratio, sum } from '../language/expression.js';
import type { Metric } from './metric.js';
import type { MetricSettings } from '../settings.js';

const IS_CHECK = `kind = 'check'`;
const IS_ERROR = `kind = 'error'`;

const LATENCIES: readonly (readonly [string, string])[] = [
  ['p50', 'median'],
  ['p95', '95th percentile'],
  ['mean', 'mean'],
  ['max', 'longest'],
];

/** What is told of the systems around: by checks (`system.check`) and reported errors (`system.error`), by component. */
export function healthMetrics({ checkHoldMinutes }: MetricSettings): Metric[] {
  const holdMicros = String(Math.round(checkHoldMinutes * 60e6));
  const spans = (name: 'up' | 'observed') => aggregate(aggregateOf(name, 'uptime', holdMicros, { divisor: 1e6 }));
  return [
    {
      id: 'health.time.up',
      title: 'Time up',
      description:
        'Time that a component was up; what a check finds holds until the next one, but not for longer than set',
      unit: 's',
      good: 'up',
      dataset: 'uptime',
      expression: spans('up'),
      parameters: { check_hold_minutes: checkHoldMinutes },
    },
    {
      id: 'health.time.observed',
      title: 'Time observed',
      description: 'Time in which a check says how a component is',
      unit: 's',
      good: 'none',
      dataset: 'uptime',
      expression: spans('observed'),
      parameters: { check_hold_minutes: checkHoldMinutes },
    },
    {
      id: 'health.availability',
      title: 'Availability',
      description: 'Time that a component was up, of the time that it was observed',
      unit: 'percentunit',
      good: 'up',
      dataset: 'uptime',
      expression: ratio(metric('health.time.up'), metric('health.time.observed')),
      parameters: { check_hold_minutes: checkHoldMinutes },
    },
    ...checkMetrics(),
    {
      id: 'health.heartbeat_age',
      title: 'Last heard',
      description:
        'Time since a component was last heard of, by a check or an error, at the end of the range or bucket; of several the longest',
      unit: 's',
      good: 'down',
      dataset: 'uptime',
      expression: aggregate(aggregateOf('silent', 'uptime', undefined, { divisor: 1e6 })),
    },
    {
      id: 'health.failed_in_a_row',
      title: 'Failed checks in a row',
      description:
        'Latest checks of a component that found it down one after the other, at the end of the range or bucket; of several components the largest number. Checks of the 7 days before count; null without a check in the last 25 hours',
      unit: 'short',
      good: 'down',
      dataset: 'uptime',
      expression: aggregate(aggregateOf('failed_in_a_row', 'uptime', undefined)),
    },
  ];
}

/** Counts and latencies of checks and errors. */
function checkMetrics(): Metric[] {
  const samples = { dataset: 'samples', unit: 'short' } as const;
  return [
    {
      ...samples,
      id: 'health.checks',
      title: 'Checks',
      description: 'Health checks that were reported',
      good: 'none',
      expression: aggregate(countOf('samples', IS_CHECK)),
    },
    {
      ...samples,
      id: 'health.checks.failed',
      title: 'Failed checks',
      description: 'Health checks that found a component down',
      good: 'down',
      expression: aggregate(countOf('samples', `${IS_CHECK} AND status = 'down'`)),
    },
    {
      ...samples,
      id: 'health.errors',
      title: 'Errors',
      description: 'Errors that were reported',
      good: 'down',
      expression: aggregate(countOf('samples', IS_ERROR)),
    },
    {
      ...samples,
      id: 'health.error_rate',
      title: 'Error rate of systems',
      description: 'Failed checks and reported errors, of all checks and reported errors',
      unit: 'percentunit',
      good: 'down',
      expression: ratio(
        sum(metric('health.checks.failed'), metric('health.errors')),
        sum(metric('health.checks'), metric('health.errors')),
      ),
    },
    ...LATENCIES.map(([name, words]): Metric => ({
      id: `health.latency.${name}`,
      title: `Check latency, ${words}`,
      description: 'How long checks took; all checks of the bucket are pooled',
      unit: 'ms',
      good: 'down',
      dataset: 'samples',
      expression: aggregate(aggregateOf(name, 'samples', '"value"', { where: IS_CHECK, float: 'any' })),
    })),
  ];
}
