import type { QueryWorker } from '../api/query-worker/query-worker.js';
import { sealStored } from '../ingest/webhooks/seal-stored.js';
import { beginObserving } from '../monitoring/pipeline/observe-pipeline.js';
import type { Projector } from '../projection/projector.js';
import type { RowReplacer } from '../projection/rows/replace-rows.js';
import type { Transcripts } from '../recordings/transcripts/transcripts.js';
import type { ReportRuns } from '../reporting/runs/report-runs.js';
import type { Replication } from '../replication/replication.js';
import type { Database } from '../storage/duckdb/database.js';
import type { Ledger } from '../storage/ledger/ledger.js';
import type { Ingest } from './build-ingest.js';
import type { ServiceContext } from './context.js';
import { Preparation } from './preparation.js';
import { finishRebuild, prepareRows } from './prepare-rows.js';

interface PreparationDependencies {
  readonly ledger: Ledger;
  readonly database: Database;
  readonly rows: RowReplacer;
  readonly projector: Projector;
  readonly replication: Replication | undefined;
  readonly trafficAtStart: Ledger['traffic'];
  readonly ingest: Ingest;
  readonly queryWorker: QueryWorker;
  readonly reportRuns: Pick<ReportRuns, 'start'>;
  readonly transcripts: Pick<Transcripts, 'wake'>;
}

/** @returns the preparation, and what begins it: resolves when the rows are there, or a longer work has begun */
export function preparationOf({ config, log, timer }: ServiceContext, parts: PreparationDependencies) {
  const {
    ledger,
    database,
    rows,
    projector,
    replication,
    trafficAtStart,
    ingest,
    queryWorker,
    reportRuns,
    transcripts,
  } = parts;
  const { connections } = config;
  let onRebuild: () => void = () => undefined;
  const rebuilding = new Promise<void>((resolve) => {
    onRebuild = resolve;
  });
  const toPrepare = { database, rows, ledger, replication, restores: config.replication?.restore !== 'never', log };
  const preparation: Preparation = new Preparation({
    log,
    timer,
    prepare: async () => {
      const isRebuilding = await prepareRows(toPrepare);
      await beginObserving(rows, trafficAtStart);
      if (preparation.isStopping) return false;
      const sealed = await sealStored({ ledger, connections, sealRules: ingest.sealRules });
      if (sealed > 0) log.info({ sealed }, 'webhooks and refused events of an earlier version sealed');
      projector.release();
      if (!isRebuilding) return true;
      onRebuild();
      return finishRebuild(toPrepare, projector, () => preparation.isStopping);
    },
    onReady: () => {
      queryWorker.prepared();
      void ingest.inbox.tick();
      replication?.start();
      transcripts.wake();
      reportRuns.start().catch((error: unknown) => log.error({ err: error }, 'runs of reports could not be taken up'));
    },
  });
  return { preparation, begin: () => Promise.race([preparation.start(), rebuilding]) };
}
