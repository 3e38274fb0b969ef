import type { Writable } from 'node:stream';
import type { Clock } from '@callsight/simulator/clock';
import { FlagError, readFlags, type Flags } from '@callsight/simulator/flags';
import { printEvents } from '@callsight/simulator/print-events';
import { SendError } from '@callsight/simulator/send-error';
import { sendEvents, type SendReport } from '@callsight/simulator/send-events';
import type { SimulatedEvent } from '@callsight/simulator/simulated-event';
import { Simulation } from '@callsight/simulator/simulation';
import { systemClock } from '@callsight/simulator/system-clock';
import { USAGE } from '@callsight/simulator/usage';

const PROGRESS_EVERY = 2_000;
const FAILED = 1;
const MISUSED = 2;

interface SimulateIo {
  readonly stdout: Writable;
  readonly stderr: Writable;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Ends the run; without one, an interrupt (SIGINT) ends a live run. */
  readonly signal?: AbortSignal;
  /** The machine's own time if absent. */
  readonly clock?: Clock;
}

type Events = Iterable<SimulatedEvent> | AsyncIterable<SimulatedEvent>;

const describe = (report: SendReport): string =>
  `${report.sent} events (${report.accepted} accepted, ${report.duplicates} duplicates, ${report.rejected} rejected), ` +
  `${report.eventsPerSecond} events/s`;

const print = async (part: string, events: Events, io: SimulateIo): Promise<number> => {
  const count = await printEvents(events, io.stdout);
  io.stderr.write(`${part}: ${count} events\n`);
  return 0;
};

const send = async (part: string, events: Events, flags: Flags, clock: Clock, io: SimulateIo): Promise<number> => {
  let shownAt = clock.now();
  const report = await sendEvents({
    url: flags.url,
    key: flags.key,
    events,
    clock,
    onProgress: (progress) => {
      if (clock.now() - shownAt < PROGRESS_EVERY) return;
      shownAt = clock.now();
      io.stderr.write(`${part}: ${describe(progress)}\n`);
    },
    onRetry: (reason, waitMs) => {
      io.stderr.write(`${part}: ${flags.url} ${reason}; trying again in ${waitMs / 1_000} s\n`);
    },
  });
  io.stderr.write(`${part} done: ${describe(report)}\n`);
  if (report.firstRejection !== undefined) io.stderr.write(`first rejection: ${report.firstRejection}\n`);
  return report.rejected > 0 ? FAILED : 0;
};

const run = async (flags: Flags, clock: Clock, io: SimulateIo): Promise<number> => {
  const simulation = new Simulation(flags.simulation, flags.live ? undefined : flags.to);
  const deliver = (part: string, events: Events) =>
    flags.dryRun ? print(part, events, io) : send(part, events, flags, clock, io);
  const code = await deliver('history', simulation.until(flags.to, io.signal));
  if (!flags.live) return code;

  const interrupt = new AbortController();
  const abort = () => {
    interrupt.abort();
  };
  if (io.signal === undefined) process.once('SIGINT', abort);
  const signal = io.signal ?? interrupt.signal;
  io.stderr.write('live: sending calls as they happen; interrupt to end\n');
  try {
    return Math.max(code, await deliver('live', simulation.live(clock, signal)));
  } finally {
    process.removeListener('SIGINT', abort);
  }
};

/**
 * `callsight simulate`.
 * @returns 0, 1 if the service refused something, or 2 for flags that make no sense
 */
export async function simulateCommand(args: string[], io: SimulateIo): Promise<number> {
  const clock = io.clock ?? systemClock;
  try {
    const flags = readFlags(args, io.env, clock.now());
    if (flags.help) {
      io.stdout.write(USAGE);
      return 0;
    }
    return await run(flags, clock, io);
  } catch (error) {
    if (error instanceof FlagError) {
      io.stderr.write(`callsight simulate: ${error.message}\nTry: callsight simulate --help\n`);
      return MISUSED;
    }
    if (error instanceof SendError) {
      io.stderr.write(`callsight simulate: ${error.message}\n`);
      return FAILED;
    }
    throw error;
  }
}
