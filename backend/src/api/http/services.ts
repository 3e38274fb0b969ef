import type { FetchPast } from '../../recordings/fetch/fetch-past.js';
import type { KnownCalls } from '../../recordings/records/known-calls.js';
import type { Swept } from '../../recordings/records/sweep-recordings.js';
import type { Recordings } from '../../recordings/records/recordings.js';
import type { RecordingReading } from '../../monitoring/service-metrics/service-readings.js';
import type { Plays } from '../../recordings/playback/plays.js';
import type { ResumableUploads } from '../../recordings/uploads/resumable-uploads.js';
import type { CallDetail } from '@callsight/contract/call-detail';
import type { Logger } from 'pino';
import type { QueryWorker } from '../query-worker/query-worker.js';
import type { ApiKeys } from '../../access/api-keys.js';
import type { Checks } from '../../monitoring/checks/checks.js';
import type { Recipient } from '@callsight/contract/reports/recipient';
import type { Report } from '@callsight/contract/reports/report';
import type { DeliveryTarget, Schedule } from '@callsight/contract/reports/schedule';
import type { DefinitionSet } from '../../definitions/definition-set.js';
import type { RunDiff } from '../../reporting/runs/run-diff.js';
import type { Unsubscribed } from '../../reporting/runs/unsubscribed.js';
import type { ScheduleService } from '../../reporting/schedules/schedule-service.js';
import type { Scheduler } from '../../reporting/schedules/scheduler.js';
import type { ReportRuns } from '../../reporting/runs/report-runs.js';
import type { ReportService } from '../../reporting/reports/report-service.js';
import type { Config } from '../../config/config.js';
import type { LinkSecrets } from '../../access/signed-links.js';
import type { BlobStore } from '../../storage/blobs/blob-store.js';
import type { TranscriptSearcher } from '../../recordings/transcripts/search-transcripts.js';
import type { Transcripts } from '../../recordings/transcripts/transcripts.js';
import type { AuditLog } from '../../access/audit-log.js';
import type { DefinitionRegistry } from '../../definitions/registry.js';
import type { Projector } from '../../projection/projector.js';
import type { WebhookInbox } from '../../ingest/webhooks/inbox.js';
import type { Intake } from '../../ingest/events/intake.js';
import type { Ledger } from '../../storage/ledger/ledger.js';
import type { Turns } from '../../lib/scheduling/turns.js';
import type { Quarantine } from '../../ingest/quarantine/quarantine.js';
import type { TrafficTotals } from '../../storage/ledger/traffic-totals.js';
import type { Replication } from '../../replication/replication.js';
import type { ExportJobs } from '../../reporting/exports/export-jobs.js';
import type { Exports } from '../../reporting/exports/exports.js';
import type { Tracer } from '../../lib/telemetry/tracer.js';
import type { WrongKeys } from './wrong-keys.js';
import type { RequestTimes } from './request-times.js';
import type { ServiceMetrics } from '../../monitoring/service-metrics/service-metrics.js';
import type { Backups } from '../../maintenance/back-up.js';
import type { Clock } from '../../lib/time/units.js';

interface RecordingState {
  readonly health: () => { readonly status: 'ok' | 'degraded'; readonly reason: string | undefined };
  readonly reading: () => Promise<RecordingReading>;
}

