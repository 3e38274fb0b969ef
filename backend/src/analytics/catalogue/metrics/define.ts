import type { GoodDirection } from '@callsight/contract/query/catalogue';
import { countOf, type Dataset } from '../language/aggregate.js';
import { aggregate, type Expression } from '../language/expression.js';
import type { Metric } from './metric.js';

/** SQL over one call: it was offered, that is inbound. */
export const OFFERED = "direction = 'inbound'";

/** SQL over one call: somebody answered. */
export const ANSWERED = 'answered_at IS NOT NULL';

/** Number of calls that satisfy a condition. */
export const count = (where?: string): Expression => aggregate(countOf('calls', where));

/** Makes metrics over one dataset. */
export const defineIn =
  (dataset: Dataset) =>
  (
    id: string,
    title: string,
    description: string,
    unit: string,
    good: GoodDirection,
    expression: Expression,
  ): Metric => ({ id, title, description, unit, good, dataset, expression });

/** A metric over calls. */
export const define = defineIn('calls');
