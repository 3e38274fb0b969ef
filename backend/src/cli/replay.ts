import { askService } from './api-client.js';
import { readArguments } from './arguments.js';
import type { CommandIo } from './callsight.js';

/** `callsight replay`: fold every call anew from its stored events, after a new attribute or a mended mapping. */
export async function replayCommand(args: string[], io: CommandIo): Promise<number> {
  const read = readArguments(args, {}, io);
  if (read === undefined) return 2;
  const { entities } = (await askService(read.api, 'POST', '/v1/replay')) as { entities: number };
  io.stdout.write(`${entities} entities are being folded anew; /healthz shows what is pending\n`);
  return 0;
}
