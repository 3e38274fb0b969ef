import { DAY_MS, HOUR_MS, MINUTE_MS } from '../lib/time/durations.js';
import type { Logger } from 'pino';
import type { AuditLog } from '../access/audit-log.js';
import type { Quarantine } from '../ingest/quarantine/quarantine.js';
import type { WebhookInbox } from '../ingest/webhooks/inbox.js';
import { closeLostCalls } from '../maintenance/close-lost-calls.js';
import { expireArtifacts } from '../maintenance/expire-artifacts.js';
import { expireRawEvents } from '../maintenance/expire-raw-events.js';
import { limitsOf } from '../maintenance/retention.js';
import { Upkeep, type Task } from '../maintenance/upkeep.js';
import type { ReportRuns } from '../reporting/runs/report-runs.js';
import type { Scheduler } from '../reporting/schedules/scheduler.js';
import type { ExportJobs } from '../reporting/exports/export-jobs.js';
import { observePipeline } from '../monitoring/pipeline/observe-pipeline.js';
import type { Projector } from '../projection/projector.js';
import type { DataVersions } from '../projection/rows/data-versions.js';
import type { RowReplacer } from '../projection/rows/replace-rows.js';
import type { Replication } from '../replication/replication.js';
import type { ReaderPool } from '../storage/duckdb/reader.js';
import type { BlobStore } from '../storage/blobs/blob-store.js';
import { rowsAmong } from '../storage/ledger/entity.js';
import type { Ledger } from '../storage/ledger/ledger.js';
import type { TrafficTotals } from '../storage/ledger/traffic-totals.js';
import type { RecordingWork } from './recording-work.js';
import type { ServiceContext } from './context.js';

/** The audit log is kept for so long. */
const AUDIT_DAYS = 400;

interface Dependencies {
  readonly ledger: Ledger;
  readonly quarantine: Quarantine;
  readonly inbox: WebhookInbox;
  readonly projector: Projector;
  readonly rows: RowReplacer;
  readonly readers: ReaderPool;
  readonly versions: DataVersions;
  readonly replication: Replication | undefined;
  readonly audit: AuditLog;
  readonly blobs: BlobStore;
  /** Totals at the start. */
  readonly trafficAtStart: ReadonlyMap<string, TrafficTotals>;
  readonly isPrepared: () => boolean;
}

export type Maintenance = ReturnType<typeof maintenanceOf>;

/** What has to be done now and then; each is also done on its own in tests and when the service stops. */
export function maintenanceOf({ config, log, clock }: ServiceContext, parts: Dependencies) {
  const { ledger, quarantine, inbox, rows, readers, versions, replication, audit, blobs, trafficAtStart } = parts;
  const daysAgo = (days: number): number => clock() - days * DAY_MS;
  const expireRawWebhooks = async (): Promise<void> => {
    await inbox.expireRaw(daysAgo(config.deliveries.rawRetentionDays));
  };
  return {
    expireRawWebhooks,
    closeLostCalls: () => closeLostCalls(readers, ledger, clock(), config.ledger.lostAfterMs),
    observePipeline: async (): Promise<void> => {
      const state = await replication?.state();
      const pending = ledger.pending + (state?.pendingRows ?? 0);
      const totals = { totals: ledger.traffic, atStart: trafficAtStart };
      await observePipeline(rows, totals, { lag: (state?.lagMs ?? 0) / 1_000, pending }, clock());
    },
    expireRawEvents: async (): Promise<void> => {
      const before = daysAgo(config.ledger.rawRetentionDays);
      const keys = await expireRawEvents(ledger.store, before * 1_000, {
        onExpire: async (entities) => {
          await ledger.noteEventlessRows();
          ledger.evict(entities);
          await rows.events.markAbsent(rowsAmong(entities));
        },
      });
      await ledger.expireErased(before);
      const refused = await quarantine.expire(daysAgo(config.ledger.quarantineRetentionDays));
      const webhooks = await inbox.expire(daysAgo(config.ledger.deliveryRetentionDays));
      log.info({ keys, refused, webhooks }, 'expired raw events, refused events and webhooks deleted');
      await expireRawWebhooks();
      await audit.expire(daysAgo(AUDIT_DAYS));
    },
    expireArtifacts: async (signal: AbortSignal): Promise<void> => {
      const left = await blobs.sweep();
      const expired = await expireArtifacts(blobs, config.retention.artifacts, clock(), signal);
      if (left + expired > 0)
        log.info({ expired, left }, 'expired artifacts, and what broken-off writes left, deleted');
    },
    expireRows: async (): Promise<void> => {
      versions.bump(await rows.expire(limitsOf(config.retention, clock())));
      await replication?.expire();
    },
  };
}

