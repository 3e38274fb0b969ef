import type { DeliveryCounts } from '@callsight/contract/deliveries';
import type { QuarantineEntry } from '@callsight/contract/quarantine';
import type { QueryAnswer } from '@callsight/contract/query/answer';
import type { Command } from 'commander';
import { askService, askWithoutKey, Refused, Unreachable } from './api-client.js';
import { CommandFailed, EXIT, type CommandIo } from './command-io.js';
import { apiSettings, serviceOptions, type ApiSettings, type ServiceOptions } from './service-options.js';
import { JSON_OPTION, printable, writeJson, type ListOptions } from './table.js';

/** What `GET /healthz` says; docs at `/docs` of the service describe every field. */
interface Health {
  readonly status: 'ok' | 'degraded';
  readonly ready: boolean;
  readonly ledger: { readonly status: string; readonly waiting: number };
  readonly rows: {
    readonly status: string;
    readonly pending: number;
    readonly failed: number;
    readonly last_delivered_at: string | null;
  };
  /** Absent in a service without a store of files. */
  readonly blobs?: { readonly status: string; readonly reason: string | null };
  readonly recordings?: { readonly status: string; readonly reason: string | null };
  readonly preparation: { readonly status: 'ready' | 'preparing' | 'failing'; readonly reason: string | null };
  readonly queries: { readonly restarts: number };
  readonly wrong_keys: number;
  readonly record?: {
    readonly role: 'publish' | 'follow';
    readonly status: string;
    readonly reason: string | null;
    readonly lag_seconds: number;
    readonly pending_rows: number;
    readonly pending_cells: number;
    readonly dead_letters: number;
    readonly restore?: { readonly phase: string; readonly read: number; readonly points: number };
  };
}

/** Something that only a key with a scope may see: it, or why it is not seen. */
type Seen<T> = { readonly value: T } | { readonly hidden: string };

interface Status {
  readonly url: string;
  readonly healthy: boolean;
  readonly health: Health;
  /** Webhook deliveries of the last 24 hours. */
  readonly inbox: Seen<DeliveryCounts>;
  /** The latest refused events, at most 100. */
  readonly quarantine: Seen<readonly QuarantineEntry[]>;
  /** Calls of the last 24 hours, by `refId`. */
  readonly calls: Seen<QueryAnswer>;
}

const TIMEOUT_MS = 10_000;
const QUARANTINE_LIMIT = 100;

const CALLS = {
  from: 'now-24h',
  to: 'now',
  queries: [
    { refId: 'active', metrics: ['calls.active'] },
    { refId: 'started', metrics: ['calls.count'] },
  ],
};

async function see<T>(api: ApiSettings, ask: () => Promise<unknown>): Promise<Seen<T>> {
  if (api.key === undefined) return { hidden: 'needs an API key' };
  try {
    return { value: (await ask()) as T };
  } catch (error) {
    if (error instanceof Refused) return { hidden: error.message };
    throw error;
  }
}

async function statusOf(api: ApiSettings): Promise<Status> {
  const health = (await askWithoutKey(api, '/healthz', TIMEOUT_MS)) as Health;
  const [inbox, quarantine, calls] = await Promise.all([
    see<DeliveryCounts>(api, () => askService(api, 'GET', '/v1/deliveries/counts?hours=24')),
    see<{ events: readonly QuarantineEntry[] }>(api, () =>
      askService(api, 'GET', `/v1/quarantine?limit=${QUARANTINE_LIMIT}`),
    ),
    see<QueryAnswer>(api, () => askService(api, 'POST', '/v1/query', CALLS)),
  ]);
  return {
    url: api.url,
    healthy: health.status === 'ok' && health.ready,
    health,
    inbox,
    quarantine: 'value' in quarantine ? { value: quarantine.value.events } : quarantine,
    calls,
  };
}

const count = (number: number, one: string, many = `${one}s`): string =>
  `${number.toLocaleString('en-US')} ${number === 1 ? one : many}`;

/** A line of the screen: what it is about, its state in a word, and more. */
type Line = readonly [string, string, string];

function rowsLine({ rows }: Health): Line {
  const latest = rows.last_delivered_at === null ? '' : `; latest change ${rows.last_delivered_at}`;
  return [
    'Rows',
    rows.failed > 0 && rows.status === 'ok' ? 'degraded' : rows.status,
    `${count(rows.pending, 'entity', 'entities')} pending, ${rows.failed} failed${latest}`,
  ];
}

/** Rows that are prepared at the start; nothing to say once they are. */
function preparationLines({ preparation: { status, reason } }: Health): Line[] {
  if (status === 'ready') return [];
  const what = 'no events or queries are taken until the rows are restored or rebuilt';
  return [['Preparation', status, reason === null ? what : `${what}; will be retried: ${reason}`]];
}

function filesLines({ blobs }: Health): Line[] {
  if (blobs === undefined) return [];
  return [['Files', blobs.status, blobs.reason ?? 'files of reports and exports can be stored']];
}

/** Nothing to say while they come in. */
function recordingLines({ recordings }: Health): Line[] {
  if (recordings === undefined || recordings.status === 'ok') return [];
  return [['Recordings', recordings.status, recordings.reason ?? '']];
}

