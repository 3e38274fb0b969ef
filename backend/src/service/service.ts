import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { AuditLog } from '../access/audit-log.js';
import { callDetail } from '../analytics/query/calls/call-detail.js';
import { buildApp } from '../api/http/app.js';
import type { Services } from '../api/http/services.js';
import { listenForMetrics } from '../api/http/metrics-listener.js';
import { buildExports } from './build-exports.js';
import { RequestTimes } from '../api/http/request-times.js';
import { WrongKeys } from '../api/http/wrong-keys.js';
import type { Config } from '../config/config.js';
import type { MetricsListen } from '../config/metrics-listen.js';
import { systemTimer, type Timer } from '../lib/background/timer.js';
import type { Address } from '../lib/net/socket-address.js';
import { Turns } from '../lib/scheduling/turns.js';
import { Backups } from '../maintenance/back-up.js';
import { replayAll } from '../maintenance/replay-all.js';
import { openTracing } from '../monitoring/tracing/open-tracing.js';
import { trafficBetween } from '../monitoring/pipeline/observe-pipeline.js';
import { ServiceMetrics } from '../monitoring/service-metrics/service-metrics.js';
import type { Replication } from '../replication/replication.js';
import { ReaderPool } from '../storage/duckdb/reader.js';
import { writeSeal } from '../storage/integrity/seal.js';
import type { Ledger } from '../storage/ledger/ledger.js';
import { buildChecks } from './build-checks.js';
import { buildIngest } from './build-ingest.js';
import { preparationOf } from './build-preparation.js';
import { buildProjection } from './build-projection.js';
import { buildRecordings } from './build-recordings.js';
import type { RecordingWork } from './recording-work.js';
import { buildReports } from './build-reports.js';
import { buildRuns } from './build-runs.js';
import { buildTranscripts } from './build-transcripts.js';
import type { ServiceContext } from './context.js';
import { eraserOf } from './eraser.js';
import { loadKeys } from './load-keys.js';
import { maintenanceOf, startMaintenance, type Maintenance } from './maintenance-tasks.js';
import { openBlobs } from './open-blobs.js';
import { openDefinitions } from './open-definitions.js';
import { openReplication } from './open-replication.js';
import { openStores } from './open-stores.js';
import type { Preparation } from './preparation.js';
import { readService } from './read-service.js';
import { startQueryWorker } from './start-query-worker.js';
import { Teardown } from './teardown.js';
import type { Clock } from '../lib/time/units.js';

export interface Service {
  readonly app: FastifyInstance;
  readonly services: Services;
  /** Takes requests of Grafana at one more address. @returns where it listens */
  readonly listenGrafana: (address: Address) => Promise<Address>;
  /** Shows metrics at one more address, without a key. @returns where */
  readonly listenMetrics: (listen: MetricsListen) => Promise<string>;
  /** Stops in order, once: no new requests, the batch in hand becomes rows, then the stores close; the outbox keeps the rest. */
  stop(): Promise<void>;
}

/** How long the end of the service waits for a collector to take the last spans. */
const FLUSH_SPANS_MS = 3_000;

/** Requests in progress get so long to finish when the service stops. */
const CLOSE_MS = 5_000;

/**
 * Puts the service together: the only place that knows which part stands behind which. What was opened is closed in
 * reverse, also when a later step fails.
 */
export async function startService(
  config: Config,
  log: Logger,
  clock: Clock = Date.now,
  timer: Timer = systemTimer,
): Promise<Service> {
  const teardown = new Teardown(log);
  try {
    // The library reads its own variables, which are no settings of ours.
    const tracing = await openTracing(process.env, log);
    teardown.onClose('spans', () => tracing?.stop(FLUSH_SPANS_MS));
    return await start({ config, log, clock, timer, tracer: tracing?.tracer, teardown });
  } catch (error) {
    await teardown.closeAfterFailure();
    throw error;
  }
}

/** The stores: closed last, and sealed when all of them were closed in order. */
async function openAll({ config, log, clock, tracer, teardown }: ServiceContext, turns: Turns) {
  const { ledger, database } = await openStores(config, log, clock());
  ledger.tracer = tracer;
  teardown.onClose('seal', async () => {
    // Without a seal the next start checks the files as after a crash.
    if (teardown.isClean) await writeSeal(config.dataDir);
  });
  teardown.onClose('database', () => database.close());
  const { connections, timeoutMs } = config.query;
  const readers = new ReaderPool(() => database.connect(), { most: connections, timeoutMs, turns, tracer });
  teardown.onClose('readers', () => readers.close());
  teardown.onClose('ledger', () => ledger.close());
  return { ledger, database, readers };
}

/** These exist later than what wakes or asks them. */
interface Later {
  replication?: Replication | undefined;
  preparation?: Preparation;
  maintenance?: Maintenance;
  recordingWork?: RecordingWork;
}

