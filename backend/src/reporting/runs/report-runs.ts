import { randomBytes } from 'node:crypto';
import type { Report, ReportFormat } from '@callsight/contract/reports/report';
import type { Run } from '@callsight/contract/reports/run';
import type { Logger } from 'pino';
import { withinTime } from '../../lib/background/within-time.js';
import { DAY_MS, HOUR_MS } from '../../lib/time/durations.js';
import { isoOf } from '../../lib/time/iso.js';
import type { Millis } from '../../lib/time/units.js';
import { FairQueue } from '../../lib/scheduling/fair-queue.js';
import type { BlobReading, BlobStore } from '../../storage/blobs/blob-store.js';
import { periodOf } from '../document/period.js';
import { CANCELED, LATE, untilTime, workToEnd } from './run-end.js';
import { RunState } from './run-state.js';
import { deliveriesOf, queuedAgain, resentOf, RunConflict } from './run-deliveries.js';
import { scheduledRunId } from './run-order.js';
import { timeOfId, type RunOrder, type RunStore, type StoredArtifact, type StoredRun } from './run-store.js';
import { shownRun, type Links } from './shown-run.js';
import { workRun, type WorkDependencies } from './work-run.js';

/** Runs of all tenants, and of one, that have not ended. */
const MAX_OPEN = 2_000;
const MAX_OPEN_OF_TENANT = 500;

/** Runs that are made at once; the rest waits. The process that makes reports takes one at a time. */
const MAKING = { total: 2, perOwner: 1, maxWaiting: MAX_OPEN } as const;

/** A run has ended so long after it began to wait for nothing but itself: mail servers ask to come back within hours. */
const DEADLINE_MS = 4 * HOUR_MS;

/** Somebody who cancels a run waits so long for its end. */
const CANCEL_MS = 10_000;

/** Runs are known for so long after their files are gone, so that an old link says what it led to. */
const REMEMBERED_MS = 90 * DAY_MS;

/** Too many runs wait. */
export class TooManyRuns extends Error {
  override readonly name = 'TooManyRuns';
}

interface Dependencies extends Omit<WorkDependencies, 'queue' | 'blobs'>, Links {
  readonly store: RunStore;
  readonly blobs: Pick<BlobStore, 'put' | 'get'>;
  /** Tells the owner of a schedule that a run has failed. */
  readonly tellOwner: (run: StoredRun) => Promise<void>;
  readonly log: Logger;
}

/** What a run is of. */
export interface NewRun {
  readonly tenant: string;
  readonly report: Report;
  readonly formats: readonly ReportFormat[];
  /** Epoch milliseconds. */
  readonly plannedAt: Millis;
  /** Id of a key, or the schedule. */
  readonly actor: string;
  readonly order: RunOrder;
  readonly schedule?: string;
}

interface OpenRun {
  readonly state: RunState;
  readonly controller: AbortController;
  ended: Promise<void>;
}

/**
 * Runs of reports: each makes its files once, of the version of the definition that it began with, leaves them in the store of
 * blobs, and sends them. A run that the service's end cut off is taken up again at the next start.
 */
export class ReportRuns {
  readonly #dependencies: Dependencies;
  readonly #queue = new FairQueue(MAKING);
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

