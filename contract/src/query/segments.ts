import { Type, type Static } from '@sinclair/typebox';
import { optional } from '../optional.js';
import { FunnelSelection } from './funnel.js';
import { Filter, Instant } from './request.js';

const closed = { additionalProperties: false };

/** Some of the calls: by filters, by a range of their own, or both. */
const Segment = Type.Object(
  {
    title: optional(Type.String({ minLength: 1, maxLength: 200 })),
    filters: optional(Type.Array(Filter, { maxItems: 64 })),
    from: optional(Instant),
    to: optional(Instant),
  },
  closed,
);

/**
 * Compares rates and means of segments and tells whether a difference could be chance: each value of a dimension with a
 * baseline, or segments with the first of them.
 */
export const SegmentsQuery = Type.Object(
  {
    refId: Type.String({ minLength: 1, maxLength: 64 }),
    segments: Type.Object(
      {
        metrics: optional(Type.Array(Type.String(), { minItems: 1, maxItems: 20 })),
        funnel: optional(FunnelSelection),
        by: optional(Type.String({ description: 'Dimension; its values are the segments' })),
        baseline: optional(
          Type.Union([Type.String(), Type.Number(), Type.Boolean(), Type.Null()], {
            description: 'Value of the dimension that the others are compared with; the most frequent if absent',
          }),
        ),
        of: optional(Type.Array(Segment, { minItems: 2, maxItems: 20, description: 'The first is the baseline' })),
        filters: optional(Type.Array(Filter, { maxItems: 64 })),
        limit: optional(Type.Integer({ minimum: 1, maximum: 100 })),
      },
      closed,
    ),
  },
  { ...closed, title: 'SegmentsQuery' },
);
export type SegmentsQuery = Static<typeof SegmentsQuery>;
