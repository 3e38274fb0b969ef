import { setTimeout } from 'node:timers/promises';
import { commandsV1 } from '../replication/setup/commands-v1.js';
import { commandsV2 } from '../replication/setup/commands-v2.js';
import { MisuseError } from '../replication/setup/misuse-error.js';
import { NoRightError } from '../replication/setup/no-right-error.js';
import type { Pause } from '../replication/setup/pause.js';
import { readSettings } from '../replication/setup/read-settings.js';
import type { SetupSettings } from '../replication/setup/settings.js';
import { SetupError } from '../replication/setup/setup-error.js';
import { setupInflux } from '../replication/setup/setup-influx.js';
import { USAGE } from '../replication/setup/usage.js';
import type { CommandIo } from './callsight.js';

const FAILED = 1;
const MISUSED = 2;

const realPause: Pause = {
  now: () => performance.now(),
  for: async (ms) => {
    await setTimeout(ms);
  },
};

const commandsOf = (settings: SetupSettings): string =>
  settings.api === 'v2' ? commandsV2(settings) : commandsV1(settings);

/** Does it, and tells: what happens on stderr, secrets and commands on stdout, so that they can be piped. */
async function run(settings: SetupSettings, { stdout, stderr }: CommandIo, pause: Pause): Promise<number> {
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
        kept: say,
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
    return FAILED;
  }
  say(changes === 0 ? 'everything was in place; nothing was changed' : `done; ${changes} changes`);
  return 0;
}

/**
 * `callsight setup influx`.
 * @returns 0, 1 if it could not be done, or 2 for flags or settings that make no sense
 */
export async function setupCommand(args: string[], io: CommandIo, pause: Pause = realPause): Promise<number> {
  const [target, ...rest] = args;
  try {
    if (target === '--help' || target === '-h') return help(io);
    if (target !== 'influx') throw new MisuseError(`what is set up must be "influx", not "${target ?? ''}"`);
    const asked = readSettings(rest, io.env);
    if (asked.help) return help(io);
    const settings = asked.settings();
    if (!asked.print) return await run(settings, io, pause);
    io.stdout.write(commandsOf(settings));
    return 0;
  } catch (error) {
    if (!(error instanceof MisuseError)) throw error;
    io.stderr.write(`callsight setup: ${error.message}\nTry: callsight setup influx --help\n`);
    return MISUSED;
  }
}

function help({ stdout }: CommandIo): number {
  stdout.write(USAGE);
  return 0;
}