/** What the routes call. */
export interface Services {
  readonly config: Config;
  readonly log: Logger;
  /** Absent unless tracing is configured. */
  readonly tracer: Tracer | undefined;
  /** Epoch milliseconds. */
  readonly clock: Clock;
  readonly ledger: Ledger;
  /** Why the database can no longer be trusted, if so. */
  readonly databaseDamage: () => string | undefined;
  readonly quarantine: Quarantine;
  readonly intake: Intake;
  readonly projector: Projector;
  readonly inbox: WebhookInbox;
  readonly queryWorker: QueryWorker;
  readonly checks: Checks;
  readonly reports: ReportService;
  readonly reportRuns: ReportRuns;
  /** What differs between two runs of reports. */
  readonly runDiff: (
    tenant: string,
    before: string,
    after: string,
  ) => Promise<
    | { readonly status: 'found'; readonly diff: RunDiff }
    | { readonly status: 'unknown'; readonly run: string }
    | { readonly status: 'gone'; readonly run: string }
  >;
  readonly schedules: DefinitionSet<Schedule>;
  readonly scheduled: ScheduleService;
  readonly scheduler: Scheduler;
  readonly unsubscribed: Unsubscribed;
  /** @throws QueryError when a run of a report cannot go to some recipient */
  readonly checkRecipients: (tenant: string, recipients: readonly Recipient[], report: Report) => void;
  /** What reports of a tenant can be sent to besides addresses. */
  readonly reportTargets: (tenant: string) => readonly DeliveryTarget[];
  readonly definitions: DefinitionRegistry;
  readonly audit: AuditLog;
  /** Files of reports, exports and recordings. */
  readonly blobs: BlobStore;
  readonly knownCalls: KnownCalls;
  readonly recordings: Recordings;
  readonly plays: Plays;
  readonly uploads: ResumableUploads;
  readonly fetchPast: FetchPast;
  /** What is done with recordings now and then: fetched, read, expired, swept. */
  readonly recordingWork: {
    readonly tick: () => Promise<void>;
    readonly idle: () => Promise<void>;
    /** Resolves when no sound is due to be read. */
    readonly heard: () => Promise<void>;
    readonly settleUploads: () => Promise<void>;
    readonly expire: (signal: AbortSignal) => Promise<number>;
    readonly sweep: (signal: AbortSignal) => Promise<Swept>;
    /** Whether a call is under legal hold. */
    readonly isHeld: (tenant: string, call: string) => Promise<boolean>;
  };
  /** Whether recordings come in, and what is counted of them. */
  readonly recordingState: RecordingState;
  /** Deletes transcripts of calls that are too old. @returns how many */
  readonly expireTranscripts: (signal: AbortSignal) => Promise<number>;
  readonly transcripts: Transcripts;
  readonly transcriptSearcher: TranscriptSearcher;
  /** What links to files are signed with. */
  readonly linkSecrets: LinkSecrets;
  readonly apiKeys: ApiKeys;
  readonly wrongKeys: WrongKeys;
  readonly requestTimes: RequestTimes;
  /** This service as Prometheus sees it. */
  readonly serviceMetrics: ServiceMetrics;
  readonly exports: Exports;
  readonly exportJobs: ExportJobs;
  /** What a tenant has sent since the start. */
  readonly trafficOf: (tenant: string) => TrafficTotals;
  /** For bulk work in the thread that takes events. */
  readonly turns: Turns;
  readonly backups: Backups;
  /** Folds every entity of a tenant anew. @returns how many */
  readonly replayAll: (tenant: string) => Promise<number>;
  /** Marks calls that never ended, and have not been heard of for too long, to be closed. @returns how many */
  readonly closeLostCalls: () => Promise<number>;
  /** Writes down what this service did since the last time, for `pipeline.*`. */
  readonly observePipeline: () => Promise<void>;
  /** Deletes raw and refused events that are too old; rows stay. */
  readonly expireRawEvents: () => Promise<void>;
  /** Deletes files of reports and exports that are too old. */
  readonly expireArtifacts: (signal: AbortSignal) => Promise<void>;
  /** Deletes rows, and points of InfluxDB, that are older than their dataset is kept. */
  readonly expireRows: () => Promise<void>;
  /** How far the rows have come, which are prepared at the start. */
  readonly preparation: () => {
    readonly status: 'preparing' | 'ready' | 'failing';
    readonly reason: string | undefined;
  };
  readonly isReady: () => boolean;
  /** Absent when the embedded database is InfluxDB. */
  readonly replication: Replication | undefined;
  /** Whether the rows are there; until then neither events nor queries are taken. */
  readonly isPrepared: () => boolean;
  /** Everything that is known of one call. @returns undefined if there is none with this id */
  readonly callDetail: (tenant: string, id: string, mayPlay: boolean) => Promise<CallDetail | undefined>;
  /** Erases a caller. @returns how many calls went */
  readonly eraseCaller: (tenant: string, caller: string) => Promise<number>;
}
