import { mkdir, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import type { Logger } from 'pino';
import type { Config } from '../config/config.js';
import { openDatabase, progressOf, readWhole, type Database } from '../storage/duckdb/database.js';
import { isDatabaseDamage } from '../storage/duckdb/is-damage.js';
import { checkLedger } from '../storage/integrity/check-ledger.js';
import { knownDamage, noteDamagedDatabase, setDatabaseAside } from '../storage/integrity/damaged-database.js';
import { DataDamaged, databaseIrreplaceable, ledgerDamaged, secretDamaged } from '../storage/integrity/data-damaged.js';
import { keepPrivate } from '../storage/integrity/keep-private.js';
import { CALLER_SECRET, compareWithSeal, isOfDatabase, removeSeal } from '../storage/integrity/seal.js';
import { ACKNOWLEDGED } from '../storage/ledger/acknowledged.js';
import { LedgerLacksCommits } from '../storage/ledger/ledger-error.js';
import { Ledger } from '../storage/ledger/ledger.js';

interface Stores {
  readonly ledger: Ledger;
  readonly database: Database;
}

/** What is known of the files before they are opened. */
interface Inspection {
  /** Whether the service had been stopped, and everything is as it was then. */
  readonly isAsStopped: boolean;
  readonly databaseProblem: string | undefined;
}

/** A twentieth of the file system, but neither less than 8 MB nor more than 1 GB. */
export async function defaultMinFree(folder: string): Promise<number> {
  const { blocks, bsize } = await statfs(folder);
  return Math.min(Math.max((blocks * bsize) / 20, 8e6), 1e9);
}

/**
 * Looks at the files from first to last byte: at their sums where the service was stopped, at their own checksums where it
 * was killed.
 * @throws DataDamaged for a ledger that is damaged
 */
async function inspect({ dataDir, callers }: Config): Promise<Inspection> {
  const hasOwnSecret = callers.secret !== undefined;
  const differences = await compareWithSeal(dataDir);
  const known = await knownDamage(dataDir);
  if (differences === undefined) {
    const problems = await checkLedger(join(dataDir, 'ledger'));
    if (problems.length > 0) throw ledgerDamaged(problems);
    return { isAsStopped: false, databaseProblem: known };
  }
  const say = ({ name, problem }: { name: string; problem: string }): string => `${name} ${problem}`;
  const ofLedger = differences.filter(({ name }) => name.startsWith('ledger/'));
  if (ofLedger.length > 0) throw ledgerDamaged(ofLedger.map(say));
  const secret = differences.find(({ name }) => name === CALLER_SECRET);
  if (secret !== undefined && !hasOwnSecret) throw secretDamaged(say(secret));
  const ofDatabase = differences.find(({ name }) => isOfDatabase(name));
  return { isAsStopped: true, databaseProblem: known ?? (ofDatabase === undefined ? undefined : say(ofDatabase)) };
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

async function openLedger(config: Config): Promise<Ledger> {
  const { minFreeBytes = await defaultMinFree(config.dataDir), hotEvents, maxWaiting } = config.ledger;
  try {
    return await Ledger.open({
      folder: join(config.dataDir, 'ledger'),
      acknowledgedFile: join(config.dataDir, ACKNOWLEDGED),
      minFreeBytes,
      hotEvents,
      maxWaiting,
    });
  } catch (error) {
    if (error instanceof LedgerLacksCommits) throw ledgerDamaged([error.message]);
    throw error;
  }
}

const open = (config: Config): Promise<Database> =>
  openDatabase({
    file: join(config.dataDir, 'callsight.duckdb'),
    ...config.duckdb,
    attributes: config.ingest.attributes,
  });

/**
 * Compares what a database holds with what the ledger knows of it. A database that has not been built yet is, from InfluxDB
 * or the ledger; only rows that neither has could be missed.
 * @throws DataDamaged
 */
async function compare(
  { isBuilt, change }: { readonly isBuilt: boolean; readonly change: number },
  ledger: Ledger,
  hasRecord: boolean,
): Promise<void> {
  const written = await ledger.rowsWritten();
  if (isBuilt && change < written) throw new DataDamaged('it lacks changes that had been written');
  if (isBuilt || written === 0 || hasRecord) return;
  if (await ledger.hasEventlessRows()) throw new DataDamaged('its rows are gone');
}

/**
 * Why a database cannot be used as it is: what is known, or what shows when it is opened, read, and compared with what the
 * ledger knows of it. Closed again if so.
 */
async function openSound(config: Config, ledger: Ledger, isAsStopped: boolean): Promise<Database | string> {
  let database: Database;
  try {
    database = await open(config);
  } catch (error) {
    if (!isDatabaseDamage(error)) throw error;
    return reasonOf(error);
  }
  try {
    if (!isAsStopped) await readWhole(database);
    await compare(await progressOf(database), ledger, config.replication !== undefined);
    return database;
  } catch (error) {
    database.close();
    if (error instanceof DataDamaged || isDatabaseDamage(error)) return reasonOf(error);
    throw error;
  }
}

/**
 * Opens both stores, once they are known to hold what they held. A damaged database is put aside and built anew, as its rows
 * are folded from what the ledger or InfluxDB holds; a damaged ledger is refused.
 * @throws DataDamaged
 */
export async function openStores(config: Config, log: Logger, now: number): Promise<Stores> {
  const { dataDir } = config;
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  await mkdir(join(dataDir, 'ledger'), { mode: 0o700 }).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  });
  if (!(await keepPrivate(dataDir)))
    log.warn({ dataDir }, 'data folder belongs to another user; its permissions were not changed');
  const { isAsStopped, databaseProblem } = await inspect(config);
  await removeSeal(dataDir);
  const ledger = await openLedger(config);
  try {
    const opened = databaseProblem ?? (await openSound(config, ledger, isAsStopped));
    if (typeof opened !== 'string') return { ledger, database: opened };
    await noteDamagedDatabase(dataDir, opened);
    if (config.replication === undefined && (await ledger.hasEventlessRows())) throw databaseIrreplaceable(opened);
    const aside = await setDatabaseAside(dataDir, now);
    log.warn({ reason: opened, aside }, 'database damaged; moved aside, rows will be rebuilt');
    return { ledger, database: await open(config) };
  } catch (error) {
    await ledger.close();
    throw error;
  }
}
