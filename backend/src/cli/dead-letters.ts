import type { Command } from 'commander';
import { askService } from './api-client.js';
import type { CommandIo } from './command-io.js';
import { wholeNumberFrom } from './option-values.js';
import { apiSettings, serviceOptions, type ServiceOptions } from './service-options.js';
import { JSON_OPTION, writeList, type Column, type ListOptions } from './table.js';

interface DeadLetter {
  readonly id: string;
  readonly refused_at: string;
  readonly measurement: string;
  readonly row: string;
  readonly reason: string;
}

const COLUMNS: readonly Column<DeadLetter>[] = [
  { title: 'id', value: ({ id }) => id },
  { title: 'refused', value: ({ refused_at: at }) => at },
  { title: 'measurement', value: ({ measurement }) => measurement },
  { title: 'row', value: ({ row }) => row },
  { title: 'reason', value: ({ reason }) => reason, isLong: true },
];

const pathOf = (id: string | undefined): string =>
  id === undefined ? '/v1/dead-letters' : `/v1/dead-letters/${encodeURIComponent(id)}`;

/** `callsight dead-letters`: points that InfluxDB refused. */
export function addDeadLetters(program: Command, io: CommandIo): void {
  const letters = program
    .command('dead-letters')
    .description('look at points that InfluxDB refused, publish them again');
  serviceOptions(letters.command('list'))
    .description('list refused points, the latest first')
    .option('--limit <n>', 'how many at most, up to 9999', wholeNumberFrom(1, 9_999), 100)
    .option(...JSON_OPTION)
    .action(async (options: ServiceOptions & ListOptions & { limit: number }) => {
      const answer = await askService(apiSettings(options, io), 'GET', `/v1/dead-letters?limit=${options.limit}`);
      const { dead_letters: found } = answer as { dead_letters: DeadLetter[] };
      writeList(io, found, COLUMNS, { json: options.json, empty: 'InfluxDB has refused nothing' });
    });
  serviceOptions(letters.command('replay [id]'))
    .description('publish one point again as its row is now, or all of them')
    .action(async (id: string | undefined, options: ServiceOptions) => {
      const answer = await askService(apiSettings(options, io), 'POST', `${pathOf(id)}/replay`);
      io.stdout.write(`${(answer as { replayed: number }).replayed} rows are being published again\n`);
    });
  serviceOptions(letters.command('delete <id>'))
    .description('give one point up; its row stays in the embedded database')
    .action(async (id: string, options: ServiceOptions) => {
      await askService(apiSettings(options, io), 'DELETE', pathOf(id));
      io.stderr.write(`dead letter ${id} deleted\n`);
    });
}
