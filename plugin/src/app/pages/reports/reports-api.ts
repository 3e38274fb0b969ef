import type { Recipient } from '@callsight/contract/reports/recipient';
import type { Report, ReportFormat, ReportInput } from '@callsight/contract/reports/report';
import type { Run, RunRequest } from '@callsight/contract/reports/run';
import { askService } from '../../api/request';

const one = (id: string): string => `v1/reports/${encodeURIComponent(id)}`;
const run = (id: string): string => `v1/runs/${encodeURIComponent(id)}`;

/** A report that is there to be taken over. */
export interface Template {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  /** Its id is that of the template. */
  readonly report: ReportInput;
}

export const readReports = async (): Promise<readonly Report[]> =>
  (await askService<{ reports: Report[] }>('v1/reports')).reports;

/** @param locale of the titles of the templates and their sections */
export const readTemplates = async (locale: string, timezone: string): Promise<readonly Template[]> =>
  (await askService<{ templates: Template[] }>(`v1/report-templates?${new URLSearchParams({ locale, timezone })}`))
    .templates;

export const addReport = (report: ReportInput): Promise<Report> => askService('v1/reports', { body: report });

export const changeReport = (report: ReportInput): Promise<Report> =>
  askService(one(report.id), { method: 'PUT', body: report });

export const removeReport = (id: string): Promise<void> => askService(one(id), { method: 'DELETE' });

/** The latest first. */
export const readVersions = async (id: string): Promise<readonly Report[]> =>
  (await askService<{ versions: Report[] }>(`${one(id)}/versions`)).versions;

/** For whom, and as if it were planned for when, a report is rendered. */
export interface RenderContext {
  readonly plannedAt?: string | undefined;
  readonly recipient?: Pick<Recipient, 'email' | 'name' | 'filters' | 'locale' | 'timezone'> | undefined;
}

/** The id is needed only to save a report; one that is being entered has none yet. */
function renderBody({ id, ...report }: ReportInput, { plannedAt, recipient }: RenderContext): object {
  return {
    ...report,
    ...(id === '' ? {} : { id }),
    ...(plannedAt === undefined ? {} : { planned_at: plannedAt }),
    ...(recipient === undefined ? {} : { recipient }),
  };
}

/** The report as a page. */
export const renderPage = (report: ReportInput, context: RenderContext, signal: AbortSignal): Promise<string> =>
  askService('v1/reports/render?format=html', { body: renderBody(report, context), signal, responseType: 'text' });

/** The report as a file. */
export const renderFile = (
  report: ReportInput,
  format: ReportFormat,
  context: RenderContext,
  signal?: AbortSignal,
): Promise<Blob> =>
  askService(`v1/reports/render?format=${format}`, {
    body: renderBody(report, context),
    responseType: 'blob',
    ...(signal === undefined ? {} : { signal }),
  });

/** The latest first. */
export const readRuns = async (report: string): Promise<readonly Run[]> =>
  (await askService<{ runs: Run[] }>(`${one(report)}/runs`)).runs;

export const startRun = (report: string, request: RunRequest): Promise<Run> =>
  askService(`${one(report)}/runs`, { body: request });

export const cancelRun = (id: string): Promise<Run> => askService(`${run(id)}/cancel`, { method: 'POST', body: {} });

/** Makes the same report again, of the version and for the time of the run. */
export const rerun = (id: string): Promise<Run> => askService(`${run(id)}/rerun`, { method: 'POST', body: {} });

export const resendRun = (id: string, only: 'failed' | readonly string[]): Promise<Run> =>
  askService(`${run(id)}/resend`, { body: { only } });

/** What differs between two runs of a report. */
export interface RunDiff {
  /** Paths are JSON pointers into the definition. */
  readonly definition: readonly { readonly path: string; readonly before?: unknown; readonly after?: unknown }[];
  /** Numbers of the rows of sections; null where a run has no such number. */
  readonly figures: readonly {
    readonly section: string;
    /** What the row is of, by column. */
    readonly row: Readonly<Record<string, string | number | boolean | null>>;
    readonly column: string;
    readonly before: number | null;
    readonly after: number | null;
  }[];
  /** More differs than is listed. */
  readonly isCut: boolean;
}

/** @throws when the numbers of one of the runs are no longer kept */
export const readRunDiff = (before: string, after: string): Promise<RunDiff> =>
  askService(`${run(before)}/diff?${new URLSearchParams({ with: after })}`);
