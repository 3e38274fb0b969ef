import { Type, type Static } from '@sinclair/typebox';
import { optional } from './optional.js';
import { Filter, Instant } from './query/request.js';

const closed = { additionalProperties: false };

export const EXPORT_FORMATS = ['csv', 'ndjson', 'json', 'xlsx', 'parquet'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

export const EXPORT_DATASETS = ['calls', 'turns', 'appointments', 'payments', 'touches', 'samples'] as const;
export type ExportDataset = (typeof EXPORT_DATASETS)[number];

/** Body of `POST /v1/exports`. The range is half-open: from <= time < to. Either `query` or `dataset`. */
export const ExportRequest = Type.Object(
  {
    from: Instant,
    to: Instant,
    timezone: optional(Type.String({ maxLength: 100, description: 'IANA time zone of times; UTC if absent' })),
    query: optional(Type.Unknown({ description: 'One query of POST /v1/query; its refId may be absent' })),
    dataset: optional(Type.String({ maxLength: 100, description: EXPORT_DATASETS.join(', ') })),
    columns: optional(
      Type.Array(Type.String({ maxLength: 100 }), {
        minItems: 1,
        maxItems: 200,
        description: 'Of the dataset, in this order; all of them if absent',
      }),
    ),
    filters: optional(Type.Array(Filter, { maxItems: 64, description: 'Of the dataset' })),
    safe: optional(
      Type.Boolean({
        description: 'CSV: whether cells that a spreadsheet would take for a formula get an apostrophe; true if absent',
      }),
    ),
    delimiter: optional(
      Type.Union([Type.Literal(','), Type.Literal(';'), Type.Literal('\t')], { description: 'CSV: "," if absent' }),
    ),
    decimal: optional(
      Type.Union([Type.Literal('.'), Type.Literal(',')], { description: 'CSV: decimal sign; "." if absent' }),
    ),
    job: optional(Type.Boolean({ description: 'Makes the file in the background; it is fetched when it is ready' })),
  },
  { ...closed, title: 'ExportRequest' },
);
export type ExportRequest = Static<typeof ExportRequest>;

const EXPORT_STATUSES = ['queued', 'running', 'ready', 'failed', 'canceled', 'expired'] as const;

/** A file that is made in the background, or was. */
export const ExportJob = Type.Object(
  {
    id: Type.String(),
    status: Type.Union(EXPORT_STATUSES.map((status) => Type.Literal(status))),
    reason: Type.Optional(Type.String({ description: 'Why it failed, was canceled, or is no longer there' })),
    format: Type.Union(EXPORT_FORMATS.map((format) => Type.Literal(format))),
    name: Type.String({ description: 'Name of the file' }),
    what: Type.String({ description: 'What it holds: the dataset, or the kind of the query' }),
    rows_done: Type.Integer(),
    rows_total: Type.Union([Type.Integer(), Type.Null()], { description: 'Null until the rows have been counted' }),
    bytes: Type.Union([Type.Integer(), Type.Null()]),
    limits: Type.Array(Type.String(), { description: 'Limits that were hit, in words' }),
    url: Type.Union([Type.String(), Type.Null()], { description: 'Path of the file, once it is ready' }),
    created_at: Type.String({ format: 'date-time' }),
    created_by: Type.String({ description: 'Id of the API key' }),
    finished_at: Type.Union([Type.String({ format: 'date-time' }), Type.Null()]),
    expires_at: Type.Union([Type.String({ format: 'date-time' }), Type.Null()]),
  },
  { title: 'ExportJob' },
);
export type ExportJob = Static<typeof ExportJob>;

export const ExportJobs = Type.Object({ exports: Type.Array(ExportJob) }, { title: 'ExportJobs' });
