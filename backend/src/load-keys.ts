import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { ApiKeys } from './auth/api-keys.js';
import type { Config } from './config/config.js';
import type { Ledger } from './ledger/ledger.js';

/** A first start without any key makes one with all scopes and leaves it in a file that only its owner can read. */
export async function loadKeys(
  config: Config,
  store: () => Ledger['store'],
  clock: () => number,
  log: Logger,
): Promise<ApiKeys> {
  const apiKeys = await ApiKeys.load(store, clock, config);
  if (!apiKeys.isEmpty) return apiKeys;
  const { key } = await apiKeys.create('main', {
    name: 'first key',
    scopes: ['ingest', 'query', 'reports', 'recordings', 'admin'],
  });
  const file = join(config.dataDir, 'first.key');
  await writeFile(file, `${key}\n`, { mode: 0o600, flush: true });
  await chmod(file, 0o600);
  log.info({ file }, 'there was no API key, so one was made; take it from this file');
  return apiKeys;
}
