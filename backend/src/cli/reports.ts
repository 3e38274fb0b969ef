import { RENDERED_FORMATS, type Report, type ReportFormat } from '@callsight/contract/reports/report';
import type { Run } from '@callsight/contract/reports/run';
import { InvalidArgumentError, Option, type Command } from 'commander';
import { askForFile, askService } from './api-client.js';
import { CommandFailed, misused, type CommandIo } from './command-io.js';
import { endingOf, readDefinitionFile } from './definition-files.js';
import { writtenOf } from './definition-kinds.js';
import { interruptible, openTarget } from './file-target.js';
import { mapAtOnce } from './map-at-once.js';
import { listOf, rfc3339Time, timeZone } from './option-values.js';
import { runReport, type RunOptions } from './report-run.js';
import { apiSettings, serviceOptions, type ApiSettings, type ServiceOptions } from './service-options.js';
import { JSON_OPTION, printable, writeList, type Column, type ListOptions } from './table.js';

/** A report, and the latest of its runs. */
type ListedReport = Report & { readonly last_run: Pick<Run, 'id' | 'status' | 'planned_at' | 'finished_at'> | null };

const rangeText = ({ range }: Report): string => (typeof range === 'string' ? range : `${range.from}/${range.to}`);

const REPORTS: readonly Column<ListedReport>[] = [
  { title: 'id', value: ({ id }) => id },
  { title: 'title', value: ({ title }) => title, isLong: true },
  { title: 'range', value: rangeText },
  {
    title: 'last run',
    value: ({ last_run: run }) => run?.planned_at ?? '',
    shown: ({ last_run: run }) => (run === null ? '-' : `${run.planned_at.slice(0, 16)}Z`),
  },
  { title: 'state', value: ({ last_run: run }) => run?.status ?? '', shown: ({ last_run: run }) => run?.status ?? '-' },
];

const pathOf = (id: string, rest = ''): string => `/v1/reports/${encodeURIComponent(id)}${rest}`;

async function listReports(options: ServiceOptions & ListOptions, io: CommandIo): Promise<void> {
  const api = apiSettings(options, io);
  const { reports } = (await askService(api, 'GET', '/v1/reports')) as { reports: Report[] };
  const rows = await mapAtOnce(reports, async (report): Promise<ListedReport> => {
    const { runs } = (await askService(api, 'GET', pathOf(report.id, '/runs'))) as { runs: Run[] };
    const [run] = runs;
    if (run === undefined) return { ...report, last_run: null };
    const { id, status, planned_at, finished_at } = run;
    return { ...report, last_run: { id, status, planned_at, finished_at } };
  });
  writeList(io, rows, REPORTS, { json: options.json, empty: 'there is no report; POST /v1/reports makes one' });
}

interface RenderOptions extends ServiceOptions {
  readonly format?: ReportFormat;
  readonly output?: string;
  readonly plannedAt?: string;
  readonly recipientEmail?: string;
  readonly recipientLocale?: string;
  readonly recipientTimezone?: string;
  readonly recipientFilters?: string;
}

/** Endings of files that are not called like their format. */
const ENDING: Partial<Record<ReportFormat, string>> = { mail: 'eml' };
const fileEnding = (format: ReportFormat): string => ENDING[format] ?? format;

/** The format that was asked for, or that of the name of the file, or PDF. */
function formatOf({ format, output }: RenderOptions): ReportFormat {
  const ending = output?.split('.').at(-1)?.toLowerCase();
  return format ?? RENDERED_FORMATS.find((one) => fileEnding(one) === ending) ?? 'pdf';
}

function filtersIn(json: string | undefined): readonly unknown[] {
  if (json === undefined) return [];
  try {
    const filters = JSON.parse(json) as unknown;
    if (Array.isArray(filters)) return filters;
  } catch (error) {
    throw misused(`--recipient-filters is not JSON: ${(error as Error).message}`);
  }
  throw misused('--recipient-filters must be a list of filters, as in POST /v1/query');
}

/** The definition that an argument names: a file by its ending or its path, else a saved report. */
async function definitionOf(argument: string, api: ApiSettings): Promise<Readonly<Record<string, unknown>>> {
  if (endingOf(argument) !== undefined || argument.includes('/')) return readDefinitionFile(argument);
  return writtenOf((await askService(api, 'GET', pathOf(argument))) as Report);
}

/** The report as a recipient gets it: in the recipient's language and zone, of the recipient's calls. */
function bodyOf(definition: Readonly<Record<string, unknown>>, options: RenderOptions): object {
  const { plannedAt, recipientEmail: email, recipientLocale: locale, recipientTimezone: timezone } = options;
  const own = definition['filters'];
  const filters = [...(Array.isArray(own) ? (own as unknown[]) : []), ...filtersIn(options.recipientFilters)];
  return {
    ...definition,
    ...(locale === undefined ? {} : { locale }),
    ...(timezone === undefined ? {} : { timezone }),
    ...(filters.length === 0 ? {} : { filters }),
    ...(plannedAt === undefined ? {} : { planned_at: plannedAt }),
    ...(email === undefined ? {} : { recipient: { email } }),
  };
}

