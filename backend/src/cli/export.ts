import { open, rm, type FileHandle } from 'node:fs/promises';
import { EXPORT_DATASETS, EXPORT_FORMATS, type ExportFormat } from '@callsight/contract/exports';
import { Option, type Command } from 'commander';
import { askForFile } from './api-client.js';
import { CommandFailed, misused, type CommandIo } from './command-io.js';
import { listOf, timeZone } from './option-values.js';
import { exportProgress } from './progress-bar.js';
import { parseRequest, requestText } from './query.js';
import { apiSettings, serviceOptions, type ServiceOptions } from './service-options.js';

interface ExportOptions extends ServiceOptions {
  readonly dataset?: string;
  readonly query?: string;
  readonly format?: ExportFormat;
  readonly from: string;
  readonly to: string;
  readonly timezone: string;
  readonly columns?: readonly string[];
  readonly filters?: string;
  readonly delimiter?: string;
  readonly decimal?: string;
  readonly safe: boolean;
  readonly quiet?: boolean;
}

const isFormat = (text: string | undefined): text is ExportFormat => EXPORT_FORMATS.some((known) => known === text);

/** The format that was asked for, or that of the name of the file. */
function formatOf({ format }: ExportOptions, file: string): ExportFormat {
  const ending = file.split('.').at(-1)?.toLowerCase();
  if (format !== undefined) return format;
  if (isFormat(ending)) return ending;
  if (file === '-') return 'csv';
  throw misused(`--format is missing: "${file}" ends like none of ${EXPORT_FORMATS.join(', ')}`);
}

function parseFilters(json: string | undefined): unknown {
  if (json === undefined) return undefined;
  try {
    return JSON.parse(json) as unknown;
  } catch (error) {
    throw misused(`--filters is not JSON: ${(error as Error).message}`);
  }
}

async function bodyOf(options: ExportOptions, io: CommandIo): Promise<object> {
  const { dataset, query, from, to, timezone, columns, filters, delimiter, decimal, safe } = options;
  if ((dataset === undefined) === (query === undefined)) throw misused('give either --dataset or --query');
  const asked = query === undefined ? undefined : parseRequest(await requestText(query, io));
  return {
    from,
    to,
    timezone,
    dataset,
    query: asked,
    columns,
    filters: parseFilters(filters),
    delimiter: delimiter === 'tab' ? '\t' : delimiter,
    decimal,
    safe,
  };
}

/** Rows of text that have come so far, by their line ends; in CSV a text may hold one, which is near enough for a bar. */
function lineCounter(format: ExportFormat): ((piece: Uint8Array) => number) | undefined {
  if (format === 'xlsx' || format === 'parquet') return undefined;
  let lines = 0;
  return (piece) => {
    for (let at = piece.indexOf(10); at >= 0; at = piece.indexOf(10, at + 1)) lines += 1;
    return lines;
  };
}

/** Where a file goes: beside its name until it is whole, or to stdout. */
interface Target {
  readonly write: (piece: Uint8Array) => Promise<void>;
  readonly keep: () => Promise<void>;
  readonly drop: () => Promise<void>;
}

function toStdout({ stdout }: CommandIo): Target {
  const write = (piece: Uint8Array): Promise<void> =>
    new Promise((resolve, reject) => {
      stdout.write(piece, (error) => (error ? reject(error) : resolve()));
    });
  return { write, keep: () => Promise.resolve(), drop: () => Promise.resolve() };
}

async function toFile(file: string): Promise<Target> {
  let handle: FileHandle;
  try {
    handle = await open(file, 'w');
  } catch (error) {
    throw misused(`cannot write ${file} (${(error as NodeJS.ErrnoException).code ?? 'error'})`);
  }
  return {
    write: async (piece) => {
      await handle.writeFile(piece);
    },
    keep: () => handle.close(),
    drop: async () => {
      await handle.close();
      await rm(file, { force: true });
    },
  };
}

