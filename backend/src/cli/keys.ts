import type { KeyCreated, KeyEntry } from '@callsight/contract/keys';
import { SCOPES } from '@callsight/contract/keys';
import type { Command } from 'commander';
import { askService } from './api-client.js';
import type { CommandIo } from './command-io.js';
import { listOf } from './option-values.js';
import { apiSettings, serviceOptions, type ServiceOptions } from './service-options.js';
import { JSON_OPTION, writeJson, writeList, type Column, type ListOptions } from './table.js';

const COLUMNS: readonly Column<KeyEntry>[] = [
  { title: 'id', value: ({ id }) => id },
  { title: 'tenant', value: ({ tenant }) => tenant },
  { title: 'scopes', value: ({ scopes }) => scopes.join(',') },
  { title: 'expires', value: ({ expires_at: at }) => at ?? 'no expiry' },
  { title: 'name', value: ({ name }) => name, isLong: true },
];

interface CreateOptions extends ServiceOptions, ListOptions {
  readonly name: string;
  readonly scopes: readonly string[];
  readonly tenant?: string;
  readonly expires?: string;
}

async function create(options: CreateOptions, io: CommandIo): Promise<void> {
  const { name, scopes, tenant, expires, json } = options;
  const created = (await askService(apiSettings(options, io), 'POST', '/v1/keys', {
    name,
    scopes,
    ...(tenant === undefined ? {} : { tenant }),
    ...(expires === undefined ? {} : { expires_at: expires }),
  })) as KeyCreated;
  if (json === true) {
    writeJson(io, created);
    return;
  }
  io.stderr.write(`key ${created.id} of tenant ${created.tenant}, shown only now:\n`);
  io.stdout.write(`${created.key}\n`);
}

/** `callsight keys`: make, list and revoke API keys. A new key goes to stdout, alone, so that it can be piped. */
export function addKeys(program: Command, io: CommandIo): void {
  const keys = program.command('keys').description('make, list and revoke API keys');
  serviceOptions(keys.command('create'))
    .description('make a key; it is written to stdout once and cannot be shown again')
    .requiredOption('--name <name>', 'what the key is for')
    .requiredOption('--scopes <scopes>', `with commas between them: ${SCOPES.join(', ')}`, listOf)
    .option('--tenant <name>', 'tenant that the key belongs to (that of the key that asks)')
    .option('--expires <time>', 'when it ends to work, such as 2027-01-31T00:00:00Z (never)')
    .option(...JSON_OPTION)
    .action((options: CreateOptions) => create(options, io));
  serviceOptions(keys.command('list'))
    .description('list the keys, without the keys themselves')
    .option(...JSON_OPTION)
    .action(async (options: ServiceOptions & ListOptions) => {
      const { keys: found } = (await askService(apiSettings(options, io), 'GET', '/v1/keys')) as { keys: KeyEntry[] };
      writeList(io, found, COLUMNS, { json: options.json, empty: 'there are no keys' });
    });
  serviceOptions(keys.command('revoke <id>'))
    .description('revoke a key at once')
    .action(async (id: string, options: ServiceOptions) => {
      await askService(apiSettings(options, io), 'DELETE', `/v1/keys/${encodeURIComponent(id)}`);
      io.stderr.write(`key ${id} revoked\n`);
    });
}
