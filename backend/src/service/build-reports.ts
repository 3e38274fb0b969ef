import type { QueryAnswer } from '@callsight/contract/query/answer';
import type { ErrorAnswer } from '@callsight/contract/errors';
import type { QueryWorker } from '../api/query-worker/query-worker.js';
import { QueryError } from '../analytics/catalogue/language/query-error.js';
import { SERVICE_VERSION } from '../config/service-version.js';
import type { Replication } from '../replication/replication.js';
import { RunStore } from '../reporting/runs/run-store.js';
import { ReportRuns } from '../reporting/runs/report-runs.js';
import type { BlobStore } from '../storage/blobs/blob-store.js';
import { DAY_MS } from '../lib/time/durations.js';
import { loadLinkSecrets } from './load-link-secrets.js';
import { ReportService } from '../reporting/reports/report-service.js';
import type { ServiceMethods } from '../reporting/worker/messages.js';
import { MailSender } from '../reporting/smtp/mail-sender.js';
import { ReportWorker } from '../reporting/worker/report-worker.js';
import type { Ledger } from '../storage/ledger/ledger.js';
import type { ServiceContext } from './context.js';
import type { Definitions } from './open-definitions.js';

interface Dependencies {
  readonly ledger: Ledger;
  readonly replication: Replication | undefined;
  readonly definitions: Definitions;
  readonly queryWorker: QueryWorker;
  readonly blobs: BlobStore;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** Reports and what makes them. A report asks its queries as anybody would ask them. */
export async function buildReports({ config, log, clock, timer, teardown }: ServiceContext, parts: Dependencies) {
  const { ledger, replication, definitions, queryWorker, blobs } = parts;
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
  const reports = new ReportService({
    worker,
    catalogueOf: definitions.catalogueOf,
    dataUpTo: async () => clock() - (await behindMs()),
    clock,
    serviceVersion: SERVICE_VERSION,
    mailFrom: config.mail.from,
  });
  const mailSender = config.mail.smtp === undefined ? undefined : new MailSender(config.mail.smtp);
  const linkSecrets = await loadLinkSecrets(config);
  const reportRuns = new ReportRuns({
    reports,
    store: new RunStore(() => ledger.store),
    blobs,
    linkSecrets,
    publicUrl: config.http.publicUrl,
    artifactMs: config.retention.artifacts * DAY_MS,
    clock,
    timer,
    log,
  });
  // Before the worker ends, so that what is broken off is known to be.
  teardown.onClose('runs of reports', () => reportRuns.stop());
  return { reports, reportRuns, linkSecrets, mailSender };
}

const followerLag = async (replication: Replication | undefined): Promise<number> =>
  replication?.role === 'follow' ? (await replication.state()).lagMs : 0;
