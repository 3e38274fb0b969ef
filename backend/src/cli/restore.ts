import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ConfigError, readConfig, type Config } from '../config/config.js';
import { openDatabase, type Database } from '../storage/duckdb/database.js';
import { InfluxConnection } from '../storage/influx/influx-connection.js';
import { InfluxError } from '../storage/influx/influx-error.js';
import { removeSeal } from '../storage/integrity/seal.js';
import { RestoreMarks } from '../replication/restore/restore-marks.js';
import { Restore } from '../replication/restore/restore.js';
import type { CommandIo } from './callsight.js';
import { progressBar } from './progress-bar.js';

const USAGE = `callsight restore [--force]

  Rebuilds the rows of a stopped service from InfluxDB, from the same settings (CALLSIGHT_DATA_DIR, CALLSIGHT_INFLUX_...).
  Broken off, it goes on where it stopped.

  --force   empty the database first, if there are rows in it; the ledger stays
`;

/** What keeps the command from being carried out, in words for people. */
class RestoreRefused extends Error {
  override readonly name = 'RestoreRefused';
}

async function open(config: Config): Promise<Database> {
  try {
    await mkdir(config.dataDir, { recursive: true });
    const file = join(config.dataDir, 'callsight.duckdb');
    return await openDatabase({ file, ...config.duckdb, attributes: config.ingest.attributes });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    if (!/lock/i.test(reason)) throw error;
    throw new RestoreRefused(`the database in ${config.dataDir} is in use; stop the service first`);
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
    throw new RestoreRefused('CALLSIGHT_INFLUX_URL is not set: there is nothing to restore from');
  const database = await open(config);
  await removeSeal(config.dataDir);
  const influx = new InfluxConnection(config.replication.influx);
  try {
    if (force) await new RestoreMarks(database.writer).startOver();
    else if (!(await isEmpty(database)))
      throw new RestoreRefused('the database has rows already; --force empties it first (the ledger stays)');
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

/** `callsight restore`: the one command that works on a stopped service. @returns 0, 1 if it could not be done, 2 misused */
export async function restoreCommand(args: string[], io: CommandIo): Promise<number> {
  try {
    const { values } = parseArgs({
      args,
      options: { force: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
    });
    if (values.help === true) {
      io.stdout.write(USAGE);
      return 0;
    }
    await restore(readConfig(io.env).config, values.force === true, io);
    return 0;
  } catch (error) {
    const isMisuse = String((error as { code?: unknown }).code).startsWith('ERR_PARSE_ARGS');
    const isTold = error instanceof RestoreRefused || error instanceof InfluxError || error instanceof ConfigError;
    if (!isMisuse && !isTold) throw error;
    io.stderr.write(`callsight restore: ${(error as Error).message}\n${isMisuse ? `\n${USAGE}` : ''}`);
    return isMisuse ? 2 : 1;
  }
}
