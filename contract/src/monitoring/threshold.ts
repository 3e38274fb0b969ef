import { Type, type Static, type TLiteral, type TUnion } from '@sinclair/typebox';
import { optional } from '../optional.js';
import { Frame } from '../query/answer.js';
import { Filter, Instant } from '../query/request.js';

const closed = { additionalProperties: false };

const THRESHOLD_KINDS = ['usual', 'fixed', 'drift', 'silence'] as const;

const DIRECTIONS = ['above', 'below', 'either'] as const;
const SENSITIVITIES = ['calm', 'normal', 'keen'] as const;
const SEVERITIES = ['warning', 'critical'] as const;
const LEVELS = ['ok', 'warning', 'critical', 'learning', 'suppressed', 'closed'] as const;
export type ThresholdLevel = (typeof LEVELS)[number];

type Literals<T extends readonly string[]> = { -readonly [K in keyof T]: TLiteral<T[K]> };

const literals = <const T extends readonly string[]>(values: T): TUnion<Literals<T>> =>
  Type.Union(values.map((value) => Type.Literal(value))) as unknown as TUnion<Literals<T>>;

const TimeOfDay = Type.String({
  pattern: '^([01]\\d|2[0-3]):[0-5]\\d$|^24:00$',
  description: 'Local time, such as 08:00',
});

/** When a threshold may fire. From a later to an earlier time it lasts over midnight, and belongs to the day it begins on. */
export const ThresholdSchedule = Type.Object(
  {
    weekdays: Type.Array(Type.Integer({ minimum: 1, maximum: 7 }), {
      minItems: 1,
      maxItems: 7,
      uniqueItems: true,
      description: '1 (Monday) to 7 (Sunday)',
    }),
    from: TimeOfDay,
    to: TimeOfDay,
    timezone: Type.String({ maxLength: 64, description: 'IANA time zone' }),
    calendar: optional(Type.String({ maxLength: 100, description: 'Id of a calendar; closed on its days' })),
  },
  closed,
);
export type ThresholdSchedule = Static<typeof ThresholdSchedule>;

const Limit = Type.Object({ warning: optional(Type.Number()), critical: optional(Type.Number()) }, closed);

/** What has to stand behind an alert: so many calls, and so large a difference from what is usual. */
const Minimum = Type.Union(
  [
    Type.Number({ minimum: 0 }),
    Type.Object(
      { n: optional(Type.Number({ minimum: 0 })), effect: optional(Type.Number({ minimum: 0, maximum: 100 })) },
      closed,
    ),
  ],
  { description: 'Number of calls in the window, or {n, effect}; effect is a share of what is usual, such as 0.3' },
);

/** A threshold as a user writes it. */
export const ThresholdInput = Type.Object(
  {
    id: Type.String({ pattern: '^[a-z][a-z0-9_-]*(\\.[a-z0-9_-]+)*$', maxLength: 100 }),
    title: Type.String({ minLength: 1, maxLength: 200 }),
    metric: Type.String({ maxLength: 100 }),
    filters: optional(Type.Array(Filter, { maxItems: 32 })),
    groupBy: optional(Type.Array(Type.String({ maxLength: 100 }), { maxItems: 4 })),
    kind: literals(THRESHOLD_KINDS),
    direction: optional(literals(DIRECTIONS)),
    sensitivity: optional(literals(SENSITIVITIES)),
    limit: optional(Limit),
    /** `plain` compares the value of the window with the limit, without any test; only for `fixed`. */
    comparison: optional(literals(['evidence', 'plain'])),
    window: optional(Type.String({ maxLength: 16, description: 'Time that the shown value is of: "30m"' })),
    minimum: optional(Minimum),
    schedule: optional(ThresholdSchedule),
    component: optional(Type.String({ maxLength: 100 })),
    severity: optional(literals(SEVERITIES)),
    runbook: optional(Type.String({ maxLength: 500, pattern: '^https?://', description: 'URL' })),
    owner: optional(Type.String({ maxLength: 200 })),
    paused: optional(Type.Boolean()),
    mute_until: optional(Type.String({ format: 'date-time' })),
  },
  { ...closed, title: 'ThresholdInput' },
);
export type ThresholdInput = Static<typeof ThresholdInput>;

