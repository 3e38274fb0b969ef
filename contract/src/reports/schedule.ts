import { Type, type Static } from '@sinclair/typebox';
import { optional } from '../optional.js';
import { Filter } from '../query/request.js';
import { Recipients, RunFormats } from './recipient.js';

const closed = { additionalProperties: false };
const literals = <const T extends string>(values: readonly T[]) =>
  Type.Union(values.map((value) => Type.Literal(value)));

const DateTime = Type.String({ format: 'date-time' });
const Id = Type.String({ pattern: '^[a-z][a-z0-9_-]*(\\.[a-z0-9_-]+)*$', maxLength: 100 });
const Metric = Type.String({ minLength: 1, maxLength: 100 });

/** Operators of conditions. */
export const CONDITION_OPERATORS = ['=', '!=', '<', '<=', '>', '>='] as const;
export type ConditionOperator = (typeof CONDITION_OPERATORS)[number];

/** Of what a condition is: the value of the period, its change from the period before, or how far it is from what is usual. */
export const CONDITION_MEASURES = ['value', 'change', 'anomaly'] as const;

/** When a report is worth sending; looked at when its data is complete. */
export const Condition = Type.Union(
  [
    Type.Object(
      {
        metric: Metric,
        filters: optional(Type.Array(Filter, { maxItems: 32 })),
        of: optional(literals(CONDITION_MEASURES)),
        op: literals(CONDITION_OPERATORS),
        value: Type.Number({
          description: 'In the unit of the metric; of a change: 0.1 is 10 %, of an anomaly: score',
        }),
      },
      { ...closed, description: 'A metric over the period of the report' },
    ),
    Type.Object(
      { threshold: Id, level: optional(literals(['warning', 'critical'])) },
      { ...closed, description: 'A threshold fired within the period' },
    ),
    Type.Object({ has_data: Type.Literal(true) }, { ...closed, description: 'A call began within the period' }),
  ],
  { description: 'The report is sent only if it holds' },
);
export type Condition = Static<typeof Condition>;

/** A schedule as a user writes it: which report goes out when, to whom. Lengths of time are texts such as `30m` and `6h`. */
export const ScheduleInput = Type.Object(
  {
    id: Id,
    title: optional(Type.String({ minLength: 1, maxLength: 200 })),
    report: Type.String({ maxLength: 100, description: 'Id of a report' }),
    cron: Type.String({
      minLength: 1,
      maxLength: 200,
      description: 'Minute, hour, day of month, month, weekday: "0 8 * * 1"; or @daily, @weekly, @monthly',
    }),
    timezone: Type.String({ maxLength: 60, description: 'IANA time zone of the cron times' }),
    calendar: optional(Type.String({ maxLength: 100, description: 'Id of a calendar, whose days are not worked' })),
    workdays_only: optional(Type.Boolean({ description: 'Not on Saturdays, Sundays and days of the calendar' })),
    workday_of_month: optional(literals(['first', 'last'])),
    starts_at: optional(DateTime),
    ends_at: optional(DateTime),
    paused: optional(Type.Boolean()),
    missed: optional(literals(['skip', 'latest', 'all'])),
    grace: optional(
      Type.String({
        maxLength: 16,
        default: '6h',
        description: 'With missed "all": how late a missed run may still begin',
      }),
    ),
    wait_for_data: optional(
      Type.String({ maxLength: 16, description: 'How long a run waits until the data of its period is complete' }),
    ),
    after_wait: optional(literals(['send', 'fail'])),
    formats: RunFormats,
    recipients: Recipients,
    targets: optional(
      Type.Array(Type.String({ maxLength: 100 }), {
        maxItems: 20,
        uniqueItems: true,
        description: 'Names of the targets of the settings: webhooks, Slack, folders, S3 prefixes',
      }),
    ),
    reply_to: optional(Type.String({ minLength: 3, maxLength: 254 })),
    subject: optional(
      Type.String({ minLength: 1, maxLength: 200, description: 'With {title}, {period} and {account}' }),
    ),
    message: optional(Type.String({ minLength: 1, maxLength: 5_000, description: 'Above the report; plain text' })),
    condition: optional(Condition),
    incomplete: optional(literals(['send', 'fail'])),
    owner: optional(
      Type.String({ minLength: 3, maxLength: 254, description: 'Address that is told when a run fails' }),
    ),
  },
  { ...closed, title: 'ScheduleInput' },
);
export type ScheduleInput = Static<typeof ScheduleInput>;

export const Schedule = Type.Composite(
  [
    ScheduleInput,
    Type.Object({
      version: Type.Integer({ minimum: 1 }),
      updated_at: DateTime,
      updated_by: optional(Type.String({ description: 'Id of the API key that wrote this version' })),
    }),
  ],
  { title: 'Schedule' },
);
export type Schedule = Static<typeof Schedule>;

/** A time at which a schedule runs. */
export const PlannedRun = Type.Object(
  {
    planned_at: DateTime,
    local: Type.String({ description: 'The same in the zone of the schedule: 2026-11-30T08:00:00' }),
    utc_offset: Type.String({ description: '+01:00' }),
    period: Type.Object({ from: DateTime, to: DateTime }),
  },
  { title: 'PlannedRun' },
);
export type PlannedRun = Static<typeof PlannedRun>;

export const PlannedRuns = Type.Object({ next: Type.Array(PlannedRun) });

/** What a condition would have done at the planned times that have passed. */
export const ScheduleHistory = Type.Object(
  {
    days: Type.Integer(),
    planned: Type.Integer({ description: 'Times that were looked at' }),
    would_send: Type.Integer(),
    runs: Type.Array(
      Type.Object({
        planned_at: DateTime,
        period: Type.Object({ from: DateTime, to: DateTime }),
        value: Type.Union([Type.Number(), Type.Null()]),
        would_send: Type.Boolean(),
      }),
    ),
  },
  { title: 'ScheduleHistory' },
);
export type ScheduleHistory = Static<typeof ScheduleHistory>;

/** What a schedule that need not be saved would do. */
export const SchedulePreview = Type.Object(
  {
    next: Type.Array(PlannedRun),
    recipients: Type.Object({
      total: Type.Integer(),
      external: Type.Array(Type.String(), {
        description: 'Addresses outside the domains of the allow-list, or of the sender',
      }),
      refused: Type.Array(Type.String(), { description: 'Addresses that the allow-list does not permit' }),
    }),
    warnings: Type.Array(Type.String()),
  },
  { title: 'SchedulePreview' },
);
export type SchedulePreview = Static<typeof SchedulePreview>;

/** What can be sent to besides addresses, as the settings name it. */
export const DeliveryTarget = Type.Object(
  { name: Type.String(), kind: literals(['webhook', 'slack', 'folder', 's3']) },
  { title: 'DeliveryTarget' },
);
export type DeliveryTarget = Static<typeof DeliveryTarget>;
