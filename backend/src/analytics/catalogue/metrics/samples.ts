import { aggregateOf, countOf } from '../language/aggregate.js';
import { aggregate } from '../language/expression.js';
import type { Metric } from './metric.js';

/** Metrics over checks, errors and measured values. */
export function sampleMetrics(): Metric[] {
  const own = { dataset: 'samples', good: 'none', unit: 'short' } as const;
  return [
    {
      ...own,
      id: 'samples.count',
      title: 'Samples',
      description: 'Checks, errors and measured values',
      expression: aggregate(countOf('samples')),
    },
    {
      ...own,
      id: 'samples.value.sum',
      title: 'Samples, total',
      description: 'Sum of the measured values; of a check its latency in milliseconds',
      expression: aggregate(aggregateOf('sum', 'samples', '"value"', { float: 'any' })),
    },
  ];
}
