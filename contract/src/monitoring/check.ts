import { Type, type Static } from '@sinclair/typebox';
import { Identifier, Time } from '../events/scalars.js';
import { optional } from '../optional.js';
import { CHECK_KINDS, JSON_OPERATORS } from './check-words.js';

const closed = { additionalProperties: false };

const HttpStatus = Type.Integer({ minimum: 100, maximum: 599 });

const JsonExpectation = Type.Object(
  {
    path: Type.String({
      minLength: 1,
      maxLength: 500,
      description: 'Where the value stands: "status", "$.items[0].ok", or a JSON pointer such as "/items/0/ok"',
    }),
    op: Type.String({ description: JSON_OPERATORS.join(', ') }),
    value: optional(Type.Union([Type.String({ maxLength: 1_000 }), Type.Number(), Type.Boolean(), Type.Null()])),
  },
  closed,
);

const Expectation = Type.Object(
  {
    status: optional(
      Type.Union([HttpStatus, Type.Array(HttpStatus, { minItems: 1, maxItems: 20 })], {
        description: 'HTTP status, or a list of them; absent: 200 to 299 at the end of redirects',
      }),
    ),
    body: optional(
      Type.String({
        minLength: 1,
        maxLength: 1_000,
        description: 'http: text that the body contains; dns: value that one of the records has',
      }),
    ),
    json: optional(JsonExpectation),
    certificate_days: optional(
      Type.Integer({
        minimum: 0,
        maximum: 365,
        description: 'Days that a certificate has to be valid for; fewer is degraded',
      }),
    ),
  },
  closed,
);

/** A health check of a component, as a user writes it. Lengths of time are texts such as `500ms`, `30s`, `5m`, `24h`. */
export const CheckInput = Type.Object(
  {
    id: Type.String({ pattern: '^[a-z][a-z0-9_-]*(\\.[a-z0-9_-]+)*$', maxLength: 100 }),
    component: Identifier,
    kind: Type.String({ description: CHECK_KINDS.join(', ') }),
    target: optional(
      Type.String({
        maxLength: 2_000,
        description:
          'http, influxdb: URL; tcp, tls, smtp: host:port or URL; dns: name, record type and @server; heartbeat: none',
      }),
    ),
    every: optional(Type.String({ maxLength: 16, default: '1m', description: 'From 10s to 24h' })),
    timeout: optional(
      Type.String({ maxLength: 16, default: '5s', description: 'From 100ms to 60s, and no longer than "every"' }),
    ),
    expect: optional(Expectation),
    degraded_above_ms: optional(
      Type.Number({ exclusiveMinimum: 0, maximum: 60_000, description: 'A longer latency is degraded' }),
    ),
    depends_on: optional(
      Type.Array(Identifier, { maxItems: 50, description: 'Components that this one cannot work without' }),
    ),
    paused: optional(Type.Boolean()),
  },
  { ...closed, title: 'CheckInput' },
);
export type CheckInput = Static<typeof CheckInput>;

export const Check = Type.Composite(
  [
    CheckInput,
    Type.Object({
      version: Type.Integer({ minimum: 1 }),
      updated_at: Type.String({ format: 'date-time' }),
      updated_by: optional(Type.String({ description: 'Id of the API key that wrote this version' })),
    }),
  ],
  { title: 'Check' },
);
export type Check = Static<typeof Check>;

const Status = Type.Union([Type.Literal('up'), Type.Literal('degraded'), Type.Literal('down')]);
export type CheckStatus = Static<typeof Status>;

const nullable = <T extends ReturnType<typeof Type.Number> | ReturnType<typeof Type.String>>(schema: T) =>
  Type.Union([schema, Type.Null()]);

/** What one run of a check found. */
export const CheckResult = Type.Object(
  {
    check: Type.String(),
    component: Type.String(),
    planned_at: Time,
    at: Time,
    status: Status,
    latency_ms: nullable(Type.Number()),
    reason: nullable(Type.String()),
    recorded: Type.Boolean({
      description: 'Whether it is stored as an event; false while the ledger accepts nothing',
    }),
  },
  { title: 'CheckResult' },
);
export type CheckResult = Static<typeof CheckResult>;

/** A component as it was reported last, by checks or by events. */
export const Component = Type.Object(
  {
    component: Type.String(),
    status: Status,
    since: Time,
    reported_at: Time,
    latency_ms: nullable(Type.Number()),
    reason: nullable(Type.String()),
    suppressed_by: nullable(
      Type.String({ description: 'Component that is down and that this one depends on, directly or not' }),
    ),
  },
  { title: 'Component' },
);
export type Component = Static<typeof Component>;
