import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import type { TenantDefinitions } from '../api/query-worker/messages.js';
import { QueryWorker } from '../api/query-worker/query-worker.js';
import { Catalogue } from '../analytics/catalogue/catalogue.js';
import { kpiGrains } from '../analytics/catalogue/kpi-grains.js';
import { CustomMetrics } from '../analytics/catalogue/custom-metrics.js';
import { SavedFunnels } from '../analytics/catalogue/funnels/saved-funnels.js';
import { callDetail } from '../analytics/query/calls/call-detail.js';
import type { Config } from '../config/config.js';
import { Deliverer } from '../projection/projector.js';
import { Deliveries } from '../ingest/webhooks/deliveries.js';
import { sealStored } from '../ingest/webhooks/seal-stored.js';
import { DataVersions } from '../projection/rows/data-versions.js';
import { KpiMarks } from '../replication/publish/kpi-marks.js';
import { ReaderPool } from '../storage/duckdb/reader.js';
import { RowReplacer } from '../projection/rows/replace-rows.js';
import { CallerIdentities } from '../ingest/callers/caller.js';
import type { Address } from '../lib/net/socket-address.js';
import { CallerRevision } from '../ingest/callers/revise-caller.js';
import { buildApp } from '../api/http/app.js';
import type { Services } from '../api/http/services.js';
import { WrongKeys } from '../api/http/wrong-keys.js';
import { DatabaseWatch } from '../storage/integrity/database-watch.js';
import { writeSeal } from '../storage/integrity/seal.js';
import { Intake } from '../ingest/events/intake.js';
import type { Ledger } from '../storage/ledger/ledger.js';
import { Turns } from '../lib/scheduling/turns.js';
import { rowsAmong } from '../storage/ledger/entity.js';
import { definitionStore } from '../definitions/definition-store.js';
import { Quarantine } from '../ingest/quarantine/quarantine.js';
import { Sequence } from '../storage/kv/sequence.js';
import { openRecord } from './open-record.js';
import { openStores } from './open-stores.js';
import { ownSecret } from './own-secret.js';
import { beginObserving, observePipeline, trafficBetween } from '../monitoring/pipeline/observe-pipeline.js';
import { finishRebuild, prepareRows } from './prepare-rows.js';
import { Backups } from '../maintenance/back-up.js';
import { closeLostCalls } from '../maintenance/close-lost-calls.js';
import { loadKeys } from './load-keys.js';
import { eraseCaller } from '../maintenance/erase-caller.js';
import { expireRawEvents } from '../maintenance/expire-raw-events.js';
import { limitsOf } from '../maintenance/retention.js';
import { replayAll } from '../maintenance/replay-all.js';
import { Upkeep } from '../maintenance/upkeep.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

export interface Service {
  readonly app: FastifyInstance;
  readonly services: Services;
  /** Takes requests of Grafana at one more address. @returns where it listens */
  readonly listenGrafana: (address: Address) => Promise<Address>;
  /** Stops in order, once: no new requests, the batch in hand is delivered, then the stores close; the outbox keeps the rest. */
  stop(): Promise<void>;
}

