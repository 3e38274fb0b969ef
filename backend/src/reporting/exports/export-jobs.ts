import { randomBytes } from 'node:crypto';
import type { ReadStream } from 'node:fs';
import type { ExportFormat, ExportJob } from '@callsight/contract/exports';
import type { Logger } from 'pino';
import { DAY_MS } from '../../lib/time/durations.js';
import type { Clock, Millis } from '../../lib/time/units.js';
import { KeyKind } from '../../storage/kv/keys.js';
import type { Store } from '../../storage/kv/store.js';
import { limitsOf } from './about.js';
import type { ExportFiles } from './export-files.js';
import type { ExportPlan } from './export-plan.js';
import { ExportsBusy } from './export-queue.js';
import type { Exports } from './exports.js';
import { fileName } from './file-name.js';
import { ExportFailed } from './writer/writer-process.js';

/** A job, as JSON. */
const JOBS = new KeyKind<[tenant: string, id: string]>('j');

/** Jobs of all tenants, and of one, that have not ended. */
const MAX_OPEN = 40;
const MAX_OPEN_OF_TENANT = 10;

/** What a job was is known for so long after its end, so that an old link says what it led to. */
const REMEMBERED_MS = 90 * DAY_MS;

const RETRY_AFTER_S = 60;

type StoredJob = Omit<ExportJob, 'url'>;

interface Dependencies {
  readonly exports: Exports;
  readonly files: ExportFiles;
  readonly store: () => Store;
  readonly clock: Clock;
  readonly log: Logger;
  readonly retentionMs: Millis;
  /** Whether the disk has room beside what is needed to take events. */
  readonly hasSpace: () => Promise<boolean>;
}

interface OpenJob {
  readonly tenant: string;
  job: StoredJob;
  readonly controller: AbortController;
  ended: Promise<void>;
}

const CANCELED = 'it was canceled';
const STOPPED = 'the service was stopped before the file was ready; ask for it again';
const INTERRUPTED = 'the service ended while the file was being made; ask for it again';
const NO_SPACE = 'the disk has too little free space';

const isOpen = ({ status }: StoredJob): boolean => status === 'queued' || status === 'running';

const shown = (job: StoredJob): ExportJob => ({
  ...job,
  url: job.status === 'ready' ? `/v1/exports/${job.id}/file` : null,
});

/**
 * Files that are made in the background. What is known of a job is durable; a job that did not end before the service did has
 * failed.
 */
