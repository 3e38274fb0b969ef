import type { Logger } from 'pino';
import type { Projector } from '../projection/projector.js';
import type { Database } from '../storage/duckdb/database.js';
import type { RowReplacer } from '../projection/rows/replace-rows.js';
import { rowsAmong } from '../storage/ledger/entity.js';
import { callLink } from '../storage/ledger/links.js';
import type { Ledger } from '../storage/ledger/ledger.js';
import type { Replication } from '../replication/replication.js';
import { replayAll } from '../maintenance/replay-all.js';

interface Dependencies {
  readonly database: Database;
  readonly rows: RowReplacer;
  readonly ledger: Ledger;
  readonly replication: Replication | undefined;
  readonly restores: boolean;
  readonly log: Logger;
}

/** Calls that are linked to one of the telephony provider are so again, though their events are not here. */
async function linkRestored({ database, ledger }: Dependencies): Promise<void> {
  const stream = await database.writer.stream(
    'SELECT tenant, call_id, provider_call_sid FROM calls WHERE provider_call_sid <> call_id',
  );
  for await (const rows of stream.yieldRowsJs()) {
    const extra = (rows as string[][]).flatMap(([tenant = '', call = '', sid = '']) => callLink(tenant, sid, call));
    await ledger.submit({ tenant: '', events: [], extra });
  }
}

/**
 * Version of what a fold makes of events. Rows of another one are folded anew where the ledger has their events; the others
 * stay as they are. 2: withheld callers in any form are no caller.
 */
const FOLD_VERSION = '2';

async function metaOf({ writer }: Database, name: string): Promise<string | undefined> {
  const reader = await writer.runAndReadAll('SELECT value FROM meta WHERE name = $name', { name });
  const value = reader.getRows()[0]?.[0];
  return typeof value === 'string' ? value : undefined;
}

async function setFoldVersion({ writer }: Database): Promise<void> {
  await writer.run("DELETE FROM meta WHERE name = 'fold'");
  await writer.run("INSERT INTO meta VALUES ('fold', $version)", { version: FOLD_VERSION });
}

/** The dirty keys are durable before the version is written, so that a crash in between only folds again. */
async function foldAnew({ database, ledger, log }: Dependencies): Promise<void> {
  if ((await metaOf(database, 'fold')) === FOLD_VERSION) return;
  const entities = await replayAll(ledger);
  await setFoldVersion(database);
  if (entities > 0) log.info({ entities }, 'rows written by an earlier version will be rebuilt from the ledger');
}

/**
 * Sees to it that a database that is new gets its rows: from InfluxDB, if there is one, and then from the ledger, whose
 * events say all that there is to say about their entities.
 * @returns whether rows are still to be folded from the ledger, so that answers lack some until that is done
 */
export async function prepareRows(dependencies: Dependencies): Promise<boolean> {
  const { database, rows, ledger, replication, restores, log } = dependencies;
  const isOutdated = (await replication?.startOverIfOutdated()) ?? false;
  if ((await metaOf(database, 'built')) !== undefined && !isOutdated) {
    await foldAnew(dependencies);
    return isRebuilding(database);
  }
  if (replication !== undefined && restores) {
    if (!(await replication.restore())) return false;
    await ledger.noteEventlessRows();
    await linkRestored(dependencies);
  }
  // Where the ledger knows a call, it knows all of it.
  const entities = await replayAll(ledger, undefined, async (batch) => {
    if (replication !== undefined) await rows.events.markPresent(rowsAmong(batch));
  });
  await database.writer.run("DELETE FROM meta WHERE name = 'restored'");
  await setFoldVersion(database);
  if (entities > 0) await database.writer.run("INSERT INTO meta VALUES ('rebuilding', 'true')");
  await database.writer.run("INSERT INTO meta VALUES ('built', 'true')");
  if (entities === 0) return false;
  log.info({ entities }, 'new database; rows will be built from the ledger');
  return true;
}

/** A rebuild that a stop broke off goes on with what the outbox still holds. */
async function isRebuilding({ writer }: Database): Promise<boolean> {
  const reader = await writer.runAndReadAll("SELECT 1 FROM meta WHERE name = 'rebuilding'");
  return reader.currentRowCount > 0;
}

const PROGRESS_MS = 5_000;

/** Waits until the rows are folded, and says how far it has come. @returns false when the service stops before */
export async function finishRebuild(
  { rows, ledger, log }: Omit<Dependencies, 'database'>,
  projector: Projector,
  isStopping: () => boolean,
): Promise<boolean> {
  const timer = setInterval(() => log.info({ pending: ledger.pending }, 'rebuilding rows'), PROGRESS_MS);
  try {
    while (ledger.pending > projector.failed && !isStopping()) await projector.drain();
  } finally {
    clearInterval(timer);
  }
  if (isStopping()) return false;
  await rows.exclusively((writer) => writer.run("DELETE FROM meta WHERE name = 'rebuilding'"));
  log.info('rows rebuilt');
  return true;
}
