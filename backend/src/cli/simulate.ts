import { Option, type Command } from 'commander';
import type { Clock } from '@callsight/simulator/clock';
import { printEvents } from '@callsight/simulator/print-events';
import { SendError } from '@callsight/simulator/send-error';
import { sendEvents, type SendReport } from '@callsight/simulator/send-events';
import { DEFAULT_SETTINGS, type SimulationOptions } from '@callsight/simulator/settings';
import type { SimulatedEvent } from '@callsight/simulator/simulated-event';
import { Simulation } from '@callsight/simulator/simulation';
import { systemClock } from '@callsight/simulator/system-clock';
import { CommandFailed, misused, type CommandIo } from './command-io.js';
import { numberFrom, rfc3339Time, timeZone } from './option-values.js';
import { apiSettings, noKey, serviceOptions, type ApiSettings, type ServiceOptions } from './service-options.js';
import type { Millis } from '../lib/time/units.js';

const DAY = 86_400_000;
const PROGRESS_EVERY = 2_000;

interface SimulateOptions extends ServiceOptions {
  readonly days: number;
  /** Epoch milliseconds. */
  readonly to?: Millis;
  readonly callsPerDay: number;
  readonly seed: string;
  readonly timezone: string;
  readonly live?: boolean;
  readonly rate?: number;
  readonly duplicates: number;
  readonly lost: number;
  /** Seconds. */
  readonly disorder: number;
  readonly detail: 'full' | 'calls';
  readonly dryRun?: boolean;
}

type Events = Iterable<SimulatedEvent> | AsyncIterable<SimulatedEvent>;

/** Takes events: prints or sends them. @returns whether the service took them all */
type Sink = (part: string, events: Events) => Promise<boolean>;

const describe = (report: SendReport): string =>
  `${report.sent} events (${report.accepted} accepted, ${report.duplicates} duplicates, ${report.rejected} rejected), ` +
  `${report.eventsPerSecond} events/s`;

const printing =
  (io: CommandIo): Sink =>
  async (part, events) => {
    const count = await printEvents(events, io.stdout);
    io.stderr.write(`${part}: ${count} events\n`);
    return true;
  };

const sending =
  ({ url, key }: ApiSettings, clock: Clock, io: CommandIo): Sink =>
  async (part, events) => {
    if (key === undefined) throw noKey();
    let shownAt = clock.now();
    const report = await sendEvents({
      url,
      key,
      events,
      clock,
      onProgress: (progress) => {
        if (clock.now() - shownAt < PROGRESS_EVERY) return;
        shownAt = clock.now();
        io.stderr.write(`${part}: ${describe(progress)}\n`);
      },
      onRetry: (reason, waitMs) => {
        io.stderr.write(`${part}: ${url} ${reason}; trying again in ${waitMs / 1_000} s\n`);
      },
    });
    io.stderr.write(`${part} done: ${describe(report)}\n`);
    if (report.firstRejection !== undefined) io.stderr.write(`first rejection: ${report.firstRejection}\n`);
    return report.rejected === 0;
  };

/** @param to end of the history, epoch milliseconds */
function simulationOf(options: SimulateOptions, to: Millis): SimulationOptions {
  const { seed, days, callsPerDay, timezone, duplicates, lost, disorder, detail, live, rate } = options;
  if (rate !== undefined && live !== true) throw misused('--rate is the rate of live calls: it needs --live');
  return {
    seed,
    from: to - days * DAY,
    callsPerDay,
    timezone,
    duplicates,
    lost,
    disorder: disorder * 1_000,
    detail,
    ...(rate === undefined ? {} : { steady: { from: to, callsPerMinute: rate } }),
  };
}

async function goOnLive(simulation: Simulation, clock: Clock, sink: Sink, io: CommandIo): Promise<boolean> {
  const interrupt = new AbortController();
  const abort = () => {
    interrupt.abort();
  };
  if (io.signal === undefined) process.once('SIGINT', abort);
  io.stderr.write('live: sending calls as they happen; interrupt to end\n');
  try {
    return await sink('live', simulation.live(clock, io.signal ?? interrupt.signal));
  } finally {
    process.removeListener('SIGINT', abort);
  }
}

async function simulate(options: SimulateOptions, io: CommandIo): Promise<void> {
  const clock = io.clock ?? systemClock;
  const to = options.to ?? clock.now();
  const settings = simulationOf(options, to);
  const api = apiSettings(options, io);
  if (options.dryRun !== true && api.key === undefined) throw noKey();
  const sink = options.dryRun === true ? printing(io) : sending(api, clock, io);
  const simulation = new Simulation(settings, options.live === true ? undefined : to);
  const wasTaken = await sink('history', simulation.until(to, io.signal));
  const isTaken = options.live === true ? await goOnLive(simulation, clock, sink, io) : true;
  if (!wasTaken || !isTaken) throw new CommandFailed();
}

/** `callsight simulate`: realistic calls, as history and live; fails when the service refused something. */
export function addSimulate(program: Command, io: CommandIo): void {
  const { timezone, duplicates, lost, disorder, detail } = DEFAULT_SETTINGS;
  serviceOptions(program.command('simulate'))
    .description('make up the calls of a firm whose phone agents answer for it, and send them to a running service')
    .option('--days <n>', 'days of history; 0 for none', numberFrom(0, 3_660), 30)
    .option('--to <time>', 'end of the history, RFC 3339 (now)', rfc3339Time)
    .option('--calls-per-day <n>', 'mean number of calls a day', numberFrom(1, 10_000_000), 800)
    .option('--seed <text>', 'the same seed and times give the same events', '1')
    .option('--timezone <zone>', 'IANA zone of the opening hours', timeZone, timezone)
    .option('--live', 'go on after the history, in real time, until interrupted')
    .option('--rate <n>', 'calls a minute while live (as in the history)', numberFrom(0.01, 100_000))
    .option('--duplicates <share>', 'share of events that are sent twice', numberFrom(0, 1), duplicates)
    .option('--lost <share>', 'share of calls whose end is never reported', numberFrom(0, 1), lost)
    .option(
      '--disorder <seconds>',
      'how late, and so out of order, an event can be',
      numberFrom(0, 3_600),
      disorder / 1_000,
    )
    .addOption(
      new Option('--detail <detail>', '"calls": only how calls begin, are answered, end and are analysed')
        .choices(['full', 'calls'])
        .default(detail),
    )
    .option('--dry-run', 'write the events as NDJSON and send nothing')
    .action(async (options: SimulateOptions) => {
      try {
        await simulate(options, io);
      } catch (error) {
        throw error instanceof SendError ? new CommandFailed(error.message) : error;
      }
    });
}
