import { collectDefaultMetrics, Registry } from 'prom-client';
import { Declarations, type Reading, type Series } from './declarations.js';
import type { ServiceReadings } from './service-readings.js';

/** With more tenants than this, traffic is shown in total alone: each tenant is series of its own in Prometheus. */
const MAX_TENANTS = 50;

const one = <T>(value: T): Series<T> => [[{}, value]];

/** What is shown of the tenants: their sum, and each of them where they are few. @param tenant the only one that may be seen */
function trafficSeries({ traffic }: ServiceReadings, tenant: string | undefined): Series<number> {
  const shown = traffic.filter((one) => tenant === undefined || one.tenant === tenant);
  if (shown.length > MAX_TENANTS) return [];
  return shown.flatMap(({ tenant, accepted, duplicates, quarantined }): Series<number> => [
    [{ tenant, result: 'accepted' }, accepted],
    [{ tenant, result: 'duplicate' }, duplicates],
    [{ tenant, result: 'quarantined' }, quarantined],
  ]);
}

function totalTraffic({ traffic }: ServiceReadings): Series<number> {
  const sum = (key: 'accepted' | 'duplicates' | 'quarantined'): number =>
    traffic.reduce((total, one) => total + one[key], 0);
  return [
    [{ result: 'accepted' }, sum('accepted')],
    [{ result: 'duplicate' }, sum('duplicates')],
    [{ result: 'quarantined' }, sum('quarantined')],
  ];
}

function webhookSeries({ webhooks }: ServiceReadings, tenant: string | undefined): Series<number> {
  return webhooks
    .filter((one) => tenant === undefined || one.tenant === tenant)
    .flatMap(({ provider, account, ...counts }) =>
      (['received', 'refused', 'mapped', 'failed'] as const).map(
        (result) => [{ provider, account, result }, counts[result]] as const,
      ),
    );
}

function declareIntake(metrics: Declarations): void {
  metrics.histogram(
    'callsight_http_request_duration_seconds',
    'Time from the arrival of a request to the end of its answer, by template of the route.',
    ({ readings }) =>
      readings.requests.map(({ method, route, status, seconds }) => [
        { method, route, status: String(status) },
        seconds,
      ]),
  );
  metrics.counter('callsight_wrong_api_keys_total', 'Requests with an API key that is not known.', ({ readings }) =>
    one(readings.wrongKeys),
  );
  metrics.counter(
    'callsight_events_total',
    'Events since the first one, by what became of them.',
    ({ readings }) => totalTraffic(readings),
    ['result'],
  );
  metrics.counter(
    'callsight_tenant_events_total',
    `Events of each tenant since its first one; absent with more than ${MAX_TENANTS} tenants.`,
    ({ readings, tenant }) => trafficSeries(readings, tenant),
    ['tenant', 'result'],
  );
  metrics.counter(
    'callsight_webhooks_total',
    'Webhook deliveries of each account: received, refused, mapped to events, failed to be mapped.',
    ({ readings, tenant }) => webhookSeries(readings, tenant),
    ['provider', 'account', 'result'],
  );
}

function declareStores(metrics: Declarations): void {
  metrics.gauge(
    'callsight_ledger_available',
    '1 while events are accepted, 0 while the ledger refuses them.',
    ({ readings }) => one(readings.ledger.takesEvents ? 1 : 0),
  );
  metrics.gauge('callsight_ledger_waiting_events', 'Events that wait for the disk.', ({ readings }) =>
    one(readings.ledger.waitingEvents),
  );
  metrics.histogram(
    'callsight_ledger_write_duration_seconds',
    'Time of one synced write of the ledger.',
    ({ readings }) => one(readings.ledger.writeSeconds),
  );
  metrics.histogram('callsight_ledger_write_events', 'Events in one synced write of the ledger.', ({ readings }) =>
    one(readings.ledger.eventsOfWrite),
  );
  metrics.gauge(
    'callsight_projection_pending_entities',
    'Changed calls and other entities that are no rows yet.',
    ({ readings }) => one(readings.projection.pending),
  );
  metrics.gauge('callsight_projection_failed_entities', 'Entities whose rows could not be written.', ({ readings }) =>
    one(readings.projection.failed),
  );
  metrics.gauge('callsight_projection_lag_seconds', 'Age of the oldest change that is no row yet.', ({ readings }) =>
    one(readings.projection.lagSeconds),
  );
}

function declareBlobs(metrics: Declarations): void {
  metrics.gauge(
    'callsight_blobs_available',
    '1 while files can be stored, 0 while their storage is full or cannot be reached.',
    ({ readings }) => one(readings.blobs.isAvailable ? 1 : 0),
  );
  metrics.counter(
    'callsight_blobs_operations_total',
    'What was done with files, by whether it succeeded; what was asked for in a wrong way is not counted.',
    ({ readings }) =>
      Object.entries(readings.blobs.counts).flatMap(([operation, { done, failed }]): Series<number> => [
        [{ operation, result: 'done' }, done],
        [{ operation, result: 'failed' }, failed],
      ]),
    ['operation', 'result'],
  );
  metrics.counter(
    'callsight_blobs_bytes_total',
    'Bytes of files that were written and read.',
    ({ readings: { blobs } }) => [
      [{ direction: 'written' }, blobs.bytesWritten],
      [{ direction: 'read' }, blobs.bytesRead],
    ],
    ['direction'],
  );
}

