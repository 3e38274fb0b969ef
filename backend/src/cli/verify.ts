import { resolve } from 'node:path';
import { misused, readArguments } from './arguments.js';
import type { CommandIo } from './callsight.js';
import { describeFindings, FolderRefused, inspectFolder, isSound } from './inspect-folder.js';

/** `callsight verify`: checks a data folder that nobody has open. @returns 0 when it is sound, 1 when not, 2 misused */
export async function verifyCommand(args: string[], io: CommandIo): Promise<number> {
  const read = readArguments(args, {}, io);
  if (read === undefined) return 2;
  const [named, ...more] = read.positionals;
  if (more.length > 0) return misused(io, 'verify [FOLDER]');
  const folder = resolve(named ?? io.env['CALLSIGHT_DATA_DIR'] ?? './data');
  try {
    const findings = await inspectFolder(folder);
    io.stdout.write(describeFindings(findings));
    if (!isSound(findings)) return 1;
    const how = findings.wasStopped
      ? 'every file is as it was when the service stopped'
      : 'the service was not stopped in order, and every checksum fits; the next start also compares both stores';
    io.stdout.write(`${folder} is sound: ${how}\n`);
    return 0;
  } catch (error) {
    if (!(error instanceof FolderRefused)) throw error;
    io.stderr.write(`callsight verify: ${error.message}\n`);
    return 1;
  }
}