/** Starts the tasks; those that work on rows do nothing until the rows are prepared. */
export function startMaintenance(
  { log, timer, teardown }: ServiceContext,
  tasks: Maintenance,
  parts: Dependencies & {
    readonly judgeThresholds: () => Promise<void>;
    readonly exportJobs: Pick<ExportJobs, 'expire'>;
    readonly reportRuns: Pick<ReportRuns, 'expire'>;
    readonly scheduler: Pick<Scheduler, 'round'>;
    readonly recordingWork: Pick<RecordingWork, 'tick' | 'settleUploads' | 'expire' | 'sweep'>;
    readonly expireTranscripts: (signal: AbortSignal) => Promise<number>;
  },
): void {
  const { ledger, inbox, projector, replication, isPrepared } = parts;
  const ifPrepared = (work: () => Promise<unknown>) => async (): Promise<void> => {
    if (isPrepared()) await work();
  };
  // A follower reads of lost calls from the instance that it follows, and may read the same blobs.
  const isFollower = replication?.role === 'follow';
  const upkeep = new Upkeep(
    [
      {
        name: 'close lost calls',
        everyMs: MINUTE_MS,
        run: ifPrepared(async () => !isFollower && (await tasks.closeLostCalls())),
      },
      { name: 'expire raw events', everyMs: DAY_MS, run: ifPrepared(tasks.expireRawEvents) },
      { name: 'expire raw webhooks', everyMs: HOUR_MS, run: tasks.expireRawWebhooks },
      {
        name: 'plan runs of reports',
        everyMs: 1_000,
        // The instance that takes events runs the schedules.
        run: ifPrepared(async () => !isFollower && (await parts.scheduler.round())),
      },
      { name: 'expire runs of reports', everyMs: HOUR_MS, run: () => parts.reportRuns.expire() },
      { name: 'expire exports', everyMs: 10 * MINUTE_MS, run: () => parts.exportJobs.expire() },
      { name: 'expire rows', everyMs: HOUR_MS, run: ifPrepared(tasks.expireRows) },
      {
        name: 'expire artifacts',
        everyMs: HOUR_MS,
        run: async (signal) => {
          if (!isFollower) await tasks.expireArtifacts(signal);
        },
      },
      ...(isFollower ? [] : recordingTasks(parts, ifPrepared, log)),
      { name: 'observe the pipeline', everyMs: 10_000, run: ifPrepared(tasks.observePipeline) },
      { name: 'reopen the ledger', everyMs: 2_000, run: () => reopenIfFailed(ledger, log) },
      { name: 'project rows', everyMs: 5_000, run: () => projector.attempt() },
      { name: 'judge thresholds', everyMs: MINUTE_MS, run: ifPrepared(parts.judgeThresholds) },
      { name: 'map webhooks', everyMs: 1_000, run: ifPrepared(() => inbox.tick()) },
    ],
    log,
    timer,
  );
  teardown.onClose('maintenance', () => upkeep.stop());
}

/** What is done with recordings; by the instance that takes events. */
function recordingTasks(
  {
    recordingWork: work,
    expireTranscripts,
  }: {
    readonly recordingWork: Pick<RecordingWork, 'tick' | 'settleUploads' | 'expire' | 'sweep'>;
    readonly expireTranscripts: (signal: AbortSignal) => Promise<number>;
  },
  ifPrepared: (work: () => Promise<unknown>) => () => Promise<void>,
  log: Logger,
): Task[] {
  return [
    { name: 'fetch recordings', everyMs: 1_000, run: ifPrepared(work.tick) },
    { name: 'settle uploads', everyMs: MINUTE_MS, run: ifPrepared(work.settleUploads) },
    {
      name: 'expire recordings',
      everyMs: HOUR_MS,
      run: async (signal) => {
        const expired = await work.expire(signal);
        const transcripts = await expireTranscripts(signal);
        if (expired + transcripts > 0) log.info({ expired, transcripts }, 'expired recordings and transcripts deleted');
      },
    },
    {
      name: 'sweep recordings',
      everyMs: 6 * HOUR_MS,
      run: async (signal) => {
        const swept = await work.sweep(signal);
        if (swept.deleted + swept.found > 0)
          log.info(
            { ...swept },
            'files of recordings that belonged to nobody deleted, and those of unknown ones taken up',
          );
      },
    },
  ];
}

async function reopenIfFailed(ledger: Ledger, log: Logger): Promise<void> {
  const hasSpace = await ledger.checkSpace();
  if (!hasSpace || ledger.failure?.code !== 'storage_failed') return;
  log.warn({ err: ledger.failure.cause }, 'a write to the ledger failed; reopening its store');
  await ledger.reopen();
  log.info('ledger reopened; events are accepted again');
}
