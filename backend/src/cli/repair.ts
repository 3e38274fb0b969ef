import { cp, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Command } from 'commander';
import { readConfig, type Config } from '../config/config.js';
import { openDatabase } from '../storage/duckdb/database.js';
import { markEventless } from '../projection/rows/eventless-calls.js';
import { setDatabaseAside } from '../storage/integrity/damaged-database.js';
import { removeSeal } from '../storage/integrity/seal.js';
import { ACKNOWLEDGED } from '../storage/ledger/acknowledged.js';
import { META } from '../storage/kv/keys.js';
import { callsWithoutEvents, forgetRows, salvageLedger } from '../storage/ledger/salvage.js';
import { openStore } from '../storage/kv/store.js';
import { CommandFailed, type CommandIo } from './command-io.js';
import { describeFindings, FolderRefused, inspectFolder, isSound, type Findings } from './inspect-folder.js';

/** Rows of calls whose events are lost stay: a late event is added to them instead of taking their place. */
async function keepRows(config: Config): Promise<number> {
  const file = join(config.dataDir, 'callsight.duckdb');
  const database = await openDatabase({ file, ...config.duckdb, attributes: config.ingest.attributes });
  const store = await openStore(join(config.dataDir, 'ledger'), () => undefined);
  try {
    const reader = await database.writer.runAndReadAll('SELECT tenant, call_id FROM calls');
    const calls = reader.getRows().map(([tenant, id]) => ({ tenant: String(tenant), call_id: String(id) }));
    const eventless = await callsWithoutEvents(store, calls);
    if (eventless.length === 0) return 0;
    await markEventless(database.writer, eventless, true);
    await store.put(META.of('eventless'), 'true', { sync: true });
    return eventless.length;
  } finally {
    await store.close();
    database.close();
  }
}

async function repair(config: Config, findings: Findings, { stdout }: CommandIo): Promise<void> {
  const { dataDir } = config;
  const ledger = join(dataDir, 'ledger');
  const now = Date.now();
  await removeSeal(dataDir);
  if (findings.ledger.length > 0) {
    const aside = `ledger.damaged-${new Date(now).toISOString().replace(/[-:.]/g, '')}`;
    await cp(ledger, join(dataDir, `${aside}.new`), { recursive: true });
    await rename(join(dataDir, `${aside}.new`), join(dataDir, aside));
    const { kept, dropped } = await salvageLedger(ledger);
    stdout.write(`the ledger has ${kept} entries, ${dropped} could not be read; ${aside} is as it was\n`);
  }
  await rm(join(dataDir, ACKNOWLEDGED), { force: true });
  if (findings.database.length > 0) {
    const aside = await setDatabaseAside(dataDir, now);
    await forgetRows(ledger);
    stdout.write(`the next start rebuilds the rows from the ledger or InfluxDB; ${aside} is as it was\n`);
  } else {
    stdout.write(`${await keepRows(config)} calls have rows and no events any more; their rows stay\n`);
  }
}

async function run(config: Config, isLossAccepted: boolean, io: CommandIo): Promise<void> {
  const findings = await inspectFolder(config.dataDir);
  if (isSound(findings) && findings.wasStopped) {
    io.stdout.write('nothing is damaged\n');
    return;
  }
  io.stdout.write(describeFindings(findings));
  if (!isLossAccepted)
    throw new CommandFailed('nothing was changed; --accept-loss goes on without what cannot be read');
  await repair(config, findings, io);
}

/** `callsight repair`, on a stopped service. */
export function addRepair(program: Command, io: CommandIo): void {
  program
    .command('repair')
    .description(
      'make a damaged data folder (CALLSIGHT_DATA_DIR) of a stopped service one that it starts from; what is damaged is kept beside it',
    )
    .option('--accept-loss', 'go on without what cannot be read; a backup, or InfluxDB, may have it')
    .action(async ({ acceptLoss }: { acceptLoss?: boolean }) => {
      try {
        await run(readConfig(io.env).config, acceptLoss === true, io);
      } catch (error) {
        throw error instanceof FolderRefused ? new CommandFailed(error.message) : error;
      }
    });
}
