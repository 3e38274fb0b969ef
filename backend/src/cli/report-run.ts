import { setTimeout } from 'node:timers/promises';
import type { Run } from '@callsight/contract/reports/run';
import { askService } from './api-client.js';
import { CommandFailed, type CommandIo } from './command-io.js';
import { interruptible } from './file-target.js';
import { progressLines } from './progress-bar.js';
import { apiSettings, type ServiceOptions } from './service-options.js';
import { isTerminal, printable, writeJson, writeList, type Column, type ListOptions } from './table.js';

export interface RunOptions extends ServiceOptions, ListOptions {
  readonly formats: readonly string[];
  /** RFC 3339. */
  readonly plannedAt?: string;
  readonly to?: readonly string[];
  readonly wait?: boolean;
  readonly quiet?: boolean;
}

type Artifact = Run['artifacts'][number];

/** Runs that have ended, by what the command ends with. */
const ENDED: Partial<Record<Run['status'], 'done' | 'failed'>> = {
  sent: 'done',
  succeeded: 'done',
  skipped: 'done',
  failed: 'failed',
  canceled: 'failed',
};

/** How long a look at the run may be old: short at first, as most runs take seconds. */
const LOOK_MS = { first: 200, longest: 2_000 } as const;

const kilobytes = (bytes: number): string => `${(bytes / 1e3).toFixed(1)} kB`;

const ARTIFACTS: readonly Column<Artifact>[] = [
  { title: 'format', value: ({ format, variant }) => (variant === undefined ? format : `${format}/${variant}`) },
  { title: 'bytes', value: ({ bytes }) => bytes, shown: ({ bytes }) => kilobytes(bytes), isNumber: true },
  { title: 'name', value: ({ name }) => name },
  { title: 'expires', value: ({ expires_at: at }) => at, isExtra: true },
  { title: 'url', value: ({ url }) => url },
];

const STARTED: readonly Column<Run>[] = [
  { title: 'run', value: ({ id }) => id },
  { title: 'report', value: ({ report }) => report },
  { title: 'status', value: ({ status }) => status },
  { title: 'planned', value: ({ planned_at: at }) => at },
];

/** "rendering, 1 of 3 files" */
function stateOf({ id, status, artifacts, formats, deliveries }: Run): string {
  const sent = deliveries.filter((delivery) => delivery.status === 'sent').length;
  const mails = deliveries.length === 0 ? '' : `, sent to ${sent} of ${deliveries.length}`;
  const files = Math.min(artifacts.length, formats.length);
  return `run ${id}: ${status.replaceAll('_', ' ')}, ${files} of ${formats.length} files${mails}`;
}

/** Looks at a run until it has ended. */
async function waitForRun(started: Run, options: RunOptions, io: CommandIo): Promise<Run> {
  const api = apiSettings(options, io);
  const write = options.quiet === true ? () => undefined : progressLines(io.stderr);
  const message = `no longer waiting; run ${started.id} goes on`;
  return interruptible(
    io,
    async (signal) => {
      let run = started;
      let pause: number = LOOK_MS.first;
      while (ENDED[run.status] === undefined) {
        write(stateOf(run), false);
        await setTimeout(pause, undefined, { signal });
        pause = Math.min(pause * 1.5, LOOK_MS.longest);
        run = (await askService(api, 'GET', `/v1/runs/${run.id}`)) as Run;
      }
      write(stateOf(run), true);
      return run;
    },
    message,
  );
}

/** The files with their whole links, which no table of 80 columns holds. */
function listArtifacts({ artifacts }: Run, io: CommandIo): void {
  if (!isTerminal(io.stdout)) {
    writeList(io, artifacts, ARTIFACTS, { json: false, empty: '' });
    return;
  }
  for (const { format, variant, name, bytes, url } of artifacts) {
    const which = variant === undefined ? format : `${format}/${variant}`;
    io.stdout.write(`${which}  ${printable(name)}  ${kilobytes(bytes)}\n  ${printable(url)}\n`);
  }
}

/** What a run that has ended leaves. @throws CommandFailed when it failed */
function showEnd(run: Run, { json }: ListOptions, io: CommandIo): void {
  if (json === true) writeJson(io, run);
  else listArtifacts(run, io);
  for (const note of run.notes) io.stderr.write(`${printable(note)}\n`);
  const missed = run.deliveries.filter(({ status }) => status !== 'sent');
  for (const { to, status, message } of missed)
    io.stderr.write(`${printable(`${to}: ${status}${message === undefined ? '' : `: ${message}`}`)}\n`);
  if (ENDED[run.status] === 'failed')
    throw new CommandFailed(printable(`run ${run.id} ${run.status}: ${run.reason ?? 'no reason was given'}`));
}

/** Makes a saved report; with `wait` until its files are there and sent. @throws CommandFailed when it failed */
export async function runReport(id: string, options: RunOptions, io: CommandIo): Promise<void> {
  const { formats, plannedAt, to = [], wait, json } = options;
  const api = apiSettings(options, io);
  const started = (await askService(api, 'POST', `/v1/reports/${encodeURIComponent(id)}/runs`, {
    formats,
    ...(plannedAt === undefined ? {} : { planned_at: plannedAt }),
    ...(to.length === 0 ? {} : { recipients: to.map((email) => ({ email })) }),
  })) as Run;
  if (wait === true) showEnd(await waitForRun(started, options, io), options, io);
  else if (json === true) writeJson(io, started);
  else writeList(io, [started], STARTED, { json, empty: '' });
}
