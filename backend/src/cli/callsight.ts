import type { Writable } from 'node:stream';
import { ApiError } from './api-client.js';
import { backupCommand } from './backup.js';
import { deadLettersCommand } from './dead-letters.js';
import { deliveriesCommand } from './deliveries.js';
import { followCommand } from './follow.js';
import { keysCommand } from './keys.js';
import { quarantineCommand } from './quarantine.js';
import { repairCommand } from './repair.js';
import { replayCommand } from './replay.js';
import { restoreCommand } from './restore.js';
import { setupCommand } from './setup.js';
import { simulateCommand } from './simulate.js';
import { verifyCommand } from './verify.js';

export interface CommandIo {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdout: Writable;
  readonly stderr: Writable;
}

const USAGE = `callsight <command>

  keys create --name NAME --scopes ingest,query [--tenant T] [--expires RFC3339]
  keys list
  keys revoke ID
  quarantine list | show ID | replay [ID] | delete ID
  deliveries list [PROVIDER] | show PROVIDER ID | replay PROVIDER [ID] | counts
  dead-letters list | replay [ID] | delete ID
  replay                     fold every call anew from its stored events
  backup [NAME]              copy the whole data folder, consistently, below CALLSIGHT_BACKUP_DIR
  simulate [--help]          send realistic calls, as history and live
  setup influx [--help]      prepare an InfluxDB: bucket, retention, least-privilege credentials
  restore [--force]          rebuild the rows of a stopped service from InfluxDB
  follow                     run the service as one that keeps up with what others write
  verify [FOLDER]            check the data folder of a stopped service, or a backup
  repair [--accept-loss]     keep what can still be read of a damaged data folder

All but the last five talk to the running service: --url (CALLSIGHT_URL, http://127.0.0.1:4000) and --key (CALLSIGHT_API_KEY).
`;

type Command = (args: string[], io: CommandIo) => Promise<number>;

const COMMANDS: Readonly<Record<string, Command>> = {
  keys: keysCommand,
  quarantine: quarantineCommand,
  deliveries: deliveriesCommand,
  'dead-letters': deadLettersCommand,
  backup: backupCommand,
  replay: replayCommand,
  repair: repairCommand,
  verify: verifyCommand,
  restore: restoreCommand,
  follow: followCommand,
  simulate: (args, io) => simulateCommand(args, io),
  setup: (args, io) => setupCommand(args, io),
};

/** The command line. @returns exit code: 0 done, 1 the service said no, 2 the command was not understood */
export async function callsight(args: readonly string[], io: CommandIo): Promise<number> {
  const [name = '', ...rest] = args;
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (command === undefined) {
    const asked = name === '' || name === '--help' || name === 'help';
    (asked ? io.stdout : io.stderr).write(asked ? USAGE : `callsight: no command "${name}"\n\n${USAGE}`);
    return asked ? 0 : 2;
  }
  try {
    return await command(rest, io);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    io.stderr.write(`callsight: ${error.message}\n`);
    return 1;
  }
}
