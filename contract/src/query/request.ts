import { Type, type Static } from '@sinclair/typebox';
import { optional } from '../optional.js';

const closed = { additionalProperties: false };

export const FILTER_OPERATORS = ['in', 'not in', '=~', '!~', '=', '!=', '<', '<=', '>', '>='] as const;
export type FilterOperator = (typeof FILTER_OPERATORS)[number];

/** Keeps rows whose dimension (or numeric measure) satisfies the operator. Regular expressions are RE2 and match anywhere. */
export const Filter = Type.Object(
  {
    dimension: Type.String(),
    op: Type.String({ description: FILTER_OPERATORS.join(', ') }),
    values: Type.Array(Type.Union([Type.String(), Type.Number(), Type.Boolean(), Type.Null()]), { maxItems: 10_000 }),
  },
  closed,
);
export type Filter = Static<typeof Filter>;

export const COMPARISONS = ['previous_period', 'previous_week', 'previous_month', 'previous_year'] as const;
export type Comparison = (typeof COMPARISONS)[number];

export const MetricQuery = Type.Object(
  {
    refId: Type.String({ minLength: 1, maxLength: 64 }),
    metrics: Type.Array(Type.String(), { minItems: 1, maxItems: 256 }),
    groupBy: optional(Type.Array(Type.String(), { maxItems: 8 })),
    interval: optional(
      Type.String({ description: 'Duration ("5m", "1h", "1d", "1w", "1M"), "auto", or absent for one value' }),
    ),
    filters: optional(Type.Array(Filter, { maxItems: 64 })),
    compare: optional(Type.String({ description: COMPARISONS.join(', ') })),
    baseline: optional(
      Type.Boolean({
        description:
          'Adds what is usual at this hour of the week: `<metric>_baseline`, `_low`, `_high` and `_anomaly`; null with fewer than three weeks',
      }),
    ),
    orderBy: optional(
      Type.Object(
        {
          metric: Type.String(),
          dir: optional(Type.Union([Type.Literal('asc'), Type.Literal('desc')])),
        },
        closed,
      ),
    ),
    limit: optional(Type.Integer({ minimum: 1, maximum: 100_000 })),
  },
  { ...closed, title: 'MetricQuery' },
);
export type MetricQuery = Static<typeof MetricQuery>;

export const Instant = Type.Union([Type.String({ maxLength: 128 }), Type.Number()], {
  description: 'RFC 3339, epoch milliseconds, or relative to now ("now-7d", "now/d")',
});

/** Body of `POST /v1/query`. The range is half-open: from <= start < to. */
export const QueryRequest = Type.Object(
  {
    from: Instant,
    to: Instant,
    timezone: optional(Type.String({ description: 'IANA time zone; UTC if absent' })),
    queries: Type.Array(Type.Unknown(), {
      minItems: 1,
      maxItems: 100,
      description:
        'MetricQuery, CallsQuery, FunnelQuery, AbandonmentQuery, PathsQuery, AttributionQuery, SegmentsQuery, AnnotationsQuery or ThresholdsQuery',
    }),
  },
  { ...closed, title: 'QueryRequest' },
);
export type QueryRequest = Static<typeof QueryRequest>;
