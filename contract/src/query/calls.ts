import { Type, type Static } from '@sinclair/typebox';
import { optional } from '../optional.js';
import { FunnelSelection } from './funnel.js';
import { Filter } from './request.js';

const closed = { additionalProperties: false };

/** Units that reached a step, came no further, still can, or came through to the last. */
export const CELL_ENDS = ['reached', 'dropped', 'pending', 'converted'] as const;
export type CellEnd = (typeof CELL_ENDS)[number];

/** Calls, the latest first: all of a range, or those of one cell of a funnel. */
export const CallsQuery = Type.Object(
  {
    refId: Type.String({ minLength: 1, maxLength: 64 }),
    calls: Type.Object(
      {
        filters: optional(Type.Array(Filter, { maxItems: 64 })),
        funnel: optional(FunnelSelection),
        step: optional(
          Type.Union([Type.String(), Type.Integer({ minimum: 1, maximum: 20 })], {
            description: 'Of the funnel, by name or place; step 1 if absent',
          }),
        ),
        end: optional(Type.String({ description: `${CELL_ENDS.join(', ')}; reached if absent` })),
        limit: optional(Type.Integer({ minimum: 1, maximum: 1_000 })),
        cursor: optional(Type.String({ maxLength: 1_024 })),
      },
      closed,
    ),
  },
  { ...closed, title: 'CallsQuery' },
);
export type CallsQuery = Static<typeof CallsQuery>;
