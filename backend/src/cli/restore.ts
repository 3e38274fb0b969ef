import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Command } from 'commander';
import { readConfig, type Config } from '../config/config.js';
import { openDatabase, type Database } from '../storage/duckdb/database.js';
import { InfluxConnection } from '../storage/influx/influx-connection.js';
import { InfluxError } from '../storage/influx/influx-error.js';
import { removeSeal } from '../storage/integrity/seal.js';
import { RestoreMarks } from '../replication/restore/restore-marks.js';
import { Restore } from '../replication/restore/restore.js';
import { CommandFailed, type CommandIo } from './command-io.js';
import { progressBar } from './progress-bar.js';

async function open(config: Config): Promise<Database> {
  try {
    await mkdir(config.dataDir, { recursive: true });
    const file = join(config.dataDir, 'callsight.duckdb');
    return await openDatabase({ file, ...config.duckdb, attributes: config.ingest.attributes });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    if (!/lock/i.test(reason)) throw error;
    throw new CommandFailed(`the database in ${config.dataDir} is in use; stop the service first`);
  }
}

async function isEmpty({ writer }: Database): Promise<boolean> {
  const reader = await writer.runAndReadAll(`
    SELECT 1 FROM meta WHERE name IN ('built', 'restored') UNION ALL (
      SELECT 1 FROM calls WHERE NOT EXISTS (FROM meta WHERE name = 'restore_cursors') LIMIT 1)`);
  return reader.currentRowCount === 0;
}

async function restore(config: Config, force: boolean, { stdout }: CommandIo): Promise<void> {
  if (config.replication === undefined)
    throw new CommandFailed('CALLSIGHT_INFLUX_URL is not set: there is nothing to restore from');
  const database = await open(config);
  await removeSeal(config.dataDir);
  const influx = new InfluxConnection(config.replication.influx);
  try {
    if (force) await new RestoreMarks(database.writer).startOver();
    else if (!(await isEmpty(database)))
      throw new CommandFailed('the database has rows already; --force empties it first (the ledger stays)');
    const { attributes } = config.ingest;
    const folder = join(config.dataDir, 'restore');
    const onProgress = progressBar(stdout);
    const result = await new Restore({ influx, writer: database.writer, attributes, folder, onProgress }).run();
    const speed = result.seconds > 0 ? Math.round(result.rows / result.seconds) : 0;
    stdout.write(
      `restored ${result.rows.toLocaleString('en-US')} rows in ${result.seconds.toFixed(1)} s, ${speed.toLocaleString('en-US')} rows/s\n`,
    );
    await database.writer.run('CHECKPOINT');
  } finally {
    influx.close();
    database.close();
  }
}

/** `callsight restore`, on a stopped service. */
export function addRestore(program: Command, io: CommandIo): void {
  program
    .command('restore')
    .description(
      'rebuild the rows of a stopped service from InfluxDB, with the settings of the service; broken off, it goes on where it stopped',
    )
    .option('--force', 'empty the database first, if there are rows in it; the ledger stays')
    .action(async ({ force }: { force?: boolean }) => {
      try {
        await restore(readConfig(io.env).config, force === true, io);
      } catch (error) {
        throw error instanceof InfluxError ? new CommandFailed(error.message) : error;
      }
    });
}