/** Stores, intake, projection, definitions and replication, in the order in which they need each other. */
async function buildParts(context: ServiceContext, later: Later) {
  const { config, log, clock, timer, teardown } = context;
  const turns = new Turns();
  const { ledger, database, readers } = await openAll(context, turns);
  const trafficAtStart = ledger.traffic;
  // Closed after all that writes rows; InfluxDB before the preparation, which may be waiting for it.
  teardown.onClose('preparation', () => later.preparation?.stop());
  teardown.onClose('replication', () => later.replication?.stop());
  const isPrepared = (): boolean => later.preparation?.isReady === true;
  teardown.onClose('observation of the pipeline', async () => {
    if (isPrepared()) await later.maintenance?.observePipeline();
  });
  const onChanged = (): void => later.replication?.wake();
  const ingest = await buildIngest(context, ledger, turns);
  const { identities, inbox, quarantine, sequence } = ingest;
  const projection = buildProjection(context, {
    ledger,
    database,
    identities,
    onEvents: async (changed) => later.recordingWork?.note(changed),
    onReplaced: onChanged,
  });
  const { projector, rows, versions, grains } = projection;
  teardown.onClose('webhooks', () => inbox.stop());
  const definitions = await openDefinitions(context, ledger, projection.builtIn);
  definitions.registry.onChange(onChanged);
  const stored = { config, ledger, database, rows, versions, grains, definitions: definitions.registry };
  const replication = await openReplication({ ...stored, clock, timer, log });
  later.replication = replication;
  const audit = new AuditLog({ store: () => ledger.store, sequence, clock, log });
  const blobs = await openBlobs(context, replication);
  const recorded = buildRecordings(context, { ledger, readers, blobs, turns });
  later.recordingWork = recorded.recordingWork;
  const { isHeld } = recorded.recordingWork;
  const spoken = await buildTranscripts(context, { ...recorded, ledger, rows, blobs, ingest, isHeld });
  const working = {
    ...recorded,
    ...spoken,
    blobs,
    ledger,
    quarantine,
    inbox,
    projector,
    rows,
    readers,
    versions,
    replication,
    audit,
  };
  return { ...working, trafficAtStart, isPrepared, turns, database, ingest, projection, definitions };
}

async function start(context: ServiceContext): Promise<Service> {
  const { config, log, clock, tracer, teardown } = context;
  const later: Later = {};
  const parts = await buildParts(context, later);
  const { ledger, database, readers, rows, replication, trafficAtStart, ingest, projection, definitions, turns } =
    parts;
  const apiKeys = await loadKeys(config, () => ledger.store, clock, log);
  const maintenance = maintenanceOf(context, parts);
  later.maintenance = maintenance;
  const { databaseWatch } = projection;
  const onFault = databaseWatch.note.bind(databaseWatch);
  const checks = buildChecks(context, {
    ...parts,
    ...ingest,
    ...projection,
    definitions: definitions.checks,
  });
  definitions.registry.onChange(() => checks.changed());
  const causes = {
    componentCauses: (tenant: string) => checks.causes(tenant),
    onRulesAsked: () => checks.onRulesAsked(),
  };
  const queryWorker = startQueryWorker(context, { ...parts, ...causes, apiKeys, onFault, app: () => app });
  // After the runs of reports, which leave files there.
  teardown.onClose('blobs', () => parts.blobs.close());
  teardown.onClose('transcripts', () => parts.transcripts.stop());
  const reporting = { ...parts, queryWorker, ...buildReports(context, { ...parts, queryWorker }) };
  const reported = { reports: reporting.reports, ...(await buildRuns(context, reporting)) };
  const exported = await buildExports(context, parts);
  const judgeThresholds = (): Promise<void> => queryWorker.judge(clock());
  startMaintenance(context, maintenance, { ...parts, ...exported, ...reported, judgeThresholds });
  const { preparation, begin } = preparationOf(context, { ...parts, ...reported, queryWorker });
  later.preparation = preparation;
  const services: Services = {
    ...parts,
    ...maintenance,
    config,
    log,
    clock,
    tracer,
    databaseDamage: () => databaseWatch.damage,
    intake: ingest.intake,
    queryWorker,
    checks,
    definitions: definitions.registry,
    apiKeys,
    wrongKeys: new WrongKeys(clock, log),
    requestTimes: new RequestTimes(),
    ...exported,
    ...reported,
    transcriptSearcher: parts.searcherOf(queryWorker),
    serviceMetrics: new ServiceMetrics(() => readService({ ...services, readers })),
    trafficOf: (tenant) => trafficBetween(trafficAtStart.get(tenant), ledger.traffic.get(tenant)),
    turns,
    backups: new Backups({ dataDir: config.dataDir, backupDir: config.backupDir, ledger, database, rows }),
    replayAll: (tenant) => replayAll(ledger, tenant),
    preparation: () => preparation.state,
    isReady: () => isReady(preparation, ledger, replication, config),
    callDetail: (tenant, id, mayPlay) =>
      callDetail({ readers, ledger, attributes: config.ingest.attributes }, tenant, id, mayPlay),
    eraseCaller: eraserOf(context, parts),
  };
  const app = await buildApp(services);
  teardown.onClose('HTTP', () => closeWithin(app, CLOSE_MS));
  // With nothing to restore or rebuild it takes a moment, and the service is ready when it listens.
  if (replication === undefined) await begin();
  else void begin();
  return {
    app,
    services,
    listenGrafana: (address) => queryWorker.listen(address),
    listenMetrics: async (listen) => {
      const listener = await listenForMetrics(listen, services.serviceMetrics, log);
      teardown.onClose('metrics', () => listener.close());
      return listener.url;
    },
    stop: () => {
      preparation.cancel();
      return teardown.close();
    },
  };
}

function isReady(
  preparation: Preparation,
  ledger: Ledger,
  replication: Replication | undefined,
  config: Config,
): boolean {
  if (preparation.isStopping || !preparation.isReady || ledger.obstacle !== undefined) return false;
  return replication?.isCurrent(config.replication?.maxLagMs ?? Infinity) ?? true;
}

async function closeWithin(app: FastifyInstance, ms: number): Promise<void> {
  const timer = setTimeout(() => app.server.closeAllConnections(), ms);
  await app.close();
  clearTimeout(timer);
}
