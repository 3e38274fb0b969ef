import type { Catalogue as CatalogueAnswer } from '@callsight/contract/query/catalogue';
import type { ReportFormat, ReportInput } from '@callsight/contract/reports/report';
import type { Catalogue } from '../../analytics/catalogue/catalogue.js';
import { checkReport } from '../../definitions/report-kind.js';
import type { Clock, Millis } from '../../lib/time/units.js';
import type { Mailbox } from '../mail/message.js';
import type { MailExtras } from '../mail/rendered-mail.js';
import type { PdfStandard } from '../pdf/pdf-standard.js';
import type { RenderedReport } from '../worker/messages.js';
import type { ReportWorker } from '../worker/report-worker.js';

interface Dependencies {
  readonly worker: ReportWorker;
  readonly catalogueOf: (tenant: string) => Catalogue;
  /** Up to when all events are in the answers, epoch milliseconds. */
  readonly dataUpTo: () => Promise<Millis>;
  readonly clock: Clock;
  readonly serviceVersion: string;
  /** Of mails. */
  readonly mailFrom: Mailbox;
  readonly pdfStandard: PdfStandard;
}

/** What is rendered. */
export interface RenderOrder {
  readonly tenant: string;
  readonly report: ReportInput & { readonly version?: number };
  readonly plannedAt: Millis;
  readonly formats: readonly ReportFormat[];
  /** Makes the report as a mail, too, which the answer then has. */
  readonly mail?: { readonly to?: readonly Mailbox[]; readonly extras?: MailExtras } | undefined;
}

/** Makes reports from definitions. */
export class ReportService {
  readonly #dependencies: Dependencies;

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
  }

  /** @throws QueryError when the definition is not valid; what the report worker throws */
  async render(
    { tenant, report, plannedAt, formats, mail }: RenderOrder,
    signal: AbortSignal,
  ): Promise<RenderedReport> {
    const { worker, catalogueOf, dataUpTo, clock, serviceVersion, mailFrom, pdfStandard } = this.#dependencies;
    const catalogue = catalogueOf(tenant);
    checkReport(report, catalogue);
    const generatedAt = clock();
    const described: CatalogueAnswer = catalogue.describe();
    return worker.render(
      {
        tenant,
        report,
        plannedAt,
        generatedAt,
        dataUpTo: await dataUpTo(),
        catalogue: described,
        serviceVersion,
        formats,
        pdfStandard,
        ...(mail === undefined && !formats.includes('mail')
          ? {}
          : { mail: { from: mailFrom, to: mail?.to ?? [mailFrom], extras: mail?.extras ?? {} } }),
      },
      signal,
    );
  }
}
