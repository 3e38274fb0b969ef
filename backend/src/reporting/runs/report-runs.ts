import { randomBytes } from 'node:crypto';
import type { Report, ReportFormat } from '@callsight/contract/reports/report';
import type { Run, RunRequest } from '@callsight/contract/reports/run';
import type { Logger } from 'pino';
import { signLink, type LinkSecrets } from '../../access/signed-links.js';
import { BackOff } from '../../lib/background/back-off.js';
import type { Timer } from '../../lib/background/timer.js';
import { DAY_MS } from '../../lib/time/durations.js';
import type { Clock, Millis } from '../../lib/time/units.js';
import { ARTIFACTS } from '../../storage/blobs/blob-key.js';
import type { BlobReading, BlobStore } from '../../storage/blobs/blob-store.js';
import { periodOf } from '../document/period.js';
import type { ReportService } from '../reports/report-service.js';
import type { RenderedReport } from '../worker/messages.js';
import { ReportFailed } from '../worker/report-worker.js';
import type { RunStore, StoredArtifact, StoredRun } from './run-store.js';

/** Runs of all tenants, and of one, that have not ended. */
const MAX_OPEN = 500;
const MAX_OPEN_OF_TENANT = 100;

/** A run is tried so often before it has failed. */
const MAX_ATTEMPTS = 3;

/** A report of forty sections is smaller in every format. */
const MAX_FILE_BYTES = 256 << 20;

/** Runs are known for so long after their files are gone, so that an old link says what it led to. */
const REMEMBERED_MS = 90 * DAY_MS;

/** Too many runs wait. */
export class TooManyRuns extends Error {
  override readonly name = 'TooManyRuns';
}

interface Dependencies {
  readonly reports: Pick<ReportService, 'render'>;
  readonly store: RunStore;
  readonly blobs: Pick<BlobStore, 'put' | 'get'>;
  readonly linkSecrets: LinkSecrets;
  /** Address of the service as people reach it, without a slash at its end. */
  readonly publicUrl: string;
  readonly artifactMs: Millis;
  readonly clock: Clock;
  readonly timer: Timer;
  readonly log: Logger;
}

interface OpenRun {
  run: StoredRun;
  readonly controller: AbortController;
  ended: Promise<void>;
}

const CANCELED = 'it was canceled';

const isoOf = (at: Millis): string => new Date(at).toISOString();

/**
 * Runs of reports: each makes its files once, of the version of the definition that it began with, and leaves them in the store
 * of blobs. A run that the service's end cut off is taken up again at the next start; after three attempts it has failed, with
 * the reason.
 */
