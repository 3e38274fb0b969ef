import { resolve } from 'node:path';
import type { Command } from 'commander';
import { CommandFailed, type CommandIo } from './command-io.js';
import { describeFindings, FolderRefused, inspectFolder, isSound, type Findings } from './inspect-folder.js';

async function inspect(folder: string): Promise<Findings> {
  try {
    return await inspectFolder(folder);
  } catch (error) {
    throw error instanceof FolderRefused ? new CommandFailed(error.message) : error;
  }
}

/** `callsight verify`: checks a data folder that nobody has open; fails when it is not sound. */
export function addVerify(program: Command, { env, stdout }: CommandIo): void {
  program
    .command('verify [folder]')
    .description('check the data folder of a stopped service (CALLSIGHT_DATA_DIR, ./data), or a backup')
    .action(async (named: string | undefined) => {
      const folder = resolve(named ?? env['CALLSIGHT_DATA_DIR'] ?? './data');
      const findings = await inspect(folder);
      stdout.write(describeFindings(findings));
      if (!isSound(findings)) throw new CommandFailed();
      const how = findings.wasStopped
        ? 'every file is as it was when the service stopped'
        : 'the service was not stopped in order, and every checksum fits; the next start also compares both stores';
      stdout.write(`${folder} is sound: ${how}\n`);
    });
}
