import { Type, type Static } from '@sinclair/typebox';
import { optional } from '../optional.js';
import { Filter } from './request.js';
import { GoodDirection } from './catalogue.js';

const closed = { additionalProperties: false };

export const AGGREGATIONS = ['count', 'sum', 'mean', 'min', 'max', 'p50', 'p90', 'p95', 'p99', 'unique'] as const;

export const MetricAggregation = Type.Object(
  {
    dataset: Type.String(),
    aggregation: Type.String({ description: AGGREGATIONS.join(', ') }),
    measure: optional(Type.String({ description: 'Measure of the dataset; not for count' })),
    filters: optional(Type.Array(Filter, { maxItems: 32 })),
  },
  closed,
);
export type MetricAggregation = Static<typeof MetricAggregation>;

/** What a user writes: a formula over catalogue metrics, or an aggregation of a dataset's measure. */
export const CustomMetricInput = Type.Object(
  {
    id: Type.String({ pattern: '^[a-z][a-z0-9_]*(\\.[a-z0-9_]+)*$', maxLength: 100 }),
    title: Type.String({ minLength: 1, maxLength: 200 }),
    description: optional(Type.String({ maxLength: 2_000 })),
    unit: optional(Type.String({ maxLength: 40 })),
    good: optional(GoodDirection),
    formula: optional(Type.String({ minLength: 1, maxLength: 2_000 })),
    aggregate: optional(MetricAggregation),
  },
  { ...closed, title: 'CustomMetricInput' },
);
export type CustomMetricInput = Static<typeof CustomMetricInput>;

export const CustomMetric = Type.Composite(
  [
    CustomMetricInput,
    Type.Object({
      version: Type.Integer({ minimum: 1 }),
      updated_at: Type.String({ format: 'date-time' }),
      updated_by: optional(Type.String({ description: 'Id of the API key that wrote this version' })),
    }),
  ],
  { title: 'CustomMetric' },
);
export type CustomMetric = Static<typeof CustomMetric>;
