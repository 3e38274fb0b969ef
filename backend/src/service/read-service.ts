import { SERVICE_VERSION } from '../config/service-version.js';
import type { Services } from '../api/http/services.js';
import type { RequestTimes } from '../api/http/request-times.js';
import type { ReplicationReading, ServiceReadings } from '../monitoring/service-metrics/service-readings.js';
import type { ReplicationState } from '../replication/replication-state.js';
import type { ReaderPool } from '../storage/duckdb/reader.js';

type Parts = Pick<
  Services,
  | 'ledger'
  | 'blobs'
  | 'projector'
  | 'inbox'
  | 'queryWorker'
  | 'wrongKeys'
  | 'replication'
  | 'isReady'
  | 'recordingState'
> & {
  readonly readers: ReaderPool;
  readonly requestTimes: RequestTimes;
};

const replicationReading = ({ status, lagMs, ...state }: ReplicationState): ReplicationReading => ({
  ...state,
  isOk: status === 'ok',
  lagSeconds: lagMs / 1_000,
});

/** Reads what the parts of the service have counted, and how they are. */
export async function readService(parts: Parts): Promise<ServiceReadings> {
  const {
    ledger,
    blobs,
    projector,
    readers,
    inbox,
    queryWorker,
    wrongKeys,
    replication,
    requestTimes,
    isReady,
    recordingState,
  } = parts;
  const [queries, state, recordings] = await Promise.all([
    queryWorker.reading(),
    replication?.state(),
    recordingState.reading(),
  ]);
  return {
    version: SERVICE_VERSION,
    isReady: isReady(),
    requests: requestTimes.readings,
    wrongKeys: wrongKeys.total,
    traffic: [...ledger.traffic].map(([tenant, totals]) => ({ tenant, ...totals })),
    ledger: {
      takesEvents: ledger.obstacle === undefined,
      waitingEvents: ledger.waiting,
      writeSeconds: ledger.writeSeconds.reading,
      eventsOfWrite: ledger.eventsOfWrite.reading,
    },
    projection: { pending: ledger.pending, failed: projector.failed, lagSeconds: ledger.pendingForMs / 1_000 },
    statements: { running: readers.running, waiting: readers.waiting, seconds: readers.statementSeconds.reading },
    blobs: {
      isAvailable: blobs.state.status === 'ok',
      counts: blobs.activity.counts,
      bytesWritten: blobs.activity.bytesWritten,
      bytesRead: blobs.activity.bytesRead,
    },
    recordings,
    queryWorkerRestarts: queryWorker.restarts,
    queries,
    webhooks: inbox.counts.readings,
    replication: state === undefined ? undefined : replicationReading(state),
  };
}
