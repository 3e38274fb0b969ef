import { Type, type Static } from '@sinclair/typebox';
import { optional } from '../optional.js';
import { Span } from './funnel.js';
import { Filter } from './request.js';

const closed = { additionalProperties: false };

export const ATTRIBUTION_MODELS = ['first', 'last', 'last_non_direct', 'linear', 'position', 'time_decay'] as const;
export type AttributionModel = (typeof ATTRIBUTION_MODELS)[number];

export const ATTRIBUTION_DIMENSIONS = ['source', 'medium', 'campaign', 'tracking_number', 'landing_page'] as const;
export type AttributionDimension = (typeof ATTRIBUTION_DIMENSIONS)[number];

export const CONVERSIONS = ['booking.confirmed', 'booking.kept', 'payment.succeeded'] as const;
export type Conversion = (typeof CONVERSIONS)[number];

const Model = Type.String({ description: ATTRIBUTION_MODELS.join(', ') });

export const AttributionQuery = Type.Object(
  {
    refId: Type.String({ minLength: 1, maxLength: 64 }),
    attribution: Type.Object(
      {
        model: optional(Type.Union([Model, Type.Array(Model, { minItems: 1, maxItems: 6 })])),
        lookback: optional(Span),
        conversion: optional(Type.String({ description: CONVERSIONS.join(', ') })),
        groupBy: optional(Type.Array(Type.String({ description: ATTRIBUTION_DIMENSIONS.join(', ') }), { maxItems: 5 })),
        filters: optional(Type.Array(Filter, { maxItems: 64, description: 'Over the calls of the conversions' })),
        limit: optional(Type.Integer({ minimum: 1, maximum: 10_000 })),
      },
      closed,
    ),
  },
  { ...closed, title: 'AttributionQuery' },
);
export type AttributionQuery = Static<typeof AttributionQuery>;
