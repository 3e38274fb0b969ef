import { aggregate } from '../language/expression.js';
import type { Metric } from './metric.js';

/** How many calls there are at once. */
export function presenceMetrics(): Metric[] {
  const ofPresence = (id: string, title: string, description: string, name: string): Metric => ({
    id,
    title,
    description,
    unit: 'short',
    good: 'none',
    dataset: 'presence',
    expression: aggregate({ name, dataset: 'presence', divisor: 1, empty: null }),
  });
  return [
    ofPresence(
      'calls.active',
      'Active calls',
      'Calls started and not ended at the end of the range or bucket, at the latest now',
      'active',
    ),
    ofPresence(
      'calls.concurrency.mean',
      'Concurrency, mean',
      'Mean number of simultaneous calls, exact from their spans',
      'concurrency_mean',
    ),
    ofPresence(
      'calls.concurrency.max',
      'Concurrency, peak',
      'Largest number of simultaneous calls, exact from their spans',
      'concurrency_max',
    ),
  ];
}
