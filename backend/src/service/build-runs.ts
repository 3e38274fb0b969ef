import { defaultMinFree } from './open-stores.js';
import type { ThresholdPreview } from '@callsight/contract/monitoring/threshold';
import type { ErrorAnswer } from '@callsight/contract/errors';
import type { Static } from '@sinclair/typebox';
import type { QueryWorker } from '../api/query-worker/query-worker.js';
import { QueryError } from '../analytics/catalogue/language/query-error.js';
import { recipientCheck, scheduleCheck } from '../definitions/schedule-kind.js';
import { FairQueue } from '../lib/scheduling/fair-queue.js';
import { networkPolicy } from '../lib/net/resolve-host.js';
import { Targets } from '../reporting/targets/targets.js';
import { DAY_MS } from '../lib/time/durations.js';
import type { ReportDocument } from '../reporting/document/document.js';
import type { ConditionSources } from '../reporting/runs/condition.js';
import { ReportRuns } from '../reporting/runs/report-runs.js';
import { runDiff } from '../reporting/runs/run-diff.js';
import { RunStore, type StoredRun } from '../reporting/runs/run-store.js';
import { RunTargets } from '../reporting/runs/run-targets.js';
import { RunMailer } from '../reporting/runs/run-mailer.js';
import { sendTest } from '../reporting/runs/send-test.js';
import { leaveUrl } from '../reporting/runs/leave-link.js';
import { MailSender } from '../reporting/smtp/mail-sender.js';
import { SendRun } from '../reporting/runs/send-run.js';
import { Unsubscribed } from '../reporting/runs/unsubscribed.js';
import { CursorStore } from '../reporting/schedules/cursor-store.js';
import { ScheduleService } from '../reporting/schedules/schedule-service.js';
import { Scheduler } from '../reporting/schedules/scheduler.js';
import type { LinkSecrets } from '../access/signed-links.js';
import type { BlobStore } from '../storage/blobs/blob-store.js';
import { collect } from '../storage/blobs/collect.js';
import type { Ledger } from '../storage/ledger/ledger.js';
import type { buildReports } from './build-reports.js';
import type { ServiceContext } from './context.js';
import { loadLinkSecrets } from './load-link-secrets.js';
import type { Definitions } from './open-definitions.js';

/** Messages that are sent at once, of all tenants and of one. */
const SENDING = { total: 6, perOwner: 4, maxWaiting: 100_000 } as const;

interface Dependencies extends ReturnType<typeof buildReports> {
  readonly ledger: Ledger;
  readonly definitions: Definitions;
  readonly queryWorker: QueryWorker;
  readonly blobs: BlobStore;
}

/** Levels at which a threshold fired: the preview says it, which is the same function as live. */
function firedOf({ clock }: ServiceContext, { definitions, queryWorker }: Dependencies): ConditionSources['fired'] {
  return async (tenant, id, { from, to }, signal) => {
    const threshold = definitions.thresholds.get(tenant, id);
    if (threshold === undefined) throw new QueryError('unknown_threshold', `there is no threshold "${id}" any more`);
    const { version: _, updated_at: _a, updated_by: _b, ...input } = threshold;
    const body = new TextEncoder().encode(JSON.stringify({ threshold: input, from, to }));
    const reply = await queryWorker.previewThreshold({ tenant, now: clock(), body }, signal);
    const answer = JSON.parse(new TextDecoder().decode(reply.body)) as Static<typeof ThresholdPreview> | ErrorAnswer;
    if ('episodes' in answer) return answer.episodes.map(({ level }) => level);
    throw new QueryError(answer.error.code, answer.error.message, answer.error.path);
  };
}

type Found =
  | { readonly status: 'found'; readonly diff: ReturnType<typeof runDiff> }
  | { readonly status: 'unknown'; readonly run: string }
  | { readonly status: 'gone'; readonly run: string };

