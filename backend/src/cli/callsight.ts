import { Command, CommanderError, Help } from 'commander';
import { ConfigError } from '../config/config.js';
import { addBackup } from './backup.js';
import { addBlobs } from './blobs.js';
import { addCalls } from './calls.js';
import { addChecks } from './checks.js';
import { CommandFailed, EXIT, type CommandIo } from './command-io.js';
import { addDeadLetters } from './dead-letters.js';
import { addDefinitions } from './definitions.js';
import { addDeliveries } from './deliveries.js';
import { addExport } from './export.js';
import { addFollow } from './follow.js';
import { addKeys } from './keys.js';
import { addQuarantine } from './quarantine.js';
import { addQuery } from './query.js';
import { addRecordings } from './recordings.js';
import { addRepair } from './repair.js';
import { addReplay } from './replay.js';
import { addReports } from './reports.js';
import { addRestore } from './restore.js';
import { addSchedules } from './schedules.js';
import { addSetup } from './setup.js';
import { addSimulate } from './simulate.js';
import { addStatus } from './status.js';
import { SERVICE_VERSION } from '../config/service-version.js';
import { SERVICE_GROUP } from './service-options.js';
import { addVerify } from './verify.js';

/** Width of help where no terminal says how wide it is. */
const HELP_WIDTH = 100;

/** Groups of options as commander finds them, with those of the service behind the command's own. */
const serviceLast: Help['groupItems'] = (...items) => {
  const groups = new Help().groupItems(...items);
  const service = groups.get(SERVICE_GROUP);
  if (service !== undefined) {
    groups.delete(SERVICE_GROUP);
    groups.set(SERVICE_GROUP, service);
  }
  return groups;
};

/** All commands. Nothing is read or done before one of them is parsed. */
export function commandLine(io: CommandIo): Command {
  const program = new Command('callsight')
    .description('Operate a Callsight service, and ask it.')
    .version(SERVICE_VERSION, '-V, --version', 'show the version')
    .helpOption('-h, --help', 'show help')
    .helpCommand('help [command]', 'show help for a command')
    .showHelpAfterError('--help says how it is used.')
    .configureOutput({
      writeOut: (text) => io.stdout.write(text),
      writeErr: (text) => io.stderr.write(text),
      outputError: (text, write) => write(`callsight: ${text.replace(/^error: /, '')}`),
      getOutHelpWidth: () => io.stdout.columns ?? HELP_WIDTH,
      getErrHelpWidth: () => HELP_WIDTH,
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    })
    .configureHelp({ groupItems: serviceLast })
    .exitOverride();
  program.commandsGroup('Ask the running service:');
  addStatus(program, io);
  addCalls(program, io);
  addQuery(program, io);
  addExport(program, io);
  program.commandsGroup('Operate the running service:');
  addReports(program, io);
  addSchedules(program, io);
  addDefinitions(program, io);
  addKeys(program, io);
  addRecordings(program, io);
  addChecks(program, io);
  addDeliveries(program, io);
  addQuarantine(program, io);
  addDeadLetters(program, io);
  addReplay(program, io);
  addBackup(program, io);
  addBlobs(program, io);
  addSimulate(program, io);
  program.commandsGroup('Work on a stopped service, or without one:');
  addSetup(program, io);
  addFollow(program);
  addRestore(program, io);
  addVerify(program, io);
  addRepair(program, io);
  program.addHelpText(
    'after',
    `
Exit code: 0 done; 1 failed, refused or not healthy; 2 not understood, or "status" without an answer.
On a terminal lists are tables; elsewhere they are lines with tabs, or JSON with --json.`,
  );
  return program;
}

/** The command line. @returns exit code: see `EXIT` */
export async function callsight(args: readonly string[], io: CommandIo): Promise<number> {
  const program = commandLine(io);
  try {
    await program.parseAsync(args.length === 0 ? ['--help'] : [...args], { from: 'user' });
    return EXIT.DONE;
  } catch (error) {
    // Help and version end in this way, too.
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.DONE : EXIT.MISUSED;
    if (!(error instanceof CommandFailed || error instanceof ConfigError)) throw error;
    if (error.message !== '') io.stderr.write(`callsight: ${error.message}\n`);
    return error instanceof CommandFailed ? error.exitCode : EXIT.FAILED;
  }
}
