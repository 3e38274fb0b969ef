import { join } from 'node:path';
import type { Logger } from 'pino';
import { ApiKeys } from '../access/api-keys.js';
import type { Config } from '../config/config.js';
import { writeDurably } from '../storage/integrity/durable-file.js';
import type { Ledger } from '../storage/ledger/ledger.js';
import type { Clock } from '../lib/time/units.js';

/** A first start without any key makes one with all scopes and leaves it in a file that only its owner can read. */
export async function loadKeys(
  config: Config,
  store: () => Ledger['store'],
  clock: Clock,
  log: Logger,
): Promise<ApiKeys> {
  const apiKeys = await ApiKeys.load(store, clock, config);
  if (!apiKeys.isEmpty) return apiKeys;
  const file = join(config.dataDir, 'first.key');
  // The file first: a key that is valid and that nobody has would keep the next start from making one.
  await apiKeys.create(
    'main',
    { name: 'first key', scopes: ['ingest', 'query', 'reports', 'recordings', 'admin'] },
    (key) => writeDurably(file, `${key}\n`),
  );
  log.info({ file }, 'first API key created; read it from the file');
  return apiKeys;
}
