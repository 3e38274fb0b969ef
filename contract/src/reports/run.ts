import { Type, type Static } from '@sinclair/typebox';
import { optional } from '../optional.js';
import { Delivery } from './delivery.js';
import { Recipients, RunFormats } from './recipient.js';
import { ReportFormatName } from './report.js';

const closed = { additionalProperties: false };

const DateTime = Type.String({ format: 'date-time' });

/** What starts a run. */
export const RunRequest = Type.Object(
  {
    formats: RunFormats,
    planned_at: optional(
      Type.String({ format: 'date-time', description: 'The period follows from it; now if absent' }),
    ),
    recipients: optional(Recipients),
  },
  { ...closed, title: 'RunRequest' },
);
export type RunRequest = Static<typeof RunRequest>;

/** `sent`: everybody has it; `succeeded`: there was nobody to send it to. */
const RUN_STATUSES = [
  'queued',
  'waiting_for_data',
  'rendering',
  'sending',
  'sent',
  'succeeded',
  'skipped',
  'failed',
  'canceled',
] as const;
export type RunStatus = (typeof RUN_STATUSES)[number];

/** A file that a run has left. */
const RunArtifact = Type.Object({
  format: ReportFormatName,
  variant: optional(
    Type.Integer({ description: 'From 1: as recipients with filters, a language or a zone of their own get it' }),
  ),
  name: Type.String(),
  bytes: Type.Integer(),
  sha256: Type.String(),
  url: Type.String({ description: 'Opens without a key until it expires' }),
  expires_at: DateTime,
});

/** A report that was made, or is being made, of one version of its definition. */
export const Run = Type.Object(
  {
    id: Type.String(),
    report: Type.String(),
    title: Type.String(),
    schedule: optional(Type.String({ description: 'Id of the schedule that planned it' })),
    definition_version: Type.Integer(),
    status: Type.Union(RUN_STATUSES.map((status) => Type.Literal(status))),
    reason: optional(Type.String({ description: 'Why it failed, or what is missing in it' })),
    formats: Type.Array(ReportFormatName),
    planned_at: DateTime,
    period: Type.Object({ from: DateTime, to: DateTime }),
    late_s: Type.Number({ description: 'Seconds from the planned time to the begin of the run' }),
    condition: optional(Type.String({ description: 'What the condition of the schedule found' })),
    attempts: Type.Integer(),
    timings: Type.Record(Type.String(), Type.Number(), { description: 'Milliseconds' }),
    notes: Type.Array(Type.String(), { description: 'Limits that were hit, letters that no font has' }),
    artifacts: Type.Array(RunArtifact),
    deliveries: Type.Array(Delivery),
    created_at: DateTime,
    created_by: Type.String(),
    finished_at: Type.Union([DateTime, Type.Null()]),
  },
  { title: 'Run' },
);
export type Run = Static<typeof Run>;

export const Runs = Type.Object({ runs: Type.Array(Run) });
