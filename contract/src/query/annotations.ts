import { Type, type Static } from '@sinclair/typebox';
import { optional } from '../optional.js';
import { Filter } from './request.js';

const closed = { additionalProperties: false };

export const ANNOTATION_KINDS = ['agent_version', 'incident'] as const;
export type AnnotationKind = (typeof ANNOTATION_KINDS)[number];

/**
 * What happened, to be drawn over a chart: the first call of a new version of an agent, and spans in which a component
 * was not up.
 */
export const AnnotationsQuery = Type.Object(
  {
    refId: Type.String({ minLength: 1, maxLength: 64 }),
    annotations: Type.Object(
      {
        kinds: optional(Type.Array(Type.String({ description: ANNOTATION_KINDS.join(', ') }), { maxItems: 2 })),
        filters: optional(
          Type.Array(Filter, { maxItems: 64, description: 'Over calls for agent_version, over samples for incident' }),
        ),
        limit: optional(Type.Integer({ minimum: 1, maximum: 10_000 })),
      },
      closed,
    ),
  },
  { ...closed, title: 'AnnotationsQuery' },
);
export type AnnotationsQuery = Static<typeof AnnotationsQuery>;
