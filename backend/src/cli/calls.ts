import type { CallDetail } from '@callsight/contract/call-detail';
import type { Frame, QueryAnswer } from '@callsight/contract/query/answer';
import type { Filter } from '@callsight/contract/query/request';
import type { Command } from 'commander';
import { askService } from './api-client.js';
import { callText } from './call-text.js';
import { CommandFailed, type CommandIo } from './command-io.js';
import { frameRows, frameTable } from './frame-table.js';
import { listOf, timeZone, wholeNumberFrom } from './option-values.js';
import { apiSettings, serviceOptions, type ServiceOptions } from './service-options.js';
import { isTerminal, JSON_OPTION, writeJson, writeList, type ListOptions } from './table.js';

interface CallsOptions extends ServiceOptions, ListOptions {
  readonly from: string;
  readonly to: string;
  readonly agent?: readonly string[];
  readonly outcome?: readonly string[];
  readonly caller?: readonly string[];
  readonly limit: number;
  readonly timezone: string;
}

/** Columns of a list, by the names of the API. */
const COLUMNS = [
  'started_at',
  'call_id',
  'direction',
  'agent',
  'outcome',
  'caller_masked',
  'wait',
  'duration',
  'cost',
  'currency',
] as const;

/** Columns of a terminal, and those of them that a narrow one leaves out, the last one first. */
const EXTRAS = ['caller_masked', 'wait', 'direction', 'cost', 'currency'];
const SHOWN = ['started_at', 'call_id', 'agent', 'outcome', 'duration', ...EXTRAS];

const filtersOf = ({ agent, outcome, caller }: CallsOptions): Filter[] =>
  Object.entries({ agent, outcome, caller }).flatMap(([dimension, values]) =>
    values === undefined ? [] : [{ dimension, op: 'in', values: [...values] }],
  );

async function list(options: CallsOptions, io: CommandIo): Promise<void> {
  const { from, to, limit, timezone, json } = options;
  const { results } = (await askService(apiSettings(options, io), 'POST', '/v1/query', {
    from,
    to,
    queries: [{ refId: 'calls', calls: { filters: filtersOf(options), limit } }],
  })) as QueryAnswer;
  const result = results['calls'];
  if (result === undefined || 'error' in result)
    throw new CommandFailed(result === undefined ? 'the service answered without calls' : result.error.message);
  const [frame] = result.frames as [Frame];
  const rows = frameRows(frame);
  if (json !== true && isTerminal(io.stdout) && rows.length > 0)
    io.stdout.write(frameTable(frame, { timezone, width: io.stdout.columns, names: SHOWN, extras: EXTRAS }));
  else {
    const columns = COLUMNS.map((name) => ({
      title: name,
      value: (row: (typeof rows)[number]) => String(row[name] ?? ''),
    }));
    writeList(io, rows, columns, { json, empty: 'there are no such calls' });
  }
  const { nextCursor } = (frame.schema.meta['custom'] ?? {}) as { nextCursor?: string | null };
  if (typeof nextCursor === 'string' && isTerminal(io.stdout))
    io.stderr.write(`these are the latest ${limit}; --limit shows more, --to earlier ones\n`);
}

async function show(id: string, options: CallsOptions, io: CommandIo): Promise<void> {
  const path = `/v1/calls/${encodeURIComponent(id)}`;
  const detail = (await askService(apiSettings(options, io), 'GET', path)) as CallDetail;
  if (options.json === true) writeJson(io, detail);
  else io.stdout.write(callText(detail, options.timezone, io.stdout.columns));
}

/** `callsight calls`: the latest calls, or one of them with its timeline. */
export function addCalls(program: Command, io: CommandIo): void {
  serviceOptions(program.command('calls [id]'))
    .description('list calls, the latest first; or show one, by its id or that of its carrier, with its timeline')
    .option('--from <time>', 'begin of the range: RFC 3339, or relative such as now-7d', 'now-24h')
    .option('--to <time>', 'end of the range', 'now')
    .option('--agent <id>', 'of one agent; several with commas, or by repeating the option', listOf)
    .option('--outcome <outcome>', 'with one outcome, such as booked or abandoned; several as above', listOf)
    .option('--caller <pseudonym>', 'of one caller, by pseudonym (the dimension "caller"); several as above', listOf)
    .option('--limit <n>', 'how many at most, up to 1000', wholeNumberFrom(1, 1_000), 20)
    .option('--timezone <zone>', 'IANA zone of times on a terminal', timeZone, 'UTC')
    .option(...JSON_OPTION)
    .addHelpText(
      'after',
      `
Without a terminal each call is a line with tabs between started_at, call_id, direction, agent,
outcome, caller_masked, wait, duration, cost and currency. With --json all columns are there.
The API key needs the scope "query".`,
    )
    .action((id: string | undefined, options: CallsOptions) =>
      id === undefined ? list(options, io) : show(id, options, io),
    );
}