export class ExportJobs {
  readonly #dependencies: Dependencies;
  readonly #open = new Map<string, OpenJob>();

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
  }

  /** Settles what an earlier run of the service left: jobs that were cut off, and files that belong to none. */
  async start(): Promise<void> {
    const { files, clock } = this.#dependencies;
    const ready: StoredJob[] = [];
    for (const [key, job] of await this.#all()) {
      if (job.status === 'ready') ready.push(job);
      if (isOpen(job)) await this.#write(key, { ...job, ...this.#end('failed', INTERRUPTED, clock()) });
    }
    await files.clean(ready);
  }

  /** Ends what runs; resolves when it has ended. */
  async stop(): Promise<void> {
    const open = [...this.#open.values()];
    for (const { controller } of open) controller.abort(new Error(STOPPED));
    await Promise.all(open.map(({ ended }) => ended));
  }

  /** @throws ExportsBusy when too many jobs have not ended */
  async create(plan: ExportPlan, tenant: string, actor: string): Promise<ExportJob> {
    const ofTenant = [...this.#open.values()].filter((one) => one.tenant === tenant).length;
    if (this.#open.size >= MAX_OPEN || ofTenant >= MAX_OPEN_OF_TENANT) throw new ExportsBusy('full', RETRY_AFTER_S);
    const { clock } = this.#dependencies;
    const { description } = plan;
    const job: StoredJob = {
      id: randomBytes(8).toString('hex'),
      status: 'queued',
      format: description.format,
      name: fileName(description),
      what: description.what,
      rows_done: 0,
      rows_total: null,
      bytes: null,
      limits: [],
      created_at: new Date(clock()).toISOString(),
      created_by: actor,
      finished_at: null,
      expires_at: null,
    };
    const open: OpenJob = { tenant, job, controller: new AbortController(), ended: Promise.resolve() };
    this.#open.set(job.id, open);
    await this.#write(JOBS.of(tenant, job.id), job);
    open.ended = this.#run(open, plan);
    return shown(job);
  }

  async get(tenant: string, id: string): Promise<ExportJob | undefined> {
    const job = await this.#find(tenant, id);
    return job === undefined ? undefined : shown(job);
  }

  /** The latest first. */
  async list(tenant: string): Promise<ExportJob[]> {
    const jobs = (await this.#all(tenant)).map(([, job]) => shown(this.#open.get(job.id)?.job ?? job));
    return jobs.sort((a, b) => b.created_at.localeCompare(a.created_at) || b.id.localeCompare(a.id));
  }

  /** Cancels a job that has not ended, and removes the file of one that has. @returns undefined if there is none */
  async remove(tenant: string, id: string): Promise<ExportJob | undefined> {
    const job = await this.#find(tenant, id);
    if (job === undefined) return undefined;
    const open = this.#open.get(id);
    if (open === undefined) {
      if (job.status === 'ready') await this.#takeBack(JOBS.of(tenant, id), job, 'canceled', CANCELED);
    } else {
      open.controller.abort(new Error(CANCELED));
      await open.ended;
    }
    return this.get(tenant, id);
  }

  /** The file of a job that is ready. */
  read({ id, format }: { readonly id: string; readonly format: ExportFormat }): ReadStream {
    return this.#dependencies.files.read(id, format);
  }

  /** Removes the files of a tenant: what they hold was erased. */
  async withdraw(tenant: string, reason: string): Promise<void> {
    for (const open of [...this.#open.values()].filter((one) => one.tenant === tenant)) {
      open.controller.abort(new Error(reason));
      await open.ended;
    }
    for (const [key, job] of await this.#all(tenant))
      if (job.status === 'ready') await this.#takeBack(key, job, 'expired', reason);
  }

  /** Removes files whose time is over, and what is known of jobs that ended long ago. */
  async expire(): Promise<void> {
    const { clock, store, retentionMs } = this.#dependencies;
    const now = clock();
    for (const [key, job] of await this.#all()) {
      if (isOpen(job)) continue;
      if (Date.parse(job.finished_at ?? job.created_at) < now - REMEMBERED_MS - retentionMs) await store().del(key);
      else if (job.status === 'ready' && Date.parse(job.expires_at ?? '') <= now)
        await this.#takeBack(key, job, 'expired', `its time was over at ${job.expires_at ?? ''}`);
    }
  }

  async #run(open: OpenJob, plan: ExportPlan): Promise<void> {
    const { exports, files, clock, log, retentionMs, hasSpace } = this.#dependencies;
    const { tenant, controller, job } = open;
    const key = JOBS.of(tenant, job.id);
    try {
      const bytes = await exports.run(
        { plan, tenant, isPatient: true },
        {
          output: { kind: 'file', path: files.partial(job.id) },
          signal: controller.signal,
          onStarted: (counts) => {
            const limits = limitsOf(plan.description, counts);
            open.job = { ...open.job, status: 'running', rows_total: counts.rows, limits };
          },
          onProgress: (rows) => {
            open.job = { ...open.job, rows_done: rows };
            // What is left belongs to those who send events.
            void hasSpace().then(
              (has) => (has ? undefined : controller.abort(new Error(NO_SPACE))),
              (error: unknown) => {
                log.error({ err: error, tenant, export: job.id }, 'the free space of the disk could not be read');
                controller.abort(new Error(NO_SPACE));
              },
            );
          },
        },
      );
      await files.keep(job.id, job.format);
      const now = clock();
      const expires = new Date(now + retentionMs).toISOString();
      open.job = { ...open.job, status: 'ready', bytes, finished_at: new Date(now).toISOString(), expires_at: expires };
      await this.#write(key, open.job);
    } catch (error) {
      const reason = this.#reasonOf(error, controller.signal);
      if (!controller.signal.aborted) log.error({ err: error, tenant, export: job.id }, 'an export failed');
      await files.remove(job.id, job.format);
      open.job = { ...open.job, ...this.#end(reason === CANCELED ? 'canceled' : 'failed', reason, clock()) };
      await this.#write(key, open.job);
    } finally {
      this.#open.delete(job.id);
    }
  }

  #reasonOf(error: unknown, { aborted, reason }: AbortSignal): string {
    if (aborted && reason instanceof Error) return reason.message;
    if (error instanceof ExportFailed || error instanceof ExportsBusy) return error.message;
    return 'something went wrong in this service; its log has the details';
  }

  #end(
    status: 'failed' | 'canceled',
    reason: string,
    now: Millis,
  ): Pick<StoredJob, 'status' | 'reason' | 'finished_at'> {
    return { status, reason, finished_at: new Date(now).toISOString() };
  }

  async #takeBack(key: string, job: StoredJob, status: 'canceled' | 'expired', reason: string): Promise<void> {
    await this.#dependencies.files.remove(job.id, job.format);
    await this.#write(key, { ...job, status, reason });
  }

  async #find(tenant: string, id: string): Promise<StoredJob | undefined> {
    const open = this.#open.get(id);
    if (open !== undefined && open.tenant === tenant) return open.job;
    const stored = await this.#dependencies.store().get(JOBS.of(tenant, id));
    return stored === undefined ? undefined : (JSON.parse(stored) as StoredJob);
  }

  async #all(tenant?: string): Promise<[key: string, job: StoredJob][]> {
    const range = tenant === undefined ? JOBS.under() : JOBS.under(tenant);
    const entries = await this.#dependencies.store().iterator(range).all();
    return entries.map(([key, value]) => [key, JSON.parse(value) as StoredJob]);
  }

  async #write(key: string, job: StoredJob): Promise<void> {
    await this.#dependencies.store().put(key, JSON.stringify(job), { sync: true });
  }
}