export class ReportRuns {
  readonly #dependencies: Dependencies;
  readonly #open = new Map<string, OpenRun>();
  readonly #stopping = new AbortController();

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
  }

  /** Takes up what an earlier run of the service left. */
  async start(): Promise<void> {
    for (const run of await this.#dependencies.store.open()) this.#begin(run);
  }

  /** Ends what runs, which is taken up at the next start; resolves when it has ended. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await Promise.all([...this.#open.values()].map(({ ended }) => ended));
  }

  /** @throws TooManyRuns */
  async create(
    report: Report,
    { formats, planned_at: planned }: RunRequest,
    tenant: string,
    actor: string,
  ): Promise<Run> {
    const ofTenant = [...this.#open.values()].filter(({ run }) => run.tenant === tenant).length;
    if (this.#open.size >= MAX_OPEN || ofTenant >= MAX_OPEN_OF_TENANT)
      throw new TooManyRuns('too many reports are being made; try again when some have ended');
    const now = this.#dependencies.clock();
    const plannedAt = planned === undefined ? now : Date.parse(planned);
    const { from, to } = periodOf(report.range, plannedAt, report.timezone);
    const run: StoredRun = {
      id: `${now.toString(36).padStart(9, '0')}${randomBytes(5).toString('hex')}`,
      tenant,
      report: report.id,
      title: report.title,
      definition: report,
      definition_version: report.version,
      status: 'queued',
      formats: [...formats],
      planned_at: isoOf(plannedAt),
      period: { from: isoOf(from), to: isoOf(to) },
      late_s: Math.max(0, (now - plannedAt) / 1_000),
      attempts: 0,
      timings: {},
      notes: [],
      artifacts: [],
      deliveries: [],
      created_at: isoOf(now),
      created_by: actor,
      finished_at: null,
    };
    await this.#dependencies.store.put(run);
    this.#begin(run);
    return this.#shown(run);
  }

  async get(tenant: string, id: string): Promise<Run | undefined> {
    const run = await this.#find(tenant, id);
    return run === undefined ? undefined : this.#shown(run);
  }

  /** Runs of a report, the latest first. */
  async list(tenant: string, report: string): Promise<Run[]> {
    const runs = await this.#dependencies.store.list(tenant, report);
    return runs.map((run) => this.#shown(this.#open.get(run.id)?.run ?? run));
  }

  /** @returns undefined if there is none; one that has ended stays as it is */
  async cancel(tenant: string, id: string): Promise<Run | undefined> {
    const open = this.#open.get(id);
    if (open?.run.tenant === tenant) {
      open.controller.abort(new Error(CANCELED));
      await open.ended;
    }
    return this.get(tenant, id);
  }

  /** A file of a run. @returns undefined where the run has none of this format; `reading` is undefined once it has expired */
  async artifact(
    tenant: string,
    id: string,
    format: ReportFormat,
  ): Promise<
    { readonly run: Run; readonly artifact: StoredArtifact; readonly reading: BlobReading | undefined } | undefined
  > {
    const run = await this.#find(tenant, id);
    const artifact = run?.artifacts.find((one) => one.format === format);
    if (run === undefined || artifact === undefined) return undefined;
    return { run: this.#shown(run), artifact, reading: await this.#dependencies.blobs.get(artifact.key) };
  }

  /** Forgets runs whose files are long gone. */
  async expire(): Promise<void> {
    const { store, clock, artifactMs } = this.#dependencies;
    await store.expire(isoOf(clock() - artifactMs - REMEMBERED_MS));
  }

  async #find(tenant: string, id: string): Promise<StoredRun | undefined> {
    const open = this.#open.get(id);
    if (open !== undefined) return open.run.tenant === tenant ? open.run : undefined;
    return this.#dependencies.store.get(tenant, id);
  }

  #begin(run: StoredRun): void {
    const open: OpenRun = { run, controller: new AbortController(), ended: Promise.resolve() };
    this.#open.set(run.id, open);
    open.ended = this.#work(open).finally(() => this.#open.delete(run.id));
  }

  async #work(open: OpenRun): Promise<void> {
    const { timer, log } = this.#dependencies;
    const signal = AbortSignal.any([open.controller.signal, this.#stopping.signal]);
    const backOff = new BackOff();
    try {
      while (open.run.attempts < MAX_ATTEMPTS) {
        await this.#change(open, { status: 'rendering', attempts: open.run.attempts + 1 });
        if (await this.#attempt(open, signal)) return;
        if (open.run.attempts < MAX_ATTEMPTS) await timer.wait(backOff.next(), signal);
        if (signal.aborted) {
          await this.#broken(open);
          return;
        }
      }
      await this.#change(open, { status: 'failed', finished_at: isoOf(this.#dependencies.clock()) });
    } catch (error) {
      if (signal.aborted) return this.#broken(open);
      log.error({ err: error, tenant: open.run.tenant, run: open.run.id }, 'a run of a report failed');
    }
  }

  /** A run that was canceled has ended; one that the service's end broke off stays as it is stored. */
  async #broken(open: OpenRun): Promise<void> {
    if (!open.controller.signal.aborted) return;
    await this.#change(open, { status: 'canceled', reason: CANCELED, finished_at: isoOf(this.#dependencies.clock()) });
  }

  /** @returns whether the run has ended */
  async #attempt(open: OpenRun, signal: AbortSignal): Promise<boolean> {
    const { reports, clock, log } = this.#dependencies;
    const { run } = open;
    try {
      const rendered = await reports.render(
        { tenant: run.tenant, report: run.definition, plannedAt: Date.parse(run.planned_at), formats: run.formats },
        signal,
      );
      const artifacts = await this.#keep(run, rendered, signal);
      const done = { artifacts, timings: rendered.timings, notes: [...rendered.limits, ...rendered.notes] };
      const isWhole = rendered.failed.length === 0;
      const reason = isWhole ? {} : { reason: rendered.failed.join('; ').slice(0, 2_000) };
      const end = isWhole ? { status: 'succeeded' as const, finished_at: isoOf(clock()) } : {};
      await this.#change(open, { ...done, ...reason, ...end });
      return isWhole;
    } catch (error) {
      if (signal.aborted) throw error;
      log.warn(
        { err: error, tenant: run.tenant, run: run.id, attempt: open.run.attempts },
        'an attempt to make a report failed',
      );
      await this.#change(open, { reason: reasonOf(error) });
      return false;
    }
  }

  async #keep({ tenant, id }: StoredRun, { files }: RenderedReport, signal: AbortSignal): Promise<StoredArtifact[]> {
    const artifacts: StoredArtifact[] = [];
    for (const { format, contentType, name, body } of files) {
      const key = `${tenant}/${ARTIFACTS}/runs/${id}/${format}.${name.slice(name.lastIndexOf('.') + 1)}`;
      const { bytes, sha256 } = await this.#dependencies.blobs.put(key, body, {
        contentType,
        maxBytes: MAX_FILE_BYTES,
        signal,
      });
      artifacts.push({ format, name, contentType, bytes, sha256, key });
    }
    return artifacts;
  }

  async #change(open: OpenRun, change: Partial<StoredRun>): Promise<void> {
    open.run = { ...open.run, ...change };
    await this.#dependencies.store.put(open.run);
  }

  #shown({ tenant, definition: _, artifacts, ...run }: StoredRun): Run {
    const { linkSecrets, publicUrl, artifactMs, clock } = this.#dependencies;
    const begin = run.finished_at === null ? clock() : Date.parse(run.finished_at);
    const expiresAt = begin + artifactMs;
    return {
      ...run,
      artifacts: artifacts.map(({ format, name, bytes, sha256 }) => {
        const path = `/v1/runs/${run.id}/artifacts/${format}`;
        const { expires, signature } = signLink({ tenant, path, expiresAt }, linkSecrets);
        const url = `${publicUrl}${path}?expires=${expires}&signature=${encodeURIComponent(signature)}`;
        return { format, name, bytes, sha256, url, expires_at: isoOf(expiresAt) };
      }),
    };
  }
}

/** Why an attempt failed, for people: faults of ours are in the log. */
function reasonOf(error: unknown): string {
  if (error instanceof ReportFailed) return error.message;
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  if (typeof code === 'string' && error instanceof Error) return error.message;
  return 'something went wrong in this service; its log has the details';
}
