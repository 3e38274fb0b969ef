import type { RecordingFetch, RecordingFetchRequest } from '@callsight/contract/recordings';
import type { Clock } from '@callsight/simulator/clock';
import { systemClock } from '@callsight/simulator/system-clock';
import type { Command } from 'commander';
import { isoOf } from '../lib/time/iso.js';
import { MINUTE_MS } from '../lib/time/durations.js';
import type { Millis } from '../lib/time/units.js';
import { askService } from './api-client.js';
import { CommandFailed, misused, type CommandIo } from './command-io.js';
import { interruptible } from './file-target.js';
import { rfc3339Time } from './option-values.js';
import { shareLine, progressLines } from './progress-bar.js';
import { apiSettings, serviceOptions, type ApiSettings, type ServiceOptions } from './service-options.js';

interface FetchOptions extends ServiceOptions {
  /** Epoch milliseconds. */
  readonly from: Millis;
  readonly to: Millis;
  readonly again?: boolean;
  readonly wait: boolean;
  readonly quiet?: boolean;
}

const PATH = '/v1/recordings/fetch';

/** What is waited for what was found to be fetched; the service goes on trying for a day. */
const MAX_WAIT_MS = 30 * MINUTE_MS;

const LOOK_EVERY_MS = 1_000;

const count = (number: number, noun: string): string =>
  `${number.toLocaleString('en-US')} ${noun}${number === 1 ? '' : 's'}`;

const found = ({ calls, announced }: RecordingFetch): string =>
  `${count(calls, 'call')} looked at, ${count(announced, 'recording')} found to be fetched`;

/** Looks at how far the service is, and shows it, until a look says that it is enough. */
async function lookUntil(
  first: RecordingFetch,
  isEnough: (state: RecordingFetch) => boolean,
  { api, clock, show, signal }: Watch,
): Promise<RecordingFetch> {
  let state = first;
  while (!isEnough(state)) {
    show(state);
    await clock.wait(LOOK_EVERY_MS, signal);
    signal.throwIfAborted();
    state = (await askService(api, 'GET', PATH)) as RecordingFetch;
  }
  return state;
}

interface Watch {
  readonly api: ApiSettings;
  readonly clock: Clock;
  readonly show: (state: RecordingFetch) => void;
  readonly signal: AbortSignal;
}

/** Waits until the calls were looked through. @throws CommandFailed when that failed */
async function waitForLook(begun: RecordingFetch, watch: Watch): Promise<RecordingFetch> {
  const looked = await lookUntil(begun, ({ state }) => state !== 'looking', watch);
  if (looked.state === 'failed')
    throw new CommandFailed(
      `looking through the calls failed after ${count(looked.calls, 'call')}; the log of the service says why. It can be repeated`,
    );
  return looked;
}

/** Waits until nothing of the tenant is left to be fetched. @throws CommandFailed when it takes too long */
async function waitForFiles(looked: RecordingFetch, watch: Watch): Promise<RecordingFetch> {
  const end = watch.clock.now() + MAX_WAIT_MS;
  const last = await lookUntil(looked, ({ waiting }) => waiting === 0 || watch.clock.now() >= end, watch);
  if (last.waiting > 0)
    throw new CommandFailed(
      `${count(last.waiting, 'recording')} still to be fetched after ${MAX_WAIT_MS / MINUTE_MS} minutes; ` +
        'the service goes on trying for a day',
    );
  return last;
}

/** Shows a bar of what waits, out of the most that has waited. */
function fetchProgress(io: CommandIo): (state: RecordingFetch, isLast: boolean) => void {
  const write = progressLines(io.stderr);
  let most = 0;
  return (progress, isLast) => {
    const { state, waiting } = progress;
    most = Math.max(most, waiting);
    if (state === 'looking') write(found(progress), false);
    else write(shareLine(most - waiting, most, `${count(waiting, 'recording')} waiting`), isLast);
  };
}

async function fetchRecordings(
  { from, to, again, wait, quiet, ...options }: FetchOptions,
  io: CommandIo,
): Promise<void> {
  if (to <= from) throw misused('--to has to lie behind --from');
  const api = apiSettings(options, io);
  const body: RecordingFetchRequest = { from: isoOf(from), to: isoOf(to), ...(again === true && { again }) };
  const begun = (await askService(api, 'POST', PATH, body)) as RecordingFetch;
  if (!wait) {
    io.stdout.write('begun; GET /v1/recordings/fetch says how far it is\n');
    return;
  }
  const progress = quiet === true ? () => undefined : fetchProgress(io);
  const last = await interruptible(
    io,
    async (signal) => {
      const watch = {
        api,
        clock: io.clock ?? systemClock,
        show: (state: RecordingFetch) => progress(state, false),
        signal,
      };
      return waitForFiles(await waitForLook(begun, watch), watch);
    },
    'no longer waiting; the service goes on',
  );
  progress(last, true);
  io.stdout.write(`${found(last)}; none is waiting any more\n`);
}

/** `callsight recordings`: recordings of past calls. */
export function addRecordings(program: Command, io: CommandIo): void {
  const recordings = program.command('recordings').description('fetch recordings of past calls');
  serviceOptions(recordings.command('fetch'))
    .description('fetch what providers announced for calls that began within a range')
    .requiredOption('--from <time>', 'begin of the range, such as 2026-01-31T00:00:00Z', rfc3339Time)
    .requiredOption('--to <time>', 'end of the range, excluded', rfc3339Time)
    .option('--again', 'also those whose fetching was given up')
    .option('--no-wait', 'begin, and do not wait for the end')
    .option('--quiet', 'show no progress')
    .addHelpText(
      'after',
      `
For example:

  callsight recordings fetch --from 2026-01-01T00:00:00Z --to 2026-02-01T00:00:00Z

What is stored already, or waits to be fetched, is passed over; the command can be repeated. It waits
until nothing of the tenant waits to be fetched, for 30 minutes at most: exit code 1 when something
still does. What could not be fetched at all is in GET /v1/calls/{id}/recordings, with the reason.
The API key needs the scope "admin".`,
    )
    .action((options: FetchOptions) => fetchRecordings(options, io));
}
