import { EXPORT_DATASETS, EXPORT_FORMATS, type ExportFormat } from '@callsight/contract/exports';
import { Option, type Command } from 'commander';
import { askForFile } from './api-client.js';
import { CommandFailed, misused, type CommandIo } from './command-io.js';
import { interruptible, openTarget, type FileTarget } from './file-target.js';
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

async function write(
  response: Response,
  format: ExportFormat,
  target: FileTarget,
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
    const target = await openTarget(file, io);
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