/** A threshold; one that is built in has version 0 until it is changed. */
export const Threshold = Type.Composite(
  [
    ThresholdInput,
    Type.Object({
      version: Type.Integer({ minimum: 0 }),
      updated_at: optional(Type.String({ format: 'date-time' })),
      updated_by: optional(Type.String({ description: 'Id of the API key that wrote this version' })),
    }),
  ],
  { title: 'Threshold' },
);
export type Threshold = Static<typeof Threshold>;

/** How things are with one group of a threshold. */
export const ThresholdState = Type.Object(
  {
    group: Type.Record(Type.String(), Type.Union([Type.String(), Type.Number(), Type.Boolean(), Type.Null()])),
    level: literals(LEVELS),
    score: Type.Union([Type.Number(), Type.Null()], { description: 'Evidence as a share of what is critical' }),
    value: Type.Union([Type.Number(), Type.Null()], { description: 'The metric over the window' }),
    baseline: Type.Union([Type.Number(), Type.Null()], { description: 'What is usual, or the limit' }),
    n: Type.Union([Type.Number(), Type.Null()], { description: 'Calls (turns …) behind the value' }),
    since: Type.Union([Type.String({ format: 'date-time' }), Type.Null()]),
    suppressed_by: optional(Type.String({ description: '"mute", or the component that is down' })),
    learning_until: optional(Type.String({ format: 'date-time' })),
    fired_24h: Type.Integer({ description: 'How often it became critical within 24 hours' }),
    noisy: optional(Type.Boolean()),
    proposed_limit: optional(Type.Number({ description: 'Limit at which it would have been quiet' })),
  },
  { title: 'ThresholdState' },
);
export type ThresholdState = Static<typeof ThresholdState>;

export const ThresholdPreviewRequest = Type.Object(
  { threshold: Type.Unknown({ description: 'ThresholdInput' }), from: Instant, to: Instant },
  { ...closed, title: 'ThresholdPreviewRequest' },
);

export const ThresholdEpisode = Type.Object(
  {
    group: ThresholdState.properties.group,
    level: literals(SEVERITIES),
    from: Type.String({ format: 'date-time' }),
    to: Type.String({ format: 'date-time' }),
    peak_score: Type.Number(),
  },
  { title: 'ThresholdEpisode' },
);
export type ThresholdEpisode = Static<typeof ThresholdEpisode>;

/** What a threshold would have done. */
export const ThresholdPreview = Type.Object(
  {
    episodes: Type.Array(ThresholdEpisode),
    expected_minutes: Type.Union([Type.Number(), Type.Null()], {
      description: 'Usual time to find that what is watched clearly is wrong; null where too little is known',
    }),
    learning_until: optional(Type.String({ format: 'date-time' })),
    frame: Frame,
  },
  { title: 'ThresholdPreview' },
);
export type ThresholdPreview = Static<typeof ThresholdPreview>;

export const STATE_COLUMNS = ['state', 'value', 'baseline', 'score', 'n'] as const;

/** Columns of `texts`: what a message to people says of a state, and the links in it. A text that does not exist is null. */
export const STATE_TEXTS = [
  'alert_title',
  'alert_group',
  'alert_level',
  'alert_fact',
  'alert_since',
  'alert_dashboard',
  'alert_calls',
  'alert_runbook',
] as const;

/** Query of the states of thresholds, such as alert rules ask. */
export const ThresholdsQuery = Type.Object(
  {
    refId: Type.String({ minLength: 1, maxLength: 64 }),
    thresholds: Type.Object(
      {
        ids: optional(Type.Array(Type.String({ maxLength: 100 }), { maxItems: 1_000 })),
        component: optional(Type.String({ maxLength: 100 })),
        minLevel: optional(literals(['ok', 'warning', 'critical'])),
        columns: optional(
          Type.Array(literals(STATE_COLUMNS), { minItems: 1, uniqueItems: true, description: 'All if absent' }),
        ),
        texts: optional(
          Type.Boolean({ description: `Adds what a message to people says of each state: ${STATE_TEXTS.join(', ')}` }),
        ),
      },
      closed,
    ),
  },
  { ...closed, title: 'ThresholdsQuery' },
);
export type ThresholdsQuery = Static<typeof ThresholdsQuery>;
