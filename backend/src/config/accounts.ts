import type { WebhookAccount } from '../ingest/webhooks/account.js';
import { readConnections } from './connections.js';
import { readConnectionsFile } from './connections-file.js';
import type { Environment } from './environment.js';
import { readRecordings, type RecordingsConfig } from './recordings.js';

/** Accounts at platforms. */
export interface AccountsConfig {
  /** Those whose webhooks are taken. */
  readonly connections: readonly WebhookAccount[];
  readonly recordings: RecordingsConfig;
}

/** Whose webhooks are taken, and whose recordings are fetched: both stand in one file. */
export function readAccounts(env: Environment): AccountsConfig {
  const file = readConnectionsFile(env);
  const connections = readConnections(env, file);
  return { connections, recordings: readRecordings(env, { connections, entries: file.connections }) };
}
