import type { DistributionReading } from '../../lib/telemetry/distribution.js';

/** Requests of one kind since the start. */
export interface RequestReading {
  readonly method: string;
  /** Template of the route, never a path that was requested. */
  readonly route: string;
  readonly status: number;
  readonly seconds: DistributionReading;
}

interface TrafficReading {
  readonly tenant: string;
  readonly accepted: number;
  readonly duplicates: number;
  readonly quarantined: number;
}

/** Webhooks of one account since the start. */
interface WebhookReading {
  readonly tenant: string;
  readonly provider: string;
  readonly account: string;
  readonly received: number;
  readonly refused: number;
  readonly mapped: number;
  readonly failed: number;
}

/** What the query worker did since it was started. */
export interface QueryReading {
  readonly secondsByKind: Readonly<Record<string, DistributionReading>>;
  readonly cacheHits: number;
  readonly cacheMisses: number;
  readonly residentBytes: number;
}

export interface ReplicationReading {
  readonly role: string;
  readonly isOk: boolean;
  readonly lagSeconds: number;
  readonly pendingRows: number;
  readonly pendingCells: number;
  readonly deadLetters: number;
  readonly expired: number;
  readonly rows: number;
}

/** Recordings of all tenants. */
export interface RecordingReading {
  /** Since the start: fetched, attempts that failed, and recordings whose fetching was given up. */
  readonly fetched: number;
  readonly failed: number;
  readonly givenUp: number;
  /** Recordings that wait: to be fetched, and for their sound to be read. */
  readonly waitingToFetch: number;
  readonly waitingForSound: number;
  /** Resumable uploads that are not whole. */
  readonly uploads: number;
}

/** Everything that this service shows of itself. Counts are since the start, those of the traffic since the first event. */
export interface ServiceReadings {
  readonly version: string;
  readonly isReady: boolean;
  readonly requests: readonly RequestReading[];
  readonly wrongKeys: number;
  readonly traffic: readonly TrafficReading[];
  readonly ledger: {
    readonly takesEvents: boolean;
    readonly waitingEvents: number;
    readonly writeSeconds: DistributionReading;
    readonly eventsOfWrite: DistributionReading;
  };
  readonly projection: { readonly pending: number; readonly failed: number; readonly lagSeconds: number };
  readonly statements: { readonly running: number; readonly waiting: number; readonly seconds: DistributionReading };
  readonly blobs: {
    readonly isAvailable: boolean;
    readonly counts: Readonly<Record<string, { readonly done: number; readonly failed: number }>>;
    /** Bytes of content. */
    readonly bytesWritten: number;
    readonly bytesRead: number;
  };
  readonly recordings: RecordingReading;
  readonly queryWorkerRestarts: number;
  /** Absent when the worker does not answer in time. */
  readonly queries: QueryReading | undefined;
  readonly webhooks: readonly WebhookReading[];
  /** Absent without an InfluxDB. */
  readonly replication: ReplicationReading | undefined;
}