/** What differs between two runs; their numbers lie in the store of blobs. */
const diffOf =
  (runs: ReportRuns, blobs: BlobStore) =>
  async (tenant: string, before: string, after: string): Promise<Found> => {
    const sides: { readonly definition: StoredRun['definition']; readonly document: ReportDocument }[] = [];
    for (const id of [before, after]) {
      const run = await runs.find(tenant, id);
      if (run === undefined) return { status: 'unknown', run: id };
      const reading = run.document === undefined ? undefined : await blobs.get(run.document);
      if (reading === undefined) return { status: 'gone', run: id };
      const document = JSON.parse((await collect(reading)).toString()) as ReportDocument;
      sides.push({ definition: run.definition, document });
    }
    const [left, right] = sides;
    if (left === undefined || right === undefined) throw new Error('two runs were read');
    return { status: 'found', diff: runDiff(left, right) };
  };

/** Where reports go besides mailboxes. */
const targetsOf = ({ config, clock, timer }: ServiceContext): Targets =>
  new Targets({
    definitions: config.targets.definitions,
    policy: networkPolicy(config.targets.allowsPrivate),
    minFreeBytes: async () => config.ledger.minFreeBytes ?? (await defaultMinFree(config.dataDir)),
    clock,
    timer,
  });

/** What sends the messages of runs; without settings of mail it says so. */
function mailerOf({ config, clock }: ServiceContext, blobs: BlobStore, linkSecrets: LinkSecrets) {
  const { publicUrl } = config.http;
  const links = { linkSecrets, publicUrl, artifactMs: config.retention.artifacts * DAY_MS, clock };
  const { smtp } = config.mail;
  const mailer = new RunMailer({
    ...config.mail,
    ...links,
    sender: smtp === undefined ? undefined : new MailSender(smtp),
    blobs,
    leaveUrl: (tenant, schedule, hash) => leaveUrl({ tenant, schedule, hash }, links),
  });
  return { links, mailer };
}

/** Runs of reports, and the schedules that plan them. */
export async function buildRuns(context: ServiceContext, parts: Dependencies) {
  const { config, log, clock, timer, teardown } = context;
  const { reports, askReports, dataUpTo, ledger, definitions, blobs } = parts;
  const store = () => ledger.store;
  const linkSecrets = await loadLinkSecrets(config);
  const unsubscribed = new Unsubscribed(store);
  const conditions: ConditionSources = {
    ask: (tenant, request, signal) => askReports({ tenant, now: clock(), request }, signal),
    fired: firedOf(context, parts),
  };
  const { links, mailer } = mailerOf(context, blobs, linkSecrets);
  const targets = targetsOf(context);
  const sender = new SendRun({
    mailer,
    targets: new RunTargets({ ...links, targets, blobs }),
    unsubscribed,
    queue: new FairQueue(SENDING),
    clock,
    timer,
    log,
  });
  const reportRuns = new ReportRuns({
    reports,
    store: new RunStore(store),
    blobs,
    conditions,
    dataUpTo,
    sender,
    tellOwner: (run) => mailer.tellOwner(run),
    ...links,
    timer,
    log,
  });
  // Before the worker ends, so that what is broken off is known to be.
  teardown.onClose('runs of reports', () => reportRuns.stop());
  const { schedules, catalogueOf } = definitions;
  const calendarsOf = (tenant: string) => definitions.calendars.list(tenant);
  const reportOf = (tenant: string, id: string) => definitions.reports.get(tenant, id);
  const scheduler = new Scheduler({
    schedules,
    reports: definitions.reports,
    calendarsOf,
    runs: reportRuns,
    cursors: new CursorStore(store),
    clock,
    log,
  });
  const isAllowed = (address: string): boolean => mailer.isAllowed(address);
  const checkRecipients = recipientCheck({ catalogueOf, isAllowed });
  const scheduled = new ScheduleService({
    check: scheduleCheck(definitions.scheduleDependencies),
    reportOf,
    calendarsOf,
    conditions,
    checkRecipients,
    isAllowed,
    isExternal: (address) => mailer.isExternal(address),
    mailObstacle: mailer.obstacle,
    sendTest: (order, to, signal) => sendTest(order, to, { reports, mailer }, signal),
    clock,
  });
  return {
    reportRuns,
    runDiff: diffOf(reportRuns, blobs),
    schedules,
    scheduler,
    scheduled,
    unsubscribed,
    linkSecrets,
    checkRecipients,
    reportTargets: (tenant: string) => targets.of(tenant),
  };
}
