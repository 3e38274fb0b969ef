import { setTimeout } from 'node:timers/promises';
import type { Command } from 'commander';
import { commandsV1, commandsV2 } from '../replication/setup/commands.js';
import { NoRightError, SetupError } from '../replication/setup/setup-error.js';
import type { Pause } from '../replication/setup/wait-for-server.js';
import type { SetupSettings } from '../replication/setup/settings.js';
import { setupInflux } from '../replication/setup/setup-influx.js';
import { CommandFailed, type CommandIo } from './command-io.js';
import { wholeNumberFrom } from './option-values.js';
import { setupSettings, type SetupOptions } from './setup-settings.js';

const realPause: Pause = {
  now: () => performance.now(),
  for: async (ms) => {
    await setTimeout(ms);
  },
};

const commandsOf = (settings: SetupSettings): string =>
  settings.api === 'v2' ? commandsV2(settings) : commandsV1(settings);

/** Does it, and reports: what happens on stderr, secrets and commands on stdout, so that they can be piped. */
async function run(settings: SetupSettings, { stdout, stderr, pause = realPause }: CommandIo): Promise<void> {
  let changes = 0;
  const say = (line: string): void => {
    stderr.write(`callsight setup: ${line}\n`);
  };
  try {
    await setupInflux(
      settings,
      {
        changed: (what) => {
          changes += 1;
          say(what);
        },
        unchanged: say,
        secret: (role, name, secret) => stdout.write(`${role}\t${name}\t${secret}\n`),
      },
      pause,
    );
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    say(error.message);
    if (error instanceof NoRightError) {
      say('somebody with the right can run these commands:');
      stdout.write(commandsOf(settings));
    }
    throw new CommandFailed();
  }
  say(changes === 0 ? 'everything was in place; nothing was changed' : `done; ${changes} changes`);
}

/** InfluxDB keeps durations in nanoseconds of 64 bits, about 292 years. */
const MAX_DAYS = 100_000;

const MORE = `
Without the files, secrets are shown once, on stdout. The administrator comes from the environment:
CALLSIGHT_INFLUX_ADMIN_TOKEN, or CALLSIGHT_INFLUX_ADMIN_USERNAME and CALLSIGHT_INFLUX_ADMIN_PASSWORD
for 1.x; secrets can come from files (NAME_FILE). 1.x has users instead of tokens:
CALLSIGHT_INFLUX_USERNAME (callsight), and the same with _read. The certificate of an authority of
your own: NODE_EXTRA_CA_CERTS.`;

/** `callsight setup influx`: prepares an InfluxDB. */
export function addSetup(program: Command, io: CommandIo): void {
  program
    .command('setup')
    .description('prepare what the service works with')
    .command('influx')
    .description(
      'prepare an InfluxDB: the bucket (2.x) or database (1.x), credentials for the service that may read and write it and nothing else, and credentials that may only read it (for Grafana); a second run changes nothing',
    )
    .option('--url <url>', 'address of InfluxDB (CALLSIGHT_INFLUX_URL, http://127.0.0.1:8086)')
    .option('--api <version>', 'v2 for InfluxDB 2.x, v1 for 1.x (CALLSIGHT_INFLUX_API, v2)')
    .option('--org <name>', 'organization, 2.x (CALLSIGHT_INFLUX_ORG)')
    .option('--bucket <name>', 'bucket or database (CALLSIGHT_INFLUX_BUCKET, callsight)')
    .option(
      '--retention-days <n>',
      'how long data is kept; 0 is forever (as it is; forever if it is new)',
      wholeNumberFrom(0, MAX_DAYS),
    )
    .option('--token-file <file>', "where the service's token (1.x: password) goes; one that works is kept")
    .option('--read-token-file <file>', 'where the read-only token (1.x: password) goes')
    .option('--wait <seconds>', 'how long to wait for the server to answer', wholeNumberFrom(0, 3_600), 30)
    .option('--print', 'show the commands for somebody with the right, and do nothing')
    .addHelpText('after', MORE)
    .action(async (options: SetupOptions & { readonly print?: boolean }) => {
      const settings = setupSettings(options, io.env);
      if (options.print === true) io.stdout.write(commandsOf(settings));
      else await run(settings, io);
    });
}
