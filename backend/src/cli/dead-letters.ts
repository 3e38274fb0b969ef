import { askService } from './api-client.js';
import { readArguments } from './arguments.js';
import type { CommandIo } from './callsight.js';

interface Letter {
  readonly id: string;
  readonly refused_at: string;
  readonly measurement: string;
  readonly row: string;
  readonly reason: string;
}

/** `callsight dead-letters list|replay|delete`: rows that InfluxDB refused. */
export async function deadLettersCommand(args: string[], io: CommandIo): Promise<number> {
  const read = readArguments(args, {}, io);
  if (read === undefined) return 2;
  const [action, id] = read.positionals;
  const path = id === undefined ? '' : `/${encodeURIComponent(id)}`;
  if (action === 'list') {
    const { dead_letters: letters } = (await askService(read.api, 'GET', '/v1/dead-letters')) as {
      dead_letters: Letter[];
    };
    for (const one of letters)
      io.stdout.write(`${one.id}  ${one.refused_at}  ${one.measurement}  ${one.row}  ${one.reason}\n`);
    if (letters.length === 0) io.stdout.write('InfluxDB has refused nothing\n');
    return 0;
  }
  if (action === 'replay') {
    const { replayed } = (await askService(read.api, 'POST', `/v1/dead-letters${path}/replay`)) as { replayed: number };
    io.stdout.write(`${replayed} rows are being published again\n`);
    return 0;
  }
  if (action === 'delete' && id !== undefined) {
    await askService(read.api, 'DELETE', `/v1/dead-letters${path}`);
    return 0;
  }
  io.stderr.write('callsight dead-letters: list | replay [ID] | delete ID\n');
  return 2;
}
