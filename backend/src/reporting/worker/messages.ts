import type { Catalogue } from '@callsight/contract/query/catalogue';
import type { ReportFormat, ReportInput } from '@callsight/contract/reports/report';
import type { QueryResult } from '@callsight/contract/query/answer';
import type { Millis } from '../../lib/time/units.js';
import type { PdfStandard } from '../pdf/pdf-standard.js';
import type { Mailbox } from '../mail/message.js';
import type { MailExtras, RenderedMail } from '../mail/rendered-mail.js';

/** What the report worker is asked for. */
export interface RenderJob {
  readonly report: ReportInput & { readonly version?: number };
  readonly tenant: string;
  readonly plannedAt: Millis;
  /** Now. */
  readonly generatedAt: Millis;
  readonly dataUpTo: Millis;
  readonly catalogue: Catalogue;
  readonly serviceVersion: string;
  readonly formats: readonly ReportFormat[];
  readonly pdfStandard: PdfStandard;
  /** Makes the report as a mail, too; the format `mail` needs it. */
  readonly mail?: MailOrder | undefined;
}

/** What a mail as a file says besides the report. */
export interface MailOrder {
  readonly from: Mailbox;
  readonly to: readonly Mailbox[];
  readonly extras: MailExtras;
}

/** A report in one format. */
export interface RenderedFile {
  readonly format: ReportFormat;
  readonly contentType: string;
  /** With title and period, safe in every file system. */
  readonly name: string;
  readonly body: Uint8Array;
}

/** What a run has to know of a report besides its files. */
export interface RenderedReport {
  readonly files: readonly RenderedFile[];
  /** Where a mail was ordered: what all who get it have in common. */
  readonly mail?: RenderedMail | undefined;
  readonly title: string;
  readonly period: { readonly from: Millis; readonly to: Millis; readonly text: string };
  readonly isEmpty: boolean;
  /** Sections without an answer, with the reasons. */
  readonly failed: readonly string[];
  readonly limits: readonly string[];
  /** What had to be done so that a file could be made, such as characters replaced that no font has. */
  readonly notes: readonly string[];
  /** Milliseconds. */
  readonly timings: Readonly<Record<string, number>>;
}

/** Queries of a report, asked in the name of its tenant. */
interface AskedQueries {
  readonly from: string;
  readonly to: string;
  readonly timezone: string;
  readonly queries: readonly object[];
}

export interface WorkerMethods {
  readonly render: { readonly argument: RenderJob; readonly reply: RenderedReport };
}

export interface ServiceMethods {
  readonly ask: {
    readonly argument: { readonly tenant: string; readonly now: Millis; readonly request: AskedQueries };
    readonly reply: Readonly<Record<string, QueryResult>>;
  };
}