async function renderReport(argument: string, options: RenderOptions, io: CommandIo): Promise<void> {
  const api = apiSettings(options, io);
  const format = formatOf(options);
  const definition = await definitionOf(argument, api);
  const id = typeof definition['id'] === 'string' ? definition['id'].replace(/[^\w.-]/g, '_') : 'report';
  const file = options.output ?? `${id}.${fileEnding(format)}`;
  const body = bodyOf(definition, options);
  await interruptible(io, async (signal) => {
    const response = await askForFile(api, `/v1/reports/render?format=${format}`, body, signal);
    // The report is made before its first byte: it comes as a whole or not at all.
    const bytes = new Uint8Array(await response.arrayBuffer());
    const target = await openTarget(file, io);
    try {
      await target.write(bytes);
    } catch (error) {
      await target.drop();
      throw new CommandFailed(`cannot write ${file} (${(error as NodeJS.ErrnoException).code ?? 'error'})`);
    }
    await target.keep();
    const notes = response.headers.get('callsight-notes');
    if (notes !== null) io.stderr.write(`${printable(decodeURIComponent(notes))}\n`);
    if (file !== '-') io.stderr.write(`${file}: ${(bytes.length / 1e3).toFixed(1)} kB\n`);
  });
}

/** A time as it was given, once it is one. */
const timeText = (text: string): string => {
  rfc3339Time(text);
  return text;
};

function formatList(text: string, before: readonly string[] | undefined): readonly string[] {
  const formats = listOf(text, before);
  if (formats.every((format) => RENDERED_FORMATS.some((known) => known === format))) return [...new Set(formats)];
  throw new InvalidArgumentError(`Expected some of ${RENDERED_FORMATS.join(', ')}.`);
}

function addRender(reports: Command, io: CommandIo): void {
  serviceOptions(reports.command('render <report>'))
    .description('make a report now, from its id or from a file with its definition, and write it into a file')
    .addOption(
      new Option('--format <format>', 'by the name of --output if absent, else pdf').choices([...RENDERED_FORMATS]),
    )
    .option('--output <file>', 'file to write, - for stdout; called like the report if absent')
    .option('--planned-at <time>', 'as if it were planned for then, from which its period follows (now)', timeText)
    .option('--recipient-email <address>', 'to whom a mail is addressed')
    .option('--recipient-locale <locale>', 'language and region, such as en-GB or de-AT')
    .option('--recipient-timezone <zone>', 'IANA zone of times and days', timeZone)
    .option('--recipient-filters <json>', 'filters besides those of the report, as in POST /v1/query')
    .addHelpText(
      'after',
      `
An argument with a slash, or that ends with .yaml, .yml or .json, is a file. For example:

  callsight reports render weekly --planned-at 2026-11-30T08:00:00+01:00 --output weekly.pdf
  callsight reports render ./reports/weekly.yaml --format html --output - > weekly.html

Nothing is stored or sent. The API key needs the scope "reports", and "query" for a saved report.`,
    )
    .action((report: string, options: RenderOptions) => renderReport(report, options, io));
}

/** `callsight reports`: which there are, rendering one, running one. */
export function addReports(program: Command, io: CommandIo): void {
  const reports = program.command('reports').description('look at reports, render them into files, run them');
  serviceOptions(reports.command('list'))
    .description('list the reports, each with its latest run')
    .option(...JSON_OPTION)
    .action((options: ServiceOptions & ListOptions) => listReports(options, io));
  addRender(reports, io);
  serviceOptions(reports.command('run <id>'))
    .description('make the files of a saved report in the background, and send them')
    .option('--formats <formats>', `with commas: ${RENDERED_FORMATS.join(', ')} (pdf)`, formatList)
    .option('--planned-at <time>', 'as if it were planned for then, from which its period follows (now)', timeText)
    .option('--to <addresses>', 'send it to them; with commas, or by repeating the option', listOf)
    .option('--wait', 'wait for its end, and list its files with their links')
    .option('--quiet', 'show no progress')
    .option(...JSON_OPTION)
    .addHelpText(
      'after',
      `
Progress goes to stderr. With --wait the exit code is 1 when the run failed or was canceled; an
interrupt (Ctrl-C) ends the waiting, not the run. The API key needs the scopes "reports" and "query".`,
    )
    .action((id: string, options: Omit<RunOptions, 'formats'> & Partial<RunOptions>) =>
      runReport(id, { ...options, formats: options.formats ?? ['pdf'] }, io),
    );
}
