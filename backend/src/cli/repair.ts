import { cp, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ConfigError, readConfig, type Config } from '../config/config.js';
import { openDatabase } from '../storage/duckdb/database.js';
import { markEventless } from '../projection/rows/eventless-calls.js';
import { setDatabaseAside } from '../storage/integrity/damaged-database.js';
import { removeSeal } from '../storage/integrity/seal.js';
import { ACKNOWLEDGED } from '../storage/ledger/acknowledged.js';
import { keys } from '../storage/kv/keys.js';
import { callsWithoutEvents, forgetRows, salvageLedger } from '../storage/ledger/salvage.js';
import { openStore } from '../storage/kv/store.js';
import type { CommandIo } from './callsight.js';
import { describeFindings, FolderRefused, inspectFolder, isSound, type Findings } from './inspect-folder.js';

const USAGE = `callsight repair [--accept-loss]

  Makes a damaged data folder (CALLSIGHT_DATA_DIR) of a stopped service one that can be started from. What is damaged is kept
  beside it. Without the flag it says what is damaged and changes nothing.

  --accept-loss   go on without what cannot be read any more; a backup, or InfluxDB, may have it
`;

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
    await store.put(keys.meta('eventless'), 'true', { sync: true });
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

async function run(config: Config, isLossAccepted: boolean, io: CommandIo): Promise<number> {
  const findings = await inspectFolder(config.dataDir);
  if (isSound(findings) && findings.wasStopped) {
    io.stdout.write('nothing is damaged\n');
    return 0;
  }
  io.stdout.write(describeFindings(findings));
  if (!isLossAccepted) {
    io.stderr.write('nothing was changed; --accept-loss goes on without what cannot be read\n');
    return 1;
  }
  await repair(config, findings, io);
  return 0;
}

/** `callsight repair`, on a stopped service. @returns 0, 1 if it could not be done, 2 misused */
export async function repairCommand(args: string[], io: CommandIo): Promise<number> {
  try {
    const { values } = parseArgs({
      args,
      options: { 'accept-loss': { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
    });
    if (values.help === true) {
      io.stdout.write(USAGE);
      return 0;
    }
    return await run(readConfig(io.env).config, values['accept-loss'] === true, io);
  } catch (error) {
    const isMisuse = String((error as { code?: unknown }).code).startsWith('ERR_PARSE_ARGS');
    if (!isMisuse && !(error instanceof FolderRefused || error instanceof ConfigError)) throw error;
    io.stderr.write(`callsight repair: ${(error as Error).message}\n${isMisuse ? `\n${USAGE}` : ''}`);
    return isMisuse ? 2 : 1;
  }
}
