import type { ReportFormat } from '@callsight/contract/reports/report';
import { createHash } from 'node:crypto';
import { Temporal } from 'temporal-polyfill';
import { buildDocument } from '../document/build-document.js';
import type { ReportDocument } from '../document/document.js';
import type { Ask } from '../document/queries.js';
import { reportCsv, reportNdjson } from '../files/report-files.js';
import { reportPage } from '../html/page.js';
import { mailContent } from '../mail/mail-content.js';
import { composeMessage } from '../mail/message.js';
import type { MailRendering } from '../mail/render-mail.js';
import type { RenderedMail } from '../mail/rendered-mail.js';
import { periodOf } from '../document/period.js';
import type { MailOrder, RenderedFile, RenderedReport, RenderJob } from './messages.js';

/** How a format is made. */
interface Renderer {
  readonly contentType: string;
  readonly extension: string;
  readonly render: (
    document: ReportDocument,
    job: Pick<RenderJob, 'pdfStandard'>,
  ) => Promise<{ readonly body: Uint8Array; readonly notes?: readonly string[] }>;
}

const encoder = new TextEncoder();
const fromText =
  (make: (document: ReportDocument) => string): Renderer['render'] =>
  (document) =>
    Promise.resolve({ body: encoder.encode(make(document)) });

const RENDERERS: Readonly<Record<Exclude<ReportFormat, 'mail'>, Renderer>> = {
  html: { contentType: 'text/html; charset=utf-8', extension: 'html', render: fromText(reportPage) },
  pdf: {
    contentType: 'application/pdf',
    extension: 'pdf',
    // Loaded when it is needed: it is large, and the service itself never needs it.
    render: async (document, { pdfStandard }) =>
      (await import('../pdf/render-pdf.js')).renderPdf(document, pdfStandard),
  },
  csv: { contentType: 'text/csv; charset=utf-8', extension: 'csv', render: fromText(reportCsv) },
  ndjson: { contentType: 'application/x-ndjson; charset=utf-8', extension: 'ndjson', render: fromText(reportNdjson) },
  xlsx: {
    contentType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    extension: 'xlsx',
    render: async (document) => ({
      body: await (await import('../workbook/report-workbook.js')).reportWorkbook(document),
    }),
  },
  parquet: {
    contentType: 'application/vnd.apache.parquet',
    extension: 'parquet',
    render: async (document) => ({ body: await (await import('../files/report-parquet.js')).reportParquet(document) }),
  },
  json: {
    contentType: 'application/json; charset=utf-8',
    extension: 'json',
    render: fromText((document) => JSON.stringify(document)),
  },
};

/** Letters, digits and hyphens of any script; the rest would be trouble in some file system or mail program. */
const safeName = (text: string): string =>
  text
    .normalize('NFC')
    .replaceAll(/[^\p{L}\p{M}\p{N}]+/gu, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 80) || 'report';

/** @returns `weekly-call-report_2026-11-16_2026-11-22.pdf`: first and last day of the period */
function fileName({ title, period, timezone }: ReportDocument, extension: string): string {
  const day = (at: number): string =>
    Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timezone).toPlainDate().toString();
  const [first, last] = [day(period.from), day(period.to - 1)];
  return `${safeName(title.toLowerCase())}_${first === last ? first : `${first}_${last}`}.${extension}`;
}

// Loaded when they are needed, as the library that draws pictures is large.
const mailOf = async (document: ReportDocument): Promise<MailRendering> =>
  (await import('../mail/render-mail.js')).renderMail(document);

/** A mail as it would be sent: the same document is the same message. */
async function mailFile(
  mail: RenderedMail,
  document: ReportDocument,
  { from, to, extras }: MailOrder,
): Promise<Uint8Array> {
  const { generated, id, version, plannedAt } = document;
  const parts = [id, version, plannedAt, generated.at, ...to.map(({ email }) => email)];
  const hash = createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32);
  return composeMessage({
    ...mailContent(mail, extras),
    messageId: `<${hash}@${from.email.slice(from.email.lastIndexOf('@') + 1)}>`,
    date: generated.at,
    from,
    to,
    attachments: [],
    unsubscribe: extras.unsubscribeUrl === undefined ? undefined : { url: extras.unsubscribeUrl },
  });
}

/** A report in one format. */
async function fileOf(
  format: ReportFormat,
  document: ReportDocument,
  mail: RenderedMail | undefined,
  job: RenderJob,
): Promise<{ readonly file: Omit<RenderedFile, 'format'>; readonly notes?: readonly string[] }> {
  if (format === 'mail') {
    if (mail === undefined || job.mail === undefined) throw new Error('a mail as a file needs a sender');
    const body = await mailFile(mail, document, job.mail);
    return { file: { contentType: 'message/rfc822', name: fileName(document, 'eml'), body } };
  }
  const { contentType, extension, render } = RENDERERS[format];
  const { body, notes } = await render(document, job);
  return {
    file: { contentType, name: fileName(document, extension), body },
    ...(notes === undefined ? {} : { notes }),
  };
}

const failedSections = ({ sections }: ReportDocument): readonly string[] =>
  sections.flatMap(({ state, title, reason }) => (state === 'failed' ? [`${title}: ${reason ?? ''}`] : []));

/** Asks for the numbers of a report once, and makes all its files from them. @throws what asking throws */
export async function renderJob(job: RenderJob, ask: Ask): Promise<RenderedReport> {
  const { report, tenant, plannedAt, generatedAt, dataUpTo, catalogue, serviceVersion, formats } = job;
  const timings: Record<string, number> = {};
  const timed = async <T>(name: string, work: () => Promise<T>): Promise<T> => {
    const begin = performance.now();
    const result = await work();
    timings[name] = Math.round(performance.now() - begin);
    return result;
  };
  const period = periodOf(report.range, plannedAt, report.timezone);
  const order = { report, period, plannedAt, generatedAt, dataUpTo, account: tenant, catalogue, serviceVersion };
  const document = await timed('queries', () => buildDocument(order, ask));
  const files: RenderedFile[] = [];
  const notes: string[] = [];
  const mail = job.mail === undefined ? undefined : await timed('mail', () => mailOf(document));
  notes.push(...(mail?.notes ?? []));
  const failed: string[] = [];
  for (const format of formats)
    try {
      const made = await timed(format, () => fileOf(format, document, mail?.mail, job));
      notes.push(...(made.notes ?? []));
      files.push({ format, ...made.file });
    } catch (error) {
      // The others go out without it, and the history says so.
      if (formats.length === 1) throw error;
      failed.push(`${format}: ${error instanceof Error ? error.message : String(error)}`);
    }
  return {
    files,
    mail: mail?.mail,
    title: document.title,
    period: document.period,
    isEmpty: document.isEmpty,
    failed: [...failedSections(document), ...failed],
    limits: document.limits,
    notes,
    timings,
  };
}