function declareRecordings(metrics: Declarations): void {
  metrics.counter(
    'callsight_recordings_fetch_attempts_total',
    'Attempts to fetch recordings from providers, by whether they succeeded.',
    ({ readings: { recordings } }) => [
      [{ result: 'fetched' }, recordings.fetched],
      [{ result: 'failed' }, recordings.failed],
    ],
    ['result'],
  );
  metrics.counter(
    'callsight_recordings_given_up_total',
    'Recordings whose fetching was given up.',
    ({ readings: { recordings } }) => one(recordings.givenUp),
  );
  metrics.gauge(
    'callsight_recordings_waiting',
    'Recordings that wait to be fetched, or for their sound to be read (waveform, talk times), up to 100,000.',
    ({ readings: { recordings } }) => [
      [{ work: 'fetch' }, recordings.waitingToFetch],
      [{ work: 'sound' }, recordings.waitingForSound],
    ],
    ['work'],
  );
  metrics.gauge(
    'callsight_recordings_uploads',
    'Resumable uploads of recordings that are not whole, up to 100,000.',
    ({ readings: { recordings } }) => one(recordings.uploads),
  );
}

function declareQueries(metrics: Declarations): void {
  metrics.gauge('callsight_duckdb_statements_running', 'Statements that run.', ({ readings }) =>
    one(readings.statements.running),
  );
  metrics.gauge('callsight_duckdb_statements_waiting', 'Statements that wait for a connection.', ({ readings }) =>
    one(readings.statements.waiting),
  );
  metrics.histogram(
    'callsight_duckdb_statement_duration_seconds',
    'Time of one statement, without waiting.',
    ({ readings }) => one(readings.statements.seconds),
  );
  metrics.counter(
    'callsight_query_worker_restarts_total',
    'How often the query worker ended and was started again.',
    ({ readings }) => one(readings.queryWorkerRestarts),
  );
  metrics.gauge(
    'callsight_query_worker_resident_memory_bytes',
    'Resident memory of the query worker.',
    ({ readings }) => (readings.queries === undefined ? [] : one(readings.queries.residentBytes)),
  );
  metrics.histogram(
    'callsight_query_duration_seconds',
    'Time of one query, by its kind, since the query worker was started.',
    ({ readings }) =>
      Object.entries(readings.queries?.secondsByKind ?? {}).map(([kind, seconds]) => [{ kind }, seconds]),
  );
  metrics.counter(
    'callsight_query_cache_requests_total',
    'Queries that an answer in memory was looked for, since the query worker was started.',
    ({ readings: { queries } }) =>
      queries === undefined
        ? []
        : [
            [{ result: 'hit' }, queries.cacheHits],
            [{ result: 'miss' }, queries.cacheMisses],
          ],
    ['result'],
  );
}

function declareReplication(metrics: Declarations): void {
  const gauge = (
    name: string,
    help: string,
    key: 'lagSeconds' | 'pendingRows' | 'pendingCells' | 'deadLetters',
  ): void =>
    metrics.gauge(name, help, ({ readings: { replication } }) =>
      replication === undefined ? [] : one(replication[key]),
    );
  metrics.gauge(
    'callsight_replication_ok',
    '1 while this instance and InfluxDB get on, by its role.',
    ({ readings: { replication } }) =>
      replication === undefined ? [] : [[{ role: replication.role }, replication.isOk ? 1 : 0]],
    ['role'],
  );
  gauge(
    'callsight_replication_lag_seconds',
    'Age of the oldest change that InfluxDB lacks; of a follower, how old its rows may be.',
    'lagSeconds',
  );
  gauge('callsight_replication_pending_rows', 'Rows that InfluxDB lacks.', 'pendingRows');
  gauge('callsight_replication_pending_cells', 'Cells of KPI series that InfluxDB lacks.', 'pendingCells');
  gauge('callsight_replication_dead_letters', 'Points that InfluxDB refused.', 'deadLetters');
  metrics.counter(
    'callsight_replication_rows_total',
    'Points written to InfluxDB; of a follower, rows taken over.',
    ({ readings: { replication } }) => (replication === undefined ? [] : one(replication.rows)),
  );
  metrics.counter(
    'callsight_replication_expired_points_total',
    'Points that were older than what the bucket keeps.',
    ({ readings: { replication } }) => (replication === undefined ? [] : one(replication.expired)),
  );
}

/** The readings of this service, its process and Node as text for Prometheus. */
export class MetricsText {
  readonly contentType = Registry.PROMETHEUS_CONTENT_TYPE;
  readonly #registry = new Registry();
  #reading: Reading | undefined;
  #last: Promise<unknown> = Promise.resolve();

  constructor() {
    collectDefaultMetrics({ register: this.#registry });
    const metrics = new Declarations(this.#registry, () => this.#current());
    metrics.gauge(
      'callsight_build_info',
      '1, with the version of this service and of Node.',
      ({ readings }) => [[{ version: readings.version, node_version: process.version }, 1]],
      ['version', 'node_version'],
    );
    metrics.gauge('callsight_ready', '1 while events and queries are taken.', ({ readings }) =>
      one(readings.isReady ? 1 : 0),
    );
    declareIntake(metrics);
    declareStores(metrics);
    declareBlobs(metrics);
    declareRecordings(metrics);
    declareQueries(metrics);
    declareReplication(metrics);
  }

  /** One text after the other: the metrics of the registry are filled from one set of readings. */
  write(readings: ServiceReadings, tenant: string | undefined): Promise<string> {
    const text = this.#last.then(() => {
      this.#reading = { readings, tenant };
      return this.#registry.metrics();
    });
    this.#last = text.catch(() => undefined);
    return text;
  }

  #current(): Reading {
    if (this.#reading === undefined) throw new Error('nothing has been read yet');
    return this.#reading;
  }
}
