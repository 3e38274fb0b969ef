import type { QueryAnswer } from '@callsight/contract/query/answer';
import type { ErrorAnswer } from '@callsight/contract/errors';
import type { QueryWorker } from '../api/query-worker/query-worker.js';
import { QueryError } from '../analytics/catalogue/language/query-error.js';
import { SERVICE_VERSION } from '../config/service-version.js';
import type { Replication } from '../replication/replication.js';
import { ReportService } from '../reporting/reports/report-service.js';
import type { ServiceMethods } from '../reporting/worker/messages.js';
import { ReportWorker } from '../reporting/worker/report-worker.js';
import type { Ledger } from '../storage/ledger/ledger.js';
import type { Millis } from '../lib/time/units.js';
import type { ServiceContext } from './context.js';
import type { Definitions } from './open-definitions.js';

interface Dependencies {
  readonly ledger: Ledger;
  readonly replication: Replication | undefined;
  readonly definitions: Definitions;
  readonly queryWorker: QueryWorker;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** Reports and what makes them. A report asks its queries as anybody would ask them. */
export function buildReports({ config, log, clock, teardown }: ServiceContext, parts: Dependencies) {
  const { ledger, replication, definitions, queryWorker } = parts;
  const ask = async (
    { tenant, now, request }: ServiceMethods['ask']['argument'],
    signal: AbortSignal,
  ): Promise<ServiceMethods['ask']['reply']> => {
    const { status, body } = await queryWorker.query(
      { tenant, now, body: encoder.encode(JSON.stringify(request)) },
      signal,
    );
    const answer = JSON.parse(decoder.decode(body)) as QueryAnswer | ErrorAnswer;
    if (status === 200 && 'results' in answer) return answer.results;
    const { code, message, path } = (answer as ErrorAnswer).error;
    throw new QueryError(code, message, path);
  };
  const worker = new ReportWorker({ ask, log });
  teardown.onClose('report worker', () => worker.stop());
  // What is accepted and is no row yet, or is a row of another instance that has not come here, is missing in the answers.
  const behindMs = async (): Promise<number> =>
    Math.max(ledger.pending === 0 ? 0 : ledger.pendingForMs, await followerLag(replication));
  const dataUpTo = async (): Promise<Millis> => clock() - (await behindMs());
  const reports = new ReportService({
    worker,
    catalogueOf: definitions.catalogueOf,
    dataUpTo,
    clock,
    serviceVersion: SERVICE_VERSION,
    mailFrom: config.mail.from,
    pdfStandard: config.reports.pdfStandard,
  });
  return { reports, askReports: ask, dataUpTo };
}

const followerLag = async (replication: Replication | undefined): Promise<number> =>
  replication?.role === 'follow' ? (await replication.state()).lagMs : 0;