/** Puts the service together: the only place that knows which part stands behind which. */
export async function startService(config: Config, log: Logger, clock: () => number = Date.now): Promise<Service> {
  const { ledger, database } = await openStores(config, log, clock());
  const databaseWatch = new DatabaseWatch(config.dataDir, log);
  const store = () => ledger.store;
  const { attributes } = config.ingest;
  const turns = new Turns();
  const readers = new ReaderPool(() => database.connect(), {
    most: config.query.connections,
    timeoutMs: config.query.timeoutMs,
    turns,
  });
  const versions = new DataVersions();
  const lostAfter = config.ledger.lostAfterMs * 1_000;
  const foldRules = { lostAfter, attributes: attributes.map(({ name }) => name) };
  const builtIn = Catalogue.builtIn(config.metrics, attributes);
  const grains = kpiGrains(builtIn);
  const publishes = config.record !== undefined && !config.record.follow;
  const marks = publishes ? new KpiMarks(database.writer, grains) : undefined;
  const rows = new RowReplacer(database.writer, attributes, {
    marks,
    clock,
    linkWindow: config.linkWindowMs * 1_000,
  });
  const secret = config.callers.secret ?? (await ownSecret(join(config.dataDir, 'caller.secret')));
  const { keepNumbers, defaultCountry } = config.callers;
  const identities = new CallerIdentities({ secret, keepNumbers, defaultCountry });
  const rules = { clockSkewMs: config.ingest.clockSkewMs, attributes: foldRules.attributes, identities };
  const sequence = new Sequence(clock);
  const quarantine = new Quarantine(store, sequence, clock);
  const sealRules = { identities, keepNumbers };
  const intake = new Intake({ ledger, quarantine, rules, sealRules, clock, turns });
  const atStart = ledger.traffic;
  const { connections } = config;
  const { keepsRaw } = config.deliveries;
  const deliveries = new Deliveries({
    ledger,
    quarantine,
    sequence,
    rules,
    sealRules,
    keepsRaw,
    connections,
    clock,
    log,
  });
  const metrics = await CustomMetrics.load(
    builtIn,
    definitionStore(store, 'metric', () => record?.wake()),
    clock,
    (tenant, id, reason) =>
      log.warn({ tenant, metric: id, reason }, 'a stored custom metric is not valid any more and is left out'),
  );
  const funnels = await SavedFunnels.load(
    definitionStore(store, 'funnel', () => record?.wake()),
    clock,
  );
  const record = await openRecord({ config, ledger, database, rows, versions, grains, metrics, funnels, clock, log });
  const limits = () => limitsOf(config.retention, clock());
  const onDelivered = (): void => record?.wake();
  const onFault = databaseWatch.note.bind(databaseWatch);
  const revision = new CallerRevision(identities);
  const deliverer = new Deliverer({
    ledger,
    rows,
    versions,
    rules: foldRules,
    revise: (event) => revision.event(event),
    clock,
    log,
    limits,
    onDelivered,
    onFault,
  });
  const expireRawDeliveries = async (): Promise<void> => {
    await deliveries.expireRaw(clock() - config.deliveries.rawRetentionDays * DAY_MS);
  };
  const apiKeys = await loadKeys(config, store, clock, log);
  let stopping = false;
  let isPrepared = false;
  const definitionsOf = (tenant: string): TenantDefinitions => ({
    tenant,
    metrics: metrics.list(tenant),
    funnels: funnels.list(tenant),
  });
  const queryWorker = new QueryWorker({
    settings: { metrics: config.metrics, attributes, query: config.query },
    memoryMb: config.query.memoryMb,
    readers,
    apiKeys,
    definitions: () => tenantsOf(metrics, funnels).map(definitionsOf),
    isPrepared: () => isPrepared,
    onFault,
    inject: async (request, signal) => {
      const { statusCode, headers, rawPayload } = await app.inject({
        ...request,
        headers: { ...request.headers },
        signal,
      });
      const type = headers['content-type'];
      return { statusCode, contentType: typeof type === 'string' ? type : 'application/json', body: rawPayload };
    },
    clock,
    log,
  });
  versions.onBump = (changed) => queryWorker.changed(changed);
  const onDefined = (tenant: string): void => queryWorker.define(definitionsOf(tenant));
  metrics.onChange = onDefined;
  funnels.onChange = onDefined;
  const services: Services = {
    config,
    log,
    clock,
    ledger,
    databaseDamage: () => databaseWatch.damage,
    quarantine,
    intake,
    deliverer,
    deliveries,
    queryWorker,
    metrics,
    funnels,
    apiKeys,
    wrongKeys: new WrongKeys(clock, log),
    trafficOf: (tenant) => trafficBetween(atStart.get(tenant), ledger.traffic.get(tenant)),
    turns,
    backups: new Backups({ dataDir: config.dataDir, backupDir: config.backupDir, ledger, database, rows }),
    replayAll: (tenant) => replayAll(ledger, tenant),
    closeLostCalls: () => closeLostCalls(readers, ledger, clock(), config.ledger.lostAfterMs),
    isReady: () =>
      !stopping &&
      isPrepared &&
      ledger.obstacle === undefined &&
      (record?.isCurrent(config.record?.mostLagMs ?? Infinity) ?? true),
    observePipeline: async () => {
      const state = await record?.state();
      const pending = ledger.pending + (state?.pendingRows ?? 0);
      await observePipeline(
        rows,
        { totals: ledger.traffic, atStart },
        { lag: (state?.lagMs ?? 0) / 1_000, pending },
        clock(),
      );
    },
    expireRawEvents: async () => {
      const before = (clock() - config.ledger.rawRetentionDays * DAY_MS) * 1_000;
      const keys = await expireRawEvents(ledger.store, before, {
        onExpire: async (entities) => {
          await ledger.noteEventlessRows();
          ledger.cool(entities);
          await rows.events.go(rowsAmong(entities));
        },
      });
      await ledger.expireErased(before / 1_000);
      const refused = await quarantine.expire(clock() - config.ledger.quarantineRetentionDays * DAY_MS);
      const delivered = await deliveries.expire(clock() - config.ledger.deliveryRetentionDays * DAY_MS);
      log.info({ keys, refused, delivered }, 'old raw events and deliveries deleted');
      await expireRawDeliveries();
    },
    expireRows: async () => {
      versions.bump(await rows.expire(limits()));
      await record?.expire();
    },
    record,
    isPrepared: () => isPrepared,
    callDetail: (tenant, id, mayPlay) => callDetail({ readers, ledger, attributes }, tenant, id, mayPlay),
    eraseCaller: (tenant, caller) =>
      eraseCaller(
        {
          ledger,
          rows,
          readers,
          versions,
          between: (work) => deliveries.between(() => deliverer.between(work)),
          forgetPending: async (isTheirs) => {
            await deliveries.forgetPending(tenant, isTheirs);
          },
          forgetRaw: async (isTheirs) => {
            await deliveries.forget(tenant, isTheirs);
            await quarantine.forget(tenant, isTheirs);
          },
          identities,
          clock,
        },
        tenant,
        caller,
      ),
  };
  deliverer.hold();
  let onRebuild = (): void => undefined;
  const rebuilding = new Promise<void>((resolve) => {
    onRebuild = resolve;
  });
  const toPrepare = { database, rows, ledger, record, restores: config.record?.restore !== 'never', log };
  const preparing = prepareRows(toPrepare).then(async (isRebuilding) => {
    await beginObserving(rows, atStart);
    if (stopping) return;
    const sealed = await sealStored({ ledger, connections, sealRules });
    if (sealed > 0) log.info({ sealed }, 'deliveries and refused events of an earlier version are sealed');
    deliverer.release();
    if (isRebuilding) {
      onRebuild();
      if (!(await finishRebuild(toPrepare, deliverer, () => stopping))) return;
    }
    isPrepared = true;
    queryWorker.prepared();
    void deliveries.tick();
    record?.start();
  });
  preparing.catch((error: unknown) => log.fatal({ err: error }, 'the rows could not be prepared'));
  // With nothing to restore or rebuild it takes a moment, and the service is ready when it listens.
  if (record === undefined) await Promise.race([preparing, rebuilding]);
  const app = await buildApp(services);
  const ifPrepared = (work: () => Promise<void>): Promise<void> => (isPrepared ? work() : Promise.resolve());
  const upkeep = new Upkeep(
    [
      {
        name: 'close lost calls',
        everyMs: 60_000,
        // A follower is told by the one that it follows.
        run: () =>
          ifPrepared(async () => {
            if (record?.role !== 'follow') await services.closeLostCalls();
          }),
      },
      {
        name: 'expire raw events',
        everyMs: DAY_MS,
        run: () => ifPrepared(services.expireRawEvents),
      },
      { name: 'expire raw deliveries', everyMs: HOUR_MS, run: expireRawDeliveries },
      { name: 'expire rows', everyMs: HOUR_MS, run: () => ifPrepared(services.expireRows) },
      { name: 'observe the pipeline', everyMs: 10_000, run: () => ifPrepared(services.observePipeline) },
      { name: 'reopen the ledger', everyMs: 2_000, run: () => reopenIfFailed(ledger, log) },
      { name: 'deliver', everyMs: 5_000, run: () => deliverer.drain() },
      { name: 'map deliveries', everyMs: 1_000, run: () => ifPrepared(() => deliveries.tick()) },
    ],
    log,
  );

  const stop = async (): Promise<void> => {
    stopping = true;
    await closeWithin(app, CLOSE_MS);
    await queryWorker.stop();
    await upkeep.stop();
    await deliveries.stop();
    await deliverer.stop();
    if (isPrepared)
      await services.observePipeline().catch((error: unknown) => {
        log.warn({ err: error }, 'the last observation of the pipeline is made at the next start');
      });
    await record?.stop();
    await preparing.catch(() => undefined);
    await ledger.close();
    readers.close();
    database.close();
    await writeSeal(config.dataDir).catch((error: unknown) => {
      log.warn({ err: error }, 'the data folder could not be sealed; the next start checks it like after a crash');
    });
  };
  let stopped: Promise<void> | undefined;

  return {
    app,
    services,
    listenGrafana: (address) => queryWorker.listen(address),
    stop: () => (stopped ??= stop()),
  };
}

/** Tenants that have defined anything. */
const tenantsOf = (metrics: CustomMetrics, funnels: SavedFunnels): string[] => [
  ...new Set([...metrics.all(), ...funnels.all()].map(({ tenant }) => tenant)),
];

/** Requests in progress get so long to finish when the service stops. */
const CLOSE_MS = 5_000;

async function closeWithin(app: FastifyInstance, ms: number): Promise<void> {
  const timer = setTimeout(() => app.server.closeAllConnections(), ms);
  await app.close();
  clearTimeout(timer);
}

async function reopenIfFailed(ledger: Ledger, log: Logger): Promise<void> {
  const hasSpace = await ledger.checkSpace();
  if (!hasSpace || ledger.failure?.code !== 'storage_failed') return;
  log.warn({ err: ledger.failure.cause }, 'a write to the ledger had failed; the store is opened anew');
  await ledger.reopen();
  log.info('the ledger takes events again');
}
