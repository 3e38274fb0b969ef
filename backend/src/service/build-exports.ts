import { join } from 'node:path';
import { SERVICE_VERSION } from '../config/service-version.js';
import { DAY_MS } from '../lib/time/durations.js';
import { ExportFiles } from '../reporting/exports/export-files.js';
import { ExportJobs } from '../reporting/exports/export-jobs.js';
import { Exports } from '../reporting/exports/exports.js';
import type { Database } from '../storage/duckdb/database.js';
import type { Ledger } from '../storage/ledger/ledger.js';
import type { ServiceContext } from './context.js';

interface Dependencies {
  readonly database: Database;
  readonly ledger: Ledger;
}

/** Exports, and the files of those that are made in the background: a folder in the data folder. */
export async function buildExports(
  { config, log, clock, teardown }: ServiceContext,
  { database, ledger }: Dependencies,
) {
  const files = new ExportFiles(join(config.dataDir, 'exports'));
  const { stallMs, maxWaitMs, retentionDays } = config.exports;
  const exports = new Exports({
    connect: () => database.connect(),
    folder: files.folder,
    version: SERVICE_VERSION,
    stallMs,
    maxWaitMs,
  });
  const exportJobs = new ExportJobs({
    exports,
    files,
    store: () => ledger.store,
    clock,
    log,
    retentionMs: retentionDays * DAY_MS,
    hasSpace: async () => {
      const { free, required } = await ledger.space();
      return free >= required;
    },
  });
  await exportJobs.start();
  teardown.onClose('exports', async () => {
    await exportJobs.stop();
    await exports.stop();
  });
  return { exports, exportJobs };
}