  /** How many more runs a tenant may begin now. */
  roomFor(tenant: string): number {
    const ofTenant = [...this.#open.values()].filter(({ state }) => state.run.tenant === tenant).length;
    return Math.max(0, Math.min(MAX_OPEN - this.#open.size, MAX_OPEN_OF_TENANT - ofTenant));
  }

  /** @throws TooManyRuns */
  async create(order: NewRun): Promise<Run> {
    if (this.roomFor(order.tenant) === 0)
      throw new TooManyRuns('too many reports are being made; try again when some have ended');
    const now = this.#dependencies.clock();
    const run = this.#newRun(order, `${timeOfId(now)}${randomBytes(5).toString('hex')}`);
    await this.#dependencies.store.put(run);
    this.#begin(run);
    return shownRun(run, this.#dependencies);
  }

  /**
   * Begins the run of a schedule for a planned time, unless there is one already.
   * @param skipped why it does not run, but is to be shown
   */
  async createPlanned(order: NewRun & { readonly schedule: string }, skipped?: string): Promise<void> {
    const id = scheduledRunId(order.tenant, order.schedule, order.plannedAt);
    if ((await this.#dependencies.store.get(order.tenant, id)) !== undefined) return;
    const run = this.#newRun(order, id);
    if (skipped !== undefined) {
      const ended = { status: 'skipped', reason: skipped, finished_at: run.created_at, deliveries: [] } as const;
      await this.#dependencies.store.put({ ...run, ...ended });
      return;
    }
    await this.#dependencies.store.put(run);
    this.#begin(run);
  }

  /** Makes a run again as it was: the same version of the definition, for the same planned time. Nobody gets it. */
  async rerun(tenant: string, id: string, actor: string): Promise<Run | undefined> {
    const run = await this.find(tenant, id);
    if (run === undefined) return undefined;
    const { definition, formats, planned_at: planned } = run;
    return this.create({
      tenant,
      report: definition,
      formats,
      plannedAt: Date.parse(planned),
      actor,
      order: { ...run.order, recipients: [], targets: [] },
    });
  }

  /**
   * Sends a run that has ended again.
   * @param only addresses and targets; or all that have not got it
   * @throws RunConflict when it goes on, or an address is none of its own
   */
  async resend(tenant: string, id: string, only: 'failed' | readonly string[]): Promise<Run | undefined> {
    const run = await this.find(tenant, id);
    if (run === undefined) return undefined;
    if (this.#open.has(id)) throw new RunConflict('the run goes on; wait for its end, or cancel it');
    const chosen = resentOf(run, only);
    if (chosen.length === 0) throw new RunConflict('everybody has got it');
    if (
      run.finished_at !== null &&
      Date.parse(run.finished_at) + this.#dependencies.artifactMs < this.#dependencies.clock()
    )
      throw new RunConflict('the files of the run are no longer kept; run the report again');
    if (run.mails.length === 0 && run.artifacts.length === 0) throw new RunConflict('the run has left nothing to send');
    const deliveries = run.deliveries.map((one) => (chosen.includes(one.to) ? queuedAgain(one) : one));
    const deadline = this.#dependencies.clock() + DEADLINE_MS;
    const { reason: _, ...rest } = run;
    const again: StoredRun = { ...rest, deliveries, deadline, status: 'sending', finished_at: null };
    await this.#dependencies.store.put(again);
    this.#begin(again);
    return shownRun(again, this.#dependencies);
  }

  async get(tenant: string, id: string): Promise<Run | undefined> {
    const run = await this.find(tenant, id);
    return run === undefined ? undefined : shownRun(run, this.#dependencies);
  }

  /** Runs of a report or a schedule, the latest first. */
  async list(tenant: string, kind: 'report' | 'schedule', of: string): Promise<Run[]> {
    const runs: Run[] = [];
    for (const id of await this.#dependencies.store.idsOf(tenant, kind, of)) {
      // One by one: whether it goes on is known when it is read, so that no list shows a state that is over.
      const run = await this.find(tenant, id);
      if (run !== undefined) runs.push(shownRun(run, this.#dependencies));
    }
    return runs;
  }

  /** @returns undefined if there is none; one that has ended stays as it is */
  async cancel(tenant: string, id: string): Promise<Run | undefined> {
    const open = this.#open.get(id);
    if (open?.state.run.tenant === tenant) {
      open.controller.abort(new Error(CANCELED));
      await withinTime(open.ended, CANCEL_MS);
    }
    return this.get(tenant, id);
  }

  /**
   * A file of a run.
   * @param variant 0 for the report as it is defined
   * @returns undefined where the run has none of this format; `reading` is undefined once it has expired
   */
  async artifact(
    tenant: string,
    id: string,
    format: ReportFormat,
    variant = 0,
  ): Promise<
    { readonly run: Run; readonly artifact: StoredArtifact; readonly reading: BlobReading | undefined } | undefined
  > {
    const run = await this.find(tenant, id);
    const artifact = run?.artifacts.find((one) => one.format === format && (one.variant ?? 0) === variant);
    if (run === undefined || artifact === undefined) return undefined;
    return {
      run: shownRun(run, this.#dependencies),
      artifact,
      reading: await this.#dependencies.blobs.get(artifact.key),
    };
  }

  /** Forgets runs whose files are long gone. */
  async expire(): Promise<void> {
    const { store, clock, artifactMs } = this.#dependencies;
    await store.expire(clock() - artifactMs - REMEMBERED_MS);
  }

  /** A run as it is stored. */
  async find(tenant: string, id: string): Promise<StoredRun | undefined> {
    const open = this.#open.get(id);
    if (open !== undefined) return open.state.run.tenant === tenant ? open.state.run : undefined;
    return this.#dependencies.store.get(tenant, id);
  }

  #newRun({ tenant, report, formats, plannedAt, actor, order, schedule }: NewRun, id: string): StoredRun {
    const now = this.#dependencies.clock();
    const { from, to } = periodOf(report.range, plannedAt, report.timezone);
    return {
      id,
      tenant,
      report: report.id,
      title: report.title,
      ...(schedule === undefined ? {} : { schedule }),
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
      deliveries: deliveriesOf(report, order),
      mails: [],
      order,
      deadline: now + (order.waitMs ?? 0) + DEADLINE_MS,
      created_at: isoOf(now),
      created_by: actor,
      finished_at: null,
    };
  }

  #begin(run: StoredRun): void {
    const { store, clock } = this.#dependencies;
    const open: OpenRun = {
      state: new RunState(run, store, clock),
      controller: new AbortController(),
      ended: Promise.resolve(),
    };
    this.#open.set(run.id, open);
    open.ended = this.#work(open).finally(() => this.#open.delete(run.id));
  }

  async #work({ state, controller }: OpenRun): Promise<void> {
    const { clock, timer, log, tellOwner } = this.#dependencies;
    const signal = AbortSignal.any([controller.signal, this.#stopping.signal]);
    const done = new AbortController();
    const isOver = AbortSignal.any([done.signal, signal]);
    void untilTime(state.run.deadline, { clock, timer }, isOver).then(() => {
      if (!isOver.aborted) controller.abort(new Error(LATE));
    });
    const { tenant, id } = state.run;
    const work = (): Promise<void> => workRun(state, { ...this.#dependencies, queue: this.#queue }, signal);
    const brokenOff = controller.signal;
    await workToEnd(state, work, { brokenOff, stopping: this.#stopping.signal, timer, log });
    done.abort();
    if (state.run.status !== 'failed') return;
    const { report, schedule } = state.run;
    log.warn({ tenant, run: id, report, schedule }, 'a run of a report has failed; its history says why');
    if (state.run.order.owner === undefined) return;
    await tellOwner(state.run).catch((error: unknown) =>
      log.warn({ err: error, tenant, run: id }, 'the owner of a schedule could not be told of a failed run'),
    );
  }
}
