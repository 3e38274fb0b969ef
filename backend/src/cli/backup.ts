import { askService } from './api-client.js';
import { misused, readArguments } from './arguments.js';
import type { CommandIo } from './callsight.js';

/** `callsight backup`: a copy of the data folder of the running service, on its own disk. */
export async function backupCommand(args: string[], io: CommandIo): Promise<number> {
  const read = readArguments(args, {}, io);
  if (read === undefined) return 2;
  const [name, ...more] = read.positionals;
  if (more.length > 0) return misused(io, 'backup [NAME]');
  const body = name === undefined ? {} : { name };
  const { folder, bytes } = (await askService(read.api, 'POST', '/v1/backups', body)) as {
    folder: string;
    bytes: number;
  };
  io.stdout.write(`${folder}\n`);
  io.stderr.write(`${bytes.toLocaleString('en-US')} bytes; "callsight verify ${folder}" checks them\n`);
  return 0;
}
