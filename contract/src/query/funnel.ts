import { Type, type Static } from '@sinclair/typebox';
import { Identifier } from '../events/scalars.js';
import { optional } from '../optional.js';
import { COMPARISONS, Filter } from './request.js';

const closed = { additionalProperties: false };

/** A span of elapsed time: `90s`, `30m`, `24h`, `7d`, `2w`. A day is 24 hours, whatever a clock on the wall does. */
export const Span = Type.String({ maxLength: 16, description: 'Elapsed time: "90s", "30m", "24h", "7d", "2w"' });

export const FUNNEL_UNITS = ['call', 'caller'] as const;
export type FunnelUnit = (typeof FUNNEL_UNITS)[number];

export const FUNNEL_ORDERS = ['ordered', 'strict', 'any'] as const;
export type FunnelOrder = (typeof FUNNEL_ORDERS)[number];

/** A step by its name, or with a limit on the time since the step before. */
export const FunnelStepInput = Type.Union([
  Identifier,
  Type.Object({ step: Identifier, within: optional(Span), title: optional(Type.String({ maxLength: 200 })) }, closed),
]);
export type FunnelStepInput = Static<typeof FunnelStepInput>;

/** A step by its name, or by its place, counted from 1. */
const StepRef = Type.Union([Identifier, Type.Integer({ minimum: 1, maximum: 20 })]);

/** What must not happen between two steps: any two, those after `after`, those before `before`, or those between. */
export const FunnelExclusion = Type.Object(
  { step: Identifier, after: optional(StepRef), before: optional(StepRef) },
  closed,
);
export type FunnelExclusion = Static<typeof FunnelExclusion>;

const definition = {
  steps: optional(Type.Array(FunnelStepInput, { minItems: 1, maxItems: 20 })),
  unit: optional(Type.String({ description: FUNNEL_UNITS.join(', ') })),
  order: optional(Type.String({ description: FUNNEL_ORDERS.join(', ') })),
  window: optional(Span),
  exclusions: optional(Type.Array(FunnelExclusion, { maxItems: 20 })),
};

/** What a funnel is asked for: a saved one by its id, of which any part can be replaced, or one made on the spot. */
const asked = {
  id: optional(Type.String({ maxLength: 100 })),
  ...definition,
  filters: optional(Type.Array(Filter, { maxItems: 64 })),
};

export const FunnelSelection = Type.Object(asked, closed);
export type FunnelSelection = Static<typeof FunnelSelection>;

const RefId = Type.String({ minLength: 1, maxLength: 64 });

const Dimensions = Type.Union([Type.String(), Type.Array(Type.String(), { maxItems: 8 })]);

export const FunnelQuery = Type.Object(
  {
    refId: RefId,
    funnel: Type.Object(
      {
        ...asked,
        breakdown: optional(Dimensions),
        interval: optional(Type.String({ description: 'Trend: as the interval of metrics' })),
        limit: optional(Type.Integer({ minimum: 1, maximum: 10_000 })),
        histogram: optional(Type.Boolean({ description: 'A second frame: how long each step took' })),
        compare: optional(Type.String({ description: `Columns of an earlier range: ${COMPARISONS.join(', ')}` })),
      },
      closed,
    ),
  },
  { ...closed, title: 'FunnelQuery' },
);
export type FunnelQuery = Static<typeof FunnelQuery>;

export const AbandonmentQuery = Type.Object(
  {
    refId: RefId,
    abandonment: Type.Object(
      {
        ...asked,
        groupBy: optional(Type.Array(Type.String(), { maxItems: 8 })),
        interval: optional(Type.String()),
        limit: optional(Type.Integer({ minimum: 1, maximum: 10_000 })),
      },
      closed,
    ),
  },
  { ...closed, title: 'AbandonmentQuery' },
);
export type AbandonmentQuery = Static<typeof AbandonmentQuery>;

export const PathsQuery = Type.Object(
  {
    refId: RefId,
    paths: Type.Object(
      {
        unit: optional(Type.String({ description: FUNNEL_UNITS.join(', ') })),
        steps: optional(
          Type.Array(Identifier, { minItems: 1, maxItems: 50, description: 'Only these; all if absent' }),
        ),
        collapse: optional(Type.Boolean({ description: 'A step that follows itself counts once' })),
        filters: optional(Type.Array(Filter, { maxItems: 64 })),
        limit: optional(Type.Integer({ minimum: 1, maximum: 10_000 })),
      },
      closed,
    ),
  },
  { ...closed, title: 'PathsQuery' },
);
export type PathsQuery = Static<typeof PathsQuery>;

/** A saved funnel as a user writes it. */
export const FunnelInput = Type.Object(
  {
    id: Type.String({ pattern: '^[a-z][a-z0-9_-]*(\\.[a-z0-9_-]+)*$', maxLength: 100 }),
    title: Type.String({ minLength: 1, maxLength: 200 }),
    description: optional(Type.String({ maxLength: 2_000 })),
    ...definition,
    steps: Type.Array(FunnelStepInput, { minItems: 1, maxItems: 20 }),
  },
  { ...closed, title: 'FunnelInput' },
);
export type FunnelInput = Static<typeof FunnelInput>;

/** A saved funnel; one that is built in has version 0. */
export const Funnel = Type.Composite(
  [
    FunnelInput,
    Type.Object({
      version: Type.Integer({ minimum: 0 }),
      updated_at: optional(Type.String({ format: 'date-time' })),
      updated_by: optional(Type.String({ description: 'Id of the API key that wrote this version' })),
    }),
  ],
  { title: 'Funnel' },
);
export type Funnel = Static<typeof Funnel>;