/** An interrupt (SIGINT, SIGTERM) ends the export. */
async function interruptible<T>({ signal }: CommandIo, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const stop = (): void => controller.abort(new CommandFailed('canceled; nothing was written', 130));
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, stop);
  signal?.addEventListener('abort', stop);
  if (signal?.aborted === true) stop();
  try {
    return await work(controller.signal);
  } catch (error) {
    controller.signal.throwIfAborted();
    throw error;
  } finally {
    for (const name of ['SIGINT', 'SIGTERM'] as const) process.off(name, stop);
    signal?.removeEventListener('abort', stop);
  }
}

async function write(
  response: Response,
  format: ExportFormat,
  target: Target,
  io: CommandIo,
  isQuiet: boolean,
): Promise<void> {
  const total = Number(response.headers.get('x-callsight-rows-total'));
  const progress = isQuiet ? () => undefined : exportProgress(io.stderr);
  const linesOf = lineCounter(format);
  let bytes = 0;
  try {
    for await (const piece of response.body as unknown as AsyncIterable<Uint8Array>) {
      await target.write(piece);
      bytes += piece.length;
      progress({ bytes, rows: linesOf?.(piece), total, isDone: false });
    }
  } catch (error) {
    const { cause, message } = error as Error & { cause?: Error };
    throw new CommandFailed(`the service broke the file off (${cause?.message ?? message})`);
  }
  await target.keep();
  progress({ bytes, rows: undefined, total, isDone: true });
  const limits = response.headers.get('x-callsight-limits');
  if (limits !== null) io.stderr.write(`${limits}\n`);
}

async function exportFile(file: string, options: ExportOptions, io: CommandIo): Promise<void> {
  const format = formatOf(options, file);
  const body = await bodyOf(options, io);
  await interruptible(io, async (signal) => {
    const response = await askForFile(apiSettings(options, io), `/v1/exports?format=${format}`, body, signal);
    const target = file === '-' ? toStdout(io) : await toFile(file);
    try {
      await write(response, format, target, io, options.quiet === true);
    } catch (error) {
      await target.drop();
      throw error;
    }
  });
}

/** `callsight export`: a dataset or the answer of a query as a file. */
export function addExport(program: Command, io: CommandIo): void {
  serviceOptions(program.command('export <file>'))
    .description('write a dataset, or the answer of a query, into a file; - is stdout')
    .option('--dataset <name>', `rows of a dataset: ${EXPORT_DATASETS.join(', ')}`)
    .option('--query <query>', 'one query of POST /v1/query: JSON, a file (@query.json), or stdin (-)')
    .addOption(
      new Option('--format <format>', 'format of the file; by its name if absent').choices([...EXPORT_FORMATS]),
    )
    .option('--from <time>', 'begin of the range: RFC 3339, or relative such as now-7d', 'now-7d')
    .option('--to <time>', 'end of the range', 'now')
    .option('--timezone <zone>', 'IANA zone of times', timeZone, 'UTC')
    .option('--columns <names>', 'columns of the dataset, with commas, or by repeating the option', listOf)
    .option('--filters <json>', 'filters of the dataset, as in POST /v1/query')
    .addOption(new Option('--delimiter <sign>', 'between the cells of CSV').choices([',', ';', 'tab']))
    .addOption(new Option('--decimal <sign>', 'decimal sign of CSV').choices(['.', ',']))
    .option('--no-safe', 'leave cells of CSV as they are that a spreadsheet would take for a formula')
    .option('--quiet', 'show no progress')
    .addHelpText(
      'after',
      `
For example:

  callsight export calls.xlsx --dataset calls --from now-30d/d --to now/d --timezone Europe/Berlin
  callsight export - --format ndjson --query '{"metrics":["calls.count"],"groupBy":["agent"]}'

Progress goes to stderr. An interrupt (Ctrl-C) cancels the export and removes the file; so does a
failure. The API key needs the scope "reports". Columns are in docs/exports.md.`,
    )
    .action((file: string, options: ExportOptions) => exportFile(file, options, io));
}
