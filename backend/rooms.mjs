/**
 * The rooms of the service: folders below `backend/src`, what each is for, and which others it may import from. ESLint
 * holds the imports to it, and docs/architecture.md shows it as a table. A room that has rooms of its own, such as
 * `storage`, holds nothing else than these, unless it is listed itself.
 *
 * Imports go down: lib ← storage ← ingest, projection ← replication, analytics ← definitions ← monitoring, recordings ←
 * api, cli ← service. One exception: replication reads the KPI grains of `analytics/catalogue`.
 */

/** May be imported from everywhere. */
export const FOUNDATION = 'lib';

export const ROOMS = {
  lib: { holds: 'time, money, text, schemas, HTML, scheduling: nothing of this product', imports: [] },
  'storage/kv': { holds: 'the embedded key-value store: open, atomic batch, checksums, keys', imports: [] },
  'storage/ledger': {
    holds: 'the durable list of accepted events: group commit, de-duplication, outbox, calls in memory',
    imports: ['storage/kv'],
  },
  'storage/tables': {
    holds: 'the columns of every kind of row: types in JavaScript, DuckDB and InfluxDB',
    imports: [],
  },
  'storage/duckdb': { holds: 'DuckDB: open, schema, append, pool of readers', imports: ['storage/tables'] },
  'storage/influx': { holds: 'InfluxDB: connection, errors, line protocol, measurements', imports: ['storage/tables'] },
  'storage/integrity': { holds: 'what proves that a data folder is as it was left: seal, checks, repair', imports: [] },
  'storage/blobs': {
    holds: 'files under keys, in a folder or in S3, encrypted if there is a key',
    imports: ['storage/integrity', 'storage/kv'],
  },
  'ingest/callers': {
    holds: 'pseudonyms, masks and demographics of callers; sealing of personal data',
    imports: ['storage/ledger'],
  },
  'ingest/quarantine': { holds: 'refused events', imports: ['ingest/callers', 'storage/kv'] },
  'ingest/events': {
    holds: 'bodies, envelopes, schema checks, admission, intake',
    imports: ['ingest/callers', 'ingest/quarantine', 'storage/kv', 'storage/ledger'],
  },
  'ingest/providers': {
    holds: 'signatures and payloads of voice platforms, Acuity and Stripe, as pure functions',
    imports: ['ingest/callers'],
  },
  'ingest/webhooks': {
    holds: 'the webhook inbox: verify, store, map, look up, expire',
    imports: [
      'ingest/callers',
      'ingest/events',
      'ingest/providers',
      'ingest/quarantine',
      'storage/kv',
      'storage/ledger',
    ],
  },
  'projection/fold': {
    holds: 'events to rows, as pure functions: call, appointment, payment, touch, sample; and back',
    imports: ['storage/ledger', 'storage/tables'],
  },
  'projection/rows': {
    holds: 'rows in DuckDB: replace, link, journeys, history of callers, expiry, versions',
    imports: ['projection/fold', 'storage/duckdb', 'storage/tables'],
  },
  projection: {
    holds: 'the projector: takes what is dirty in the ledger, folds, replaces rows, acknowledges',
    imports: ['projection/fold', 'projection/rows', 'storage/duckdb', 'storage/ledger'],
  },
  'analytics/statistics': { holds: 'intervals and tests, as pure functions', imports: [] },
  'analytics/baselines': {
    holds: 'what is usual at a time of the week, learned from the weeks before, as pure functions',
    imports: ['analytics/statistics'],
  },
  'analytics/catalogue': {
    holds: 'metrics, dimensions, funnels: every definition once, with its SQL',
    imports: ['storage/tables'],
  },
  'analytics/query': {
    holds: 'the query engine: plan, SQL, frames, cache, funnels, paths, attribution, segments, calls',
    imports: [
      'analytics/baselines',
      'analytics/catalogue',
      'analytics/statistics',
      'ingest/events',
      'projection/rows',
      'storage/duckdb',
      'storage/ledger',
      'storage/tables',
    ],
  },
  'replication/setup': { holds: '`callsight setup influx`: users, databases, tokens', imports: [] },
  'replication/dead-letters': {
    holds: 'points that InfluxDB refused',
    imports: ['replication/publish'],
  },
  'replication/publish': {
    holds: 'rows and KPI series to InfluxDB',
    imports: [
      'analytics/catalogue',
      'projection/fold',
      'projection/rows',
      'replication/dead-letters',
      'storage/influx',
      'storage/tables',
    ],
  },
  'replication/restore': {
    holds: 'rows from InfluxDB',
    imports: ['analytics/catalogue', 'projection/rows', 'replication/publish', 'storage/influx', 'storage/tables'],
  },
  'replication/follow': {
    holds: 'changes of other instances from InfluxDB',
    imports: ['projection/rows', 'replication/restore', 'storage/influx', 'storage/tables'],
  },
  replication: {
    holds: 'InfluxDB as the system of record',
    imports: [
      'analytics/catalogue',
      'projection/rows',
      'replication/dead-letters',
      'replication/follow',
      'replication/publish',
      'replication/restore',
      'storage/duckdb',
      'storage/influx',
      'storage/tables',
    ],
  },
  definitions: { holds: 'what tenants define: one registry', imports: ['analytics/catalogue', 'storage/kv'] },
  'reporting/formats': { holds: 'cells and files of CSV, JSON, XLSX and Parquet', imports: [] },
  'reporting/exports': {
    holds: 'any query or dataset as a file: plans, the queue, the process that writes, jobs',
    imports: [
      'analytics/catalogue',
      'analytics/query',
      'reporting/formats',
      'storage/duckdb',
      'storage/integrity',
      'storage/kv',
      'storage/tables',
    ],
  },
  'monitoring/checks': {
    holds: 'health checks: probes, schedule, results as events, states of components and their dependencies',
    imports: ['definitions', 'ingest/events', 'storage/duckdb'],
  },
  'monitoring/evidence': {
    holds: 'evidence that something is wrong, added up step by step, as pure functions',
    imports: ['analytics/baselines'],
  },
  'monitoring/thresholds': {
    holds: 'thresholds judged: series read, what is usual kept, states, previews',
    imports: [
      'analytics/baselines',
      'analytics/catalogue',
      'analytics/query',
      'analytics/statistics',
      'definitions',
      'monitoring/evidence',
      'projection/rows',
      'storage/duckdb',
    ],
  },
  'monitoring/pipeline': {
    holds: 'observations of this service for `pipeline.*`',
    imports: ['projection/rows', 'storage/ledger'],
  },
  'monitoring/service-metrics': {
    holds: 'this service itself as text for Prometheus: what is shown, and how it is named',
    imports: [],
  },
  'monitoring/tracing': {
    holds: 'spans of requests, writes, rows and queries to a collector of OpenTelemetry',
    imports: [],
  },
  'reporting/words': {
    holds: 'what reports say in each language, and how numbers, money and times are written',
    imports: [],
  },
  'reporting/document': {
    holds: 'reports as pure data: queries, numbers, words, findings, definitions; every format is made from it',
    imports: ['analytics/statistics', 'reporting/words'],
  },
  'reporting/charts': { holds: 'charts as SVG', imports: ['reporting/document', 'reporting/words'] },
  'reporting/html': {
    holds: 'reports as pages',
    imports: ['reporting/charts', 'reporting/document', 'reporting/words'],
  },
  'reporting/pdf': {
    holds: 'reports as PDF: the program of Typst, fonts, placeholders for letters without one',
    imports: ['reporting/charts', 'reporting/document', 'reporting/words'],
  },
  'reporting/files': {
    holds: 'the numbers of reports as rows',
    imports: ['reporting/document', 'reporting/formats', 'storage/duckdb', 'storage/tables'],
  },
  'reporting/workbook': {
    holds: 'reports as workbooks with native charts',
    imports: ['reporting/charts', 'reporting/document', 'reporting/files', 'reporting/formats', 'reporting/words'],
  },
  'reporting/mail': {
    holds: 'reports as mails: HTML, plain text, charts as pictures, the whole message; who may get mail',
    imports: ['reporting/charts', 'reporting/document', 'reporting/pdf', 'reporting/words'],
  },
  'reporting/smtp': {
    holds: 'mails to a mail server, and what became of them for each address',
    imports: ['reporting/mail'],
  },
  'reporting/targets': {
    holds: 'reports to webhooks, Slack, folders and buckets',
    imports: ['reporting/charts', 'reporting/document', 'reporting/smtp', 'storage/blobs'],
  },
  'reporting/worker': {
    holds: 'the process that makes reports, and its side in the service',
    imports: [
      'analytics/catalogue',
      'reporting/document',
      'reporting/files',
      'reporting/html',
      'reporting/mail',
      'reporting/pdf',
      'reporting/workbook',
    ],
  },
  'reporting/reports': {
    holds: 'templates, and reports made from definitions',
    imports: ['analytics/catalogue', 'definitions', 'reporting/mail', 'reporting/pdf', 'reporting/worker'],
  },
  'reporting/runs': {
    holds: 'runs of reports: their state, their files, links to them, who got them',
    imports: [
      'access',
      'analytics/catalogue',
      'definitions',
      'reporting/document',
      'reporting/mail',
      'reporting/reports',
      'reporting/smtp',
      'reporting/targets',
      'reporting/worker',
      'storage/blobs',
      'storage/kv',
    ],
  },
  'reporting/schedules': {
    holds: 'schedules: what is due, what comes next, what a condition would have done',
    imports: ['analytics/catalogue', 'definitions', 'reporting/document', 'reporting/runs', 'storage/kv'],
  },
  'recordings/audio': {
    holds: 'the sound of recordings: format, waveform, loudness, who talks when; the process that decodes it',
    imports: [],
  },
  'recordings/masking': {
    holds: 'what is personal in texts, written or said, found and masked, as pure functions',
    imports: [],
  },
  'recordings/transcripts': {
    holds: 'transcripts: accepted, masked, encrypted as files, listed by digests of their words, searched',
    imports: [
      'analytics/catalogue',
      'analytics/query',
      'ingest/providers',
      'ingest/webhooks',
      'recordings/masking',
      'storage/blobs',
      'storage/duckdb',
      'storage/kv',
      'storage/tables',
    ],
  },
  access: { holds: 'API keys, scopes, audit log, signed links', imports: ['storage/kv'] },
  'recordings/records': {
    holds: 'what is known of recordings, and their files: taken in, found, held, deleted, expired, swept',
    imports: ['recordings/audio', 'storage/blobs', 'storage/duckdb', 'storage/kv', 'storage/ledger'],
  },
  'recordings/uploads': {
    holds: 'recordings that are sent: digests, uploads that go on where they broke off',
    imports: ['recordings/records', 'storage/blobs', 'storage/kv'],
  },
  'recordings/fetch': {
    holds: 'recordings that providers have: announced, fetched with their credentials, tried again, given up',
    imports: ['recordings/records', 'storage/blobs', 'storage/duckdb', 'storage/ledger'],
  },
  'recordings/sound': {
    holds: 'what is heard in a recording: kept with it, and told to its call',
    imports: ['recordings/audio', 'recordings/records', 'storage/blobs', 'storage/ledger'],
  },
  'recordings/playback': {
    holds: 'recordings as they are played and shown: ranges, waveforms, who plays',
    imports: ['recordings/audio', 'recordings/records', 'storage/blobs'],
  },
  maintenance: {
    holds: 'retention, erasure, replay, lost calls, backup',
    imports: [
      'ingest/callers',
      'projection/rows',
      'storage/blobs',
      'storage/duckdb',
      'storage/integrity',
      'storage/kv',
      'storage/ledger',
    ],
  },
  config: {
    holds: 'settings from environment variables and files',
    imports: [
      'analytics/catalogue',
      'ingest/callers',
      'ingest/events',
      'ingest/providers',
      'ingest/webhooks',
      'recordings/fetch',
      'reporting/mail',
      'reporting/pdf',
      'reporting/smtp',
      'reporting/targets',
      'storage/blobs',
      'storage/influx',
      'storage/tables',
    ],
  },
  'api/overview': { holds: 'the overview, `/`: figures, charts, pages, sessions', imports: [] },
  'api/grafana': {
    holds: 'the backend of the Grafana plugin: gRPC, Arrow frames',
    imports: ['access', 'analytics/catalogue', 'analytics/query'],
  },
  'api/query-worker': {
    holds: 'the process that makes answers, and its side in the service',
    imports: [
      'access',
      'analytics/catalogue',
      'analytics/query',
      'api/grafana',
      'api/overview',
      'monitoring/service-metrics',
      'monitoring/tracing',
      'definitions',
      'monitoring/thresholds',
      'projection/rows',
      'recordings/transcripts',
      'reporting/exports',
      'storage/duckdb',
      'storage/tables',
    ],
  },
  'api/http': {
    holds: 'HTTP: access, limits, errors, OpenAPI document, routes',
    imports: [
      'access',
      'analytics/catalogue',
      'api/overview',
      'api/query-worker',
      'config',
      'definitions',
      'ingest/events',
      'ingest/providers',
      'ingest/quarantine',
      'ingest/webhooks',
      'maintenance',
      'monitoring/checks',
      'monitoring/service-metrics',
      'projection',
      'recordings/audio',
      'recordings/fetch',
      'recordings/playback',
      'recordings/records',
      'recordings/uploads',
      'recordings/transcripts',
      'replication',
      'reporting/exports',
      'reporting/reports',
      'reporting/runs',
      'reporting/schedules',
      'reporting/worker',
      'storage/blobs',
      'storage/duckdb',
      'storage/ledger',
    ],
  },
  cli: {
    holds: 'the command line',
    imports: [
      'simulator',
      'config',
      'projection/rows',
      'replication/restore',
      'replication/setup',
      'storage/duckdb',
      'storage/influx',
      'storage/integrity',
      'storage/kv',
      'storage/ledger',
    ],
  },
  service: { holds: 'the composition root', imports: '*' },
};
