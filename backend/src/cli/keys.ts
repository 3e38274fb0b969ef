import type { KeyCreated, KeyEntry } from '@callsight/contract/keys';
import { askService, type ApiSettings } from './api-client.js';
import { misused, readArguments } from './arguments.js';
import type { CommandIo } from './callsight.js';

const USAGE =
  'keys create --name NAME --scopes ingest,query [--tenant T] [--expires RFC3339] | keys list | keys revoke ID';

const OPTIONS = {
  name: { type: 'string' },
  scopes: { type: 'string' },
  tenant: { type: 'string' },
  expires: { type: 'string' },
} as const;

async function create(
  api: ApiSettings,
  values: Readonly<Record<string, string | undefined>>,
  io: CommandIo,
): Promise<void> {
  const created = (await askService(api, 'POST', '/v1/keys', {
    name: values['name'],
    scopes: values['scopes']?.split(',').map((scope) => scope.trim()),
    ...(values['tenant'] === undefined ? {} : { tenant: values['tenant'] }),
    ...(values['expires'] === undefined ? {} : { expires_at: values['expires'] }),
  })) as KeyCreated;
  io.stderr.write(`key ${created.id} of tenant ${created.tenant}, shown only now:\n`);
  io.stdout.write(`${created.key}\n`);
}

async function list(api: ApiSettings, io: CommandIo): Promise<void> {
  const { keys } = (await askService(api, 'GET', '/v1/keys')) as { keys: KeyEntry[] };
  for (const key of keys)
    io.stdout.write(
      `${key.id}\t${key.tenant}\t${key.scopes.join(',')}\t${key.expires_at ?? 'no expiry'}\t${key.name}\n`,
    );
}

/** `callsight keys`: make, list and revoke API keys. A new key goes to stdout, alone, so that it can be piped. */
export async function keysCommand(args: string[], io: CommandIo): Promise<number> {
  const read = readArguments(args, OPTIONS, io);
  if (read === undefined) return 2;
  const { values, positionals, api } = read;
  const [action, id] = positionals;
  if (action === 'create' && values['name'] !== undefined && values['scopes'] !== undefined) {
    await create(api, values, io);
  } else if (action === 'list') {
    await list(api, io);
  } else if (action === 'revoke' && id !== undefined) {
    await askService(api, 'DELETE', `/v1/keys/${encodeURIComponent(id)}`);
    io.stderr.write(`key ${id} revoked\n`);
  } else return misused(io, USAGE);
  return 0;
}
