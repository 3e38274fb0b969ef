import type { QuarantineEntry } from '@callsight/contract/quarantine';
import { askService } from './api-client.js';
import { misused, readArguments } from './arguments.js';
import type { CommandIo } from './callsight.js';

/** `callsight quarantine`: look at refused events, try them again, delete them. */
export async function quarantineCommand(args: string[], io: CommandIo): Promise<number> {
  const read = readArguments(args, {}, io);
  if (read === undefined) return 2;
  const { positionals, api } = read;
  const [action, id] = positionals;
  const path = id === undefined ? '/v1/quarantine' : `/v1/quarantine/${encodeURIComponent(id)}`;
  if (action === 'list') {
    const { events } = (await askService(api, 'GET', '/v1/quarantine')) as { events: QuarantineEntry[] };
    for (const { id: entry, received_at, code, message } of events)
      io.stdout.write(`${entry}\t${received_at}\t${code}\t${message}\n`);
    return 0;
  }
  if (action === 'show' && id !== undefined) {
    io.stdout.write(`${JSON.stringify(await askService(api, 'GET', path), null, 2)}\n`);
    return 0;
  }
  if (action === 'replay') {
    io.stdout.write(`${JSON.stringify(await askService(api, 'POST', `${path}/replay`))}\n`);
    return 0;
  }
  if (action === 'delete' && id !== undefined) {
    await askService(api, 'DELETE', path);
    return 0;
  }
  return misused(io, 'quarantine list | show ID | replay [ID] | delete ID');
}
