import { copyFile, mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import type { Database } from '../storage/duckdb/database.js';
import type { RowReplacer } from '../projection/rows/replace-rows.js';
import { syncFolder } from '../storage/integrity/durable-file.js';
import { CALLER_SECRET, LINK_SECRET, TRANSCRIPT_SECRET, writeSeal } from '../storage/integrity/seal.js';
import { freeBytes } from '../storage/kv/free-space.js';
import type { Ledger } from '../storage/ledger/ledger.js';
import { openStore, writeAll, type Operation, type Store } from '../storage/kv/store.js';

interface Dependencies {
  readonly dataDir: string;
  /** Where backups lie, a folder each. */
  readonly backupDir: string;
  readonly ledger: Ledger;
  readonly database: Database;
  readonly rows: RowReplacer;
}

export interface Backup {
  readonly folder: string;
  readonly bytes: number;
}

/** A backup cannot be made now; `code` is stable. */
export class BackupRefused extends Error {
  override readonly name = 'BackupRefused';
  constructor(
    readonly code: 'backup_exists' | 'backup_running' | 'storage_full',
    message: string,
  ) {
    super(message);
  }
}

/** Entries that are copied at once. */
const BATCH = 1_000;

async function copyLedger(store: Store, snapshot: ReturnType<Store['snapshot']>, folder: string): Promise<void> {
  const copy = await openStore(folder, () => undefined);
  try {
    let batch: Operation[] = [];
    for await (const [key, value] of store.iterator({ snapshot })) {
      batch.push({ type: 'put', key, value });
      if (batch.length < BATCH) continue;
      await writeAll(copy, batch, { sync: false });
      batch = [];
    }
    await writeAll(copy, batch, { sync: true });
  } finally {
    await copy.close();
  }
}

/** A transaction of its own that sees the database as it is now. */
async function pin(connection: DuckDBConnection): Promise<void> {
  await connection.run('BEGIN');
  await connection.runAndReadAll('SELECT count(*) FROM meta');
}

async function copyStores({ ledger, database, rows }: Dependencies, folder: string): Promise<void> {
  const connection = await database.connect();
  try {
    await connection.run(`ATTACH '${join(folder, 'callsight.duckdb').replaceAll("'", "''")}' AS backup`);
    // Both as of one moment at which no rows are being written: whatever the ledger calls written, the rows are there.
    const snapshot = await rows.exclusively(async () => {
      await pin(connection);
      return ledger.store.snapshot();
    });
    try {
      await copyDatabase(connection);
      await copyLedger(ledger.store, snapshot, join(folder, 'ledger'));
    } finally {
      await snapshot.close();
    }
  } finally {
    connection.closeSync();
  }
}

async function copyDatabase(connection: DuckDBConnection): Promise<void> {
  let end = 'ROLLBACK';
  try {
    await connection.run('COPY FROM DATABASE callsight TO backup');
    end = 'COMMIT';
  } finally {
    await connection.run(end);
    await connection.run('DETACH backup');
  }
}

async function sizeOf(folder: string): Promise<number> {
  let bytes = 0;
  for (const name of await readdir(folder, { recursive: true })) bytes += (await stat(join(folder, name))).size;
  return bytes;
}

const storeBytes = async (dataDir: string): Promise<number> =>
  (await sizeOf(join(dataDir, 'ledger'))) + (await stat(join(dataDir, 'callsight.duckdb'))).size;

/** Makes copies of the whole data folder while the service runs, one at a time. */
export class Backups {
  readonly #dependencies: Dependencies;
  #isRunning = false;

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
  }

  /**
   * Copies both stores as of one moment into a folder that can be started from, and seals it.
   * @param name letters, digits, dots and dashes
   * @throws BackupRefused
   */
  async make(name: string): Promise<Backup> {
    if (this.#isRunning) throw new BackupRefused('backup_running', 'a backup is being made; wait until it is done');
    this.#isRunning = true;
    try {
      return await this.#make(name);
    } finally {
      this.#isRunning = false;
    }
  }

  async #make(name: string): Promise<Backup> {
    const { backupDir, dataDir } = this.#dependencies;
    await mkdir(backupDir, { recursive: true, mode: 0o700 });
    if ((await readdir(backupDir)).includes(name))
      throw new BackupRefused('backup_exists', `there is a backup "${name}" already`);
    const needed = await storeBytes(dataDir);
    const free = await freeBytes(backupDir);
    if (free < needed * 1.2)
      throw new BackupRefused('storage_full', `a backup needs about ${needed} bytes, and ${free} are free`);
    const partial = join(backupDir, `.${name}.partial`);
    const folder = join(backupDir, name);
    await rm(partial, { recursive: true, force: true });
    await mkdir(join(partial, 'ledger'), { recursive: true, mode: 0o700 });
    try {
      await copyStores(this.#dependencies, partial);
      const names = await readdir(dataDir);
      for (const secret of [CALLER_SECRET, LINK_SECRET, TRANSCRIPT_SECRET])
        if (names.includes(secret)) await copyFile(join(dataDir, secret), join(partial, secret));
      await writeSeal(partial);
      await rename(partial, folder);
      await syncFolder(backupDir);
    } catch (error) {
      await rm(partial, { recursive: true, force: true });
      throw error;
    }
    return { folder, bytes: await sizeOf(folder) };
  }
}
