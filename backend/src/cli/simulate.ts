import { InvalidArgumentError, Option, type Command } from 'commander';
import type { Clock } from '@callsight/simulator/clock';
import type { Incident } from '@callsight/simulator/incident';
import { printEvents } from '@callsight/simulator/print-events';
import { describeIncidents, readIncident } from '@callsight/simulator/read-incident';
import { SendError } from '@callsight/simulator/send-error';
import { sendEvents, type SendReport } from '@callsight/simulator/send-events';
import { DEFAULT_SETTINGS, type SimulationOptions } from '@callsight/simulator/settings';
import type { SimulatedEvent } from '@callsight/simulator/simulated-event';
import { Simulation } from '@callsight/simulator/simulation';
import { systemClock } from '@callsight/simulator/system-clock';
import { USUAL_VARIATION, type Variation } from '@callsight/simulator/variation';
import { CommandFailed, misused, type CommandIo } from './command-io.js';
import { numberFrom, rfc3339Time, timeZone } from './option-values.js';
import { apiSettings, noKey, serviceOptions, type ApiSettings, type ServiceOptions } from './service-options.js';
import type { Millis } from '../lib/time/units.js';

const DAY = 86_400_000;
const PROGRESS_EVERY = 2_000;
const HISTORY_DAYS = 30;

interface SimulateOptions extends ServiceOptions {
  readonly days?: number;
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
  /** As they were given: what `now` stands for in them is known when all options are. */
  readonly incident?: readonly string[];
  readonly quiet?: boolean;
  readonly variation?: Variation | true;
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

/** Gathers incidents. @throws InvalidArgumentError for one that cannot be read */
function incidentText(text: string, before: readonly string[] | undefined): readonly string[] {
  try {
    readIncident(text, 0);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new InvalidArgumentError(error.message);
  }
  return [...(before ?? []), text];
}

/** Reads `day,hour,growth` of a variation. */
function variationOf(text: string): Variation {
  const [day, hour, growthPerWeek, ...rest] = text.split(',').map(numberFrom(0, 1));
  if (day !== undefined && hour !== undefined && growthPerWeek !== undefined && rest.length === 0) {
    return { day, hour, growthPerWeek };
  }
  throw new InvalidArgumentError('Expected three shares, such as 0.07,0.05,0.015.');
}

const isoTime = (at: number): string => new Date(at).toISOString();

interface Simulated {
  /** Epoch milliseconds. */
  readonly from: Millis;
  /** End of the history. */
  readonly to: Millis;
  readonly isLive: boolean;
}

/** @throws CommandFailed for an incident of which nothing would be seen */
function incidentOf(text: string, { from, to, isLive }: Simulated): Incident {
  const incident = readIncident(text, to);
  if (incident.to <= from) {
    throw misused(`the incident ${text} ends before the first call, at ${isoTime(from)}; --days gives it a history`);
  }
  if (incident.from >= to && !isLive) {
    throw misused(`the incident ${text} begins after the history, which ends at ${isoTime(to)}; it needs --live`);
  }
  return incident;
}

const describeIncident = ({ kind, target, factor, from, to }: Incident): string =>
  `incident: ${kind}${target === undefined ? '' : ` of ${target}`}${factor === 1 ? '' : `, factor ${factor}`}, ` +
  `${isoTime(from)} to ${isoTime(to)}\n`;

/** @param to end of the history, epoch milliseconds */
function simulationOf(options: SimulateOptions, to: Millis): SimulationOptions {
  const { seed, callsPerDay, timezone, duplicates, lost, disorder, detail, live, rate, incident = [] } = options;
  if (rate !== undefined && live !== true) throw misused('--rate is the rate of live calls: it needs --live');
  // An incident goes into a service that has its history.
  const days = options.days ?? (live === true && incident.length > 0 ? 0 : HISTORY_DAYS);
  const from = to - days * DAY;
  const variation = options.variation === true ? USUAL_VARIATION : options.variation;
  return {
    seed,
    from,
    incidents: options.quiet !== true,
    named: incident.map((text) => incidentOf(text, { from, to, isLive: live === true })),
    ...(variation === undefined ? {} : { variation }),
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

const announce = ({ named = [] }: SimulationOptions, io: CommandIo): void => {
  for (const incident of named) io.stderr.write(describeIncident(incident));
};

async function simulate(options: SimulateOptions, io: CommandIo): Promise<void> {
  const clock = io.clock ?? systemClock;
  const to = options.to ?? clock.now();
  const settings = simulationOf(options, to);
  const api = apiSettings(options, io);
  if (options.dryRun !== true && api.key === undefined) throw noKey();
  announce(settings, io);
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
    .option(
      '--days <n>',
      `days of history; 0 for none (${HISTORY_DAYS}; 0 with --live and --incident)`,
      numberFrom(0, 3_660),
    )
    .option('--to <time>', 'end of the history, RFC 3339 (now)', rfc3339Time)
    .option('--calls-per-day <n>', 'mean number of calls a day', numberFrom(1, 10_000_000), 800)
    .option('--seed <text>', 'the same seed and times give the same events', '1')
    .option('--timezone <zone>', 'IANA zone of the opening hours', timeZone, timezone)
    .option('--live', 'go on after the history, in real time, until interrupted')
    .option('--rate <n>', 'calls a minute while live (as in the history)', numberFrom(0.01, 100_000))
    .option(
      '--incident <incident>',
      'name[=target][:factor]@start/duration: something that happens; may be repeated',
      incidentText,
    )
    .option('--quiet', 'nothing happens by chance: no slow models, surges and outages but those of --incident')
    .option(
      '--variation [shares]',
      `how much days and hours vary beyond the rhythm of the week, and growth a week (${Object.values(USUAL_VARIATION).join(',')} if no shares are given)`,
      variationOf,
    )
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
    .addHelpText(
      'after',
      `
Incidents:
${describeIncidents()}

Start: now (the end of the history), now-2h, now+10m, or a time such as 2026-01-31T00:00:00Z.
Duration: 30m, 6h, 2d. Such as: --live --incident spike:3@now/20m,
--incident latency:1.6@now-5d/45m, --incident component-down=scheduling@now-1d/40m`,
    )
    .action(async (options: SimulateOptions) => {
      try {
        await simulate(options, io);
      } catch (error) {
        throw error instanceof SendError ? new CommandFailed(error.message) : error;
      }
    });
}
