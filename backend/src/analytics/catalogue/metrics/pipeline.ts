import type { GoodDirection } from '@callsight/contract/query/catalogue';
import { aggregateOf } from '../language/aggregate.js';
import { aggregate } from '../language/expression.js';
import type { Metric } from './metric.js';

const define = (id: string, title: string, description: string, unit: string, good: GoodDirection, name: string) => ({
  id: `pipeline.${id}`,
  title,
  description,
  unit,
  good,
  dataset: 'pipeline' as const,
  expression: aggregate(aggregateOf(name, 'pipeline', id)),
});

/** Metrics of this service itself, observed every ten seconds. */
export const pipelineMetrics = (): Metric[] => [
  define('accepted', 'Events accepted', 'Events that became durable', 'short', 'none', 'sum'),
  define('duplicates', 'Events repeated', 'Events that had been accepted before', 'short', 'none', 'sum'),
  define(
    'quarantined',
    'Events quarantined',
    'Events that were refused and kept with the reason',
    'short',
    'down',
    'sum',
  ),
  define('lag', 'Lag', 'Largest age of a change that InfluxDB lacked, or of what a follower had', 's', 'down', 'max'),
  define('pending', 'Pending changes', 'Most changes that waited for the rows or for InfluxDB', 'short', 'down', 'max'),
];