function influxLine({ record }: Health): Line {
  if (record === undefined) return ['InfluxDB', 'off', 'the embedded database is the system of record'];
  const { role, status, reason, restore } = record;
  const progress =
    restore === undefined ? '' : `; restoring: ${restore.phase}, ${restore.read} of ${restore.points} points`;
  return [
    'InfluxDB',
    record.dead_letters > 0 && status === 'ok' ? 'degraded' : status,
    `${role === 'publish' ? 'publishing' : 'following'}, lag ${record.lag_seconds} s; ` +
      `${count(record.pending_rows, 'row')} and ${count(record.pending_cells, 'KPI cell')} pending, ` +
      `${count(record.dead_letters, 'dead letter')}${progress}${reason === null ? '' : `; ${reason}`}`,
  ];
}

function inboxLine(inbox: Status['inbox']): Line {
  if ('hidden' in inbox) return ['Inbox', '-', inbox.hidden];
  const totals = new Map<string, number>();
  for (const { status, deliveries } of inbox.value.counts) totals.set(status, (totals.get(status) ?? 0) + deliveries);
  const all = [...totals.values()].reduce((sum, number) => sum + number, 0);
  const parts = [...totals].map(([status, number]) => `${number} ${status}`);
  const isWell = (totals.get('failed') ?? 0) + (totals.get('refused') ?? 0) === 0;
  const what = count(all, 'webhook delivery', 'webhook deliveries');
  return ['Inbox', isWell ? 'ok' : 'attention', `${what} in 24 hours${all === 0 ? '' : `: ${parts.join(', ')}`}`];
}

function quarantineLine(quarantine: Status['quarantine']): Line {
  if ('hidden' in quarantine) return ['Quarantine', '-', quarantine.hidden];
  const [latest] = quarantine.value;
  if (latest === undefined) return ['Quarantine', 'ok', 'no event was refused'];
  const isMore = quarantine.value.length === QUARANTINE_LIMIT;
  const number = `${isMore ? 'at least ' : ''}${count(quarantine.value.length, 'refused event')}`;
  return ['Quarantine', 'attention', `${number}; latest ${latest.received_at} ${latest.code}`];
}

function numberIn(answer: QueryAnswer, refId: string): number | undefined {
  const result = answer.results[refId];
  if (result === undefined || !('frames' in result)) return undefined;
  const value = result.frames[0]?.data.values.at(-1)?.[0];
  return typeof value === 'number' ? value : undefined;
}

function callsLine(calls: Status['calls']): Line {
  if ('hidden' in calls) return ['Calls', '-', calls.hidden];
  const [active, started] = [numberIn(calls.value, 'active'), numberIn(calls.value, 'started')];
  const parts = [
    ...(active === undefined ? [] : [`${active.toLocaleString('en-US')} active`]),
    ...(started === undefined ? [] : [`${started.toLocaleString('en-US')} started in 24 hours`]),
  ];
  return ['Calls', parts.length === 0 ? '-' : 'ok', parts.join(', ')];
}

/** The screen: one line for each part of the service. */
function screenOf({ url, healthy, health, inbox, quarantine, calls }: Status): string {
  const keys = health.wrong_keys === 0 ? '' : `; ${count(health.wrong_keys, 'request')} with an unknown key`;
  const lines: Line[] = [
    ['Service', health.ready ? 'ready' : 'not ready', `${healthy ? 'healthy' : 'degraded'}; ${url}${keys}`],
    ['Ledger', health.ledger.status, `${count(health.ledger.waiting, 'event')} waiting for the disk`],
    rowsLine(health),
    ...preparationLines(health),
    ['Queries', 'ok', count(health.queries.restarts, 'restart of the query worker', 'restarts of the query worker')],
    ...filesLines(health),
    ...recordingLines(health),
    influxLine(health),
    inboxLine(inbox),
    quarantineLine(quarantine),
    callsLine(calls),
  ];
  const widths = [0, 1].map((column) => Math.max(...lines.map((line) => (line[column] ?? '').length)));
  return lines
    .map(
      (line) =>
        `${line
          .map((text, column) => printable(text).padEnd(widths[column] ?? 0))
          .join('  ')
          .trimEnd()}\n`,
    )
    .join('');
}

async function show(options: ServiceOptions & ListOptions, io: CommandIo): Promise<void> {
  const api = apiSettings(options, io);
  let status: Status;
  try {
    status = await statusOf(api);
  } catch (error) {
    if (!(error instanceof Unreachable)) throw error;
    if (options.json === true) writeJson(io, { url: api.url, healthy: false, unreachable: error.message });
    throw new CommandFailed(error.message, EXIT.UNREACHABLE);
  }
  if (options.json === true) writeJson(io, status);
  else io.stdout.write(screenOf(status));
  if (!status.healthy) throw new CommandFailed();
}

/** `callsight status`: the state of the service on one screen, and in the exit code. */
export function addStatus(program: Command, io: CommandIo): void {
  serviceOptions(program.command('status'))
    .description('show the state of the service: ledger, rows, queries, InfluxDB, webhook inbox, quarantine, calls')
    .option(...JSON_OPTION)
    .addHelpText(
      'after',
      `
Without an API key it shows what /healthz says. The inbox and the quarantine need the scope "admin",
calls the scope "query".

Exit code: 0 healthy, 1 degraded or not ready, 2 unreachable.`,
    )
    .action((options: ServiceOptions & ListOptions) => show(options, io));
}
