import type { Command } from 'commander';
import { askService } from './api-client.js';
import type { CommandIo } from './command-io.js';
import { apiSettings, serviceOptions, type ServiceOptions } from './service-options.js';

/** `callsight backup`: a copy of the data folder of the running service, on its own disk. */
export function addBackup(program: Command, io: CommandIo): void {
  serviceOptions(program.command('backup [name]'))
    .description('copy the whole data folder, consistently, below CALLSIGHT_BACKUP_DIR of the running service')
    .action(async (name: string | undefined, options: ServiceOptions) => {
      const body = name === undefined ? {} : { name };
      const answer = await askService(apiSettings(options, io), 'POST', '/v1/backups', body);
      const { folder, bytes } = answer as { folder: string; bytes: number };
      io.stdout.write(`${folder}\n`);
      io.stderr.write(`${bytes.toLocaleString('en-US')} bytes; "callsight verify ${folder}" checks them\n`);
    });
}
