import { kpiGrains } from '../analytics/catalogue/kpi-grains.js';
import { Catalogue } from '../analytics/catalogue/catalogue.js';
import { CallerRevision } from '../ingest/callers/revise-caller.js';
import type { CallerIdentities } from '../ingest/callers/caller.js';
import { limitsOf } from '../maintenance/retention.js';
import type { Foldable } from '../projection/fold-batch.js';
import { Projector } from '../projection/projector.js';
import { DataVersions } from '../projection/rows/data-versions.js';
import { RowReplacer } from '../projection/rows/replace-rows.js';
import { KpiMarks } from '../replication/publish/kpi-marks.js';
import type { Database } from '../storage/duckdb/database.js';
import { DatabaseWatch } from '../storage/integrity/database-watch.js';
import type { Ledger } from '../storage/ledger/ledger.js';
import type { ServiceContext } from './context.js';

interface Dependencies {
  readonly ledger: Ledger;
  readonly database: Database;
  readonly identities: CallerIdentities;
  /** Sees the events of what is being delivered. */
  readonly onEvents: (changed: readonly Foldable[]) => Promise<unknown>;
  /** Called when rows have been replaced. */
  readonly onReplaced: () => void;
}

export type Projection = ReturnType<typeof buildProjection>;

/** Events to rows. The projector is held until the rows are prepared. */
export function buildProjection(
  { config, log, clock, timer, tracer, teardown }: ServiceContext,
  { ledger, database, identities, onEvents, onReplaced }: Dependencies,
) {
  const { attributes } = config.ingest;
  const builtIn = Catalogue.builtIn(config.metrics, attributes);
  const grains = kpiGrains(builtIn);
  const publishes = config.replication !== undefined && !config.replication.follow;
  const rows = new RowReplacer(database.writer, attributes, {
    marks: publishes ? new KpiMarks(database.writer, grains) : undefined,
    clock,
    linkWindow: config.linkWindowMs * 1_000,
  });
  const versions = new DataVersions();
  const databaseWatch = new DatabaseWatch(config.dataDir, log);
  const revision = new CallerRevision(identities);
  const projector = new Projector({
    ledger,
    rows,
    versions,
    rules: { lostAfter: config.ledger.lostAfterMs * 1_000, attributes: attributes.map(({ name }) => name) },
    revise: (event) => revision.event(event),
    clock,
    timer,
    tracer,
    log,
    limits: () => limitsOf(config.retention, clock()),
    onEvents,
    onDelivered: onReplaced,
    onFault: databaseWatch.note.bind(databaseWatch),
  });
  projector.hold();
  teardown.onClose('projector', () => projector.stop());
  return { builtIn, grains, rows, versions, databaseWatch, projector };
}
