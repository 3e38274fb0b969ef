import type { QuarantineEntry } from '@callsight/contract/quarantine';
import type { Command } from 'commander';
import { askService } from './api-client.js';
import type { CommandIo } from './command-io.js';
import { wholeNumberFrom } from './option-values.js';
import { apiSettings, serviceOptions, type ServiceOptions } from './service-options.js';
import { JSON_OPTION, writeJson, writeList, type Column, type ListOptions } from './table.js';

const COLUMNS: readonly Column<QuarantineEntry>[] = [
  { title: 'id', value: ({ id }) => id },
  { title: 'received', value: ({ received_at: at }) => at },
  { title: 'code', value: ({ code }) => code },
  { title: 'message', value: ({ message }) => message, isLong: true },
];

const pathOf = (id: string | undefined): string =>
  id === undefined ? '/v1/quarantine' : `/v1/quarantine/${encodeURIComponent(id)}`;

/** `callsight quarantine`: look at refused events, try them again, delete them. */
export function addQuarantine(program: Command, io: CommandIo): void {
  const quarantine = program.command('quarantine').description('look at refused events, try them again, delete them');
  serviceOptions(quarantine.command('list'))
    .description('list refused events, the latest first')
    .option('--limit <n>', 'how many at most, up to 999', wholeNumberFrom(1, 999), 100)
    .option(...JSON_OPTION)
    .action(async (options: ServiceOptions & ListOptions & { limit: number }) => {
      const { limit, json } = options;
      const answer = await askService(apiSettings(options, io), 'GET', `/v1/quarantine?limit=${limit}`);
      const { events } = answer as { events: QuarantineEntry[] };
      writeList(io, events, COLUMNS, { json, empty: 'no event was refused' });
    });
  serviceOptions(quarantine.command('show <id>'))
    .description('show one refused event as JSON, with the reason')
    .action(async (id: string, options: ServiceOptions) => {
      writeJson(io, await askService(apiSettings(options, io), 'GET', pathOf(id)));
    });
  serviceOptions(quarantine.command('replay [id]'))
    .description('try one refused event again, or all of them')
    .action(async (id: string | undefined, options: ServiceOptions) => {
      const answer = await askService(apiSettings(options, io), 'POST', `${pathOf(id)}/replay`);
      io.stdout.write(`${JSON.stringify(answer)}\n`);
    });
  serviceOptions(quarantine.command('delete <id>'))
    .description('delete one refused event')
    .action(async (id: string, options: ServiceOptions) => {
      await askService(apiSettings(options, io), 'DELETE', pathOf(id));
      io.stderr.write(`refused event ${id} deleted\n`);
    });
}
