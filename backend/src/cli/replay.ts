import type { Command } from 'commander';
import { askService } from './api-client.js';
import type { CommandIo } from './command-io.js';
import { apiSettings, serviceOptions, type ServiceOptions } from './service-options.js';

/** `callsight replay`: fold every call anew from its stored events, after a new attribute or a corrected mapping. */
export function addReplay(program: Command, io: CommandIo): void {
  serviceOptions(program.command('replay'))
    .description('fold every call anew from its stored events')
    .action(async (options: ServiceOptions) => {
      const { entities } = (await askService(apiSettings(options, io), 'POST', '/v1/replay')) as { entities: number };
      io.stdout.write(`${entities} entities are being folded anew; "callsight status" shows what is pending\n`);
    });
}
