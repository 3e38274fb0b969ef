import { setMaxListeners } from 'node:events';
import type { Logger } from 'pino';
import { BackgroundTask } from '../../lib/background/background-task.js';
import type { Timer } from '../../lib/background/timer.js';
import { FairQueue } from '../../lib/scheduling/fair-queue.js';
import type { Clock, Millis } from '../../lib/time/units.js';
import { BUILT_IN_SOURCE } from './origin.js';
import type { CheckReport } from './check-reports.js';
import type { Outcome } from './run-check.js';
import { offsetOf, plannedAt } from './schedule.js';

/** Something that is run again and again: a check that a tenant has defined, or one of the service itself. */
export interface CheckTask {
  readonly tenant: string;
  /** Source of its events. */
  readonly source: string;
  readonly id: string;
  readonly component: string;
  readonly everyMs: Millis;
  /** It runs at this time first; epoch milliseconds. 0 for what is built in. */
  readonly definedAt: Millis;
  /** @returns undefined when there is nothing to report */
  readonly run: (signal: AbortSignal) => Promise<Outcome | undefined>;
}

interface Dependencies {
  readonly clock: Clock;
  readonly timer: Timer;
  readonly log: Logger;
  /** Told of every run that found something; resolves when it has been stored or kept. */
  readonly onReport: (report: CheckReport) => Promise<void>;
  /** Called before each look at what is due, such as for what has to be retried. */
  readonly onTick: () => Promise<void>;
  /** Whether anything may run at present. */
  readonly isReady: () => boolean;
}

/** How often it is looked what is due: no run is later than that, and a check runs every 10 s at most. */
const TICK_MS = 1_000;

/** Runs at once: they wait for networks and cost the thread next to nothing, but a machine has only so many sockets. */
const MAX_RUNNING = 10;
const MAX_RUNNING_OF_OWNER = 8;
const MAX_WAITING = 100_000;

interface Planned {
  readonly task: CheckTask;
  readonly offsetMs: Millis;
}

export const taskKey = ({ tenant, source, id }: Pick<CheckTask, 'tenant' | 'source' | 'id'>): string =>
  [tenant, source, id].join('\u0000');

/** Runs checks when they are due, each one run at a time. */
export class CheckScheduler {
  readonly #dependencies: Dependencies;
  readonly #queue = new FairQueue({
    total: MAX_RUNNING,
    perOwner: MAX_RUNNING_OF_OWNER,
    maxWaiting: MAX_WAITING,
  });
  readonly #running = new Map<string, Promise<CheckReport | undefined>>();
  readonly #stop = new AbortController();
  readonly #background: BackgroundTask;
  #tasks = new Map<string, Planned>();
  #ran = new Map<string, Millis>();

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
    // Every check that waits or runs listens for the stop: their number is no leak.
    setMaxListeners(0, this.#stop.signal);
    const { log, timer } = dependencies;
    this.#background = new BackgroundTask({
      step: async () => {
        await this.tick();
        return false;
      },
      onFailure: (error) => {
        log.warn({ err: error }, 'checks could not be scheduled; it will be retried');
        return undefined;
      },
      everyMs: TICK_MS,
      timer,
    });
  }

  start(): void {
    this.#background.wake();
  }

  /** Takes these in the place of those that there were. What is running goes on to its end. */
  replace(tasks: readonly CheckTask[]): void {
    this.#tasks = new Map(
      tasks.map((task) => {
        const key = taskKey(task);
        return [key, { task, offsetMs: offsetOf(key, task.everyMs) }];
      }),
    );
    this.#ran = new Map([...this.#ran].filter(([key]) => this.#tasks.has(key)));
  }

  /** Says that a check ran already for a planned time, before this process; epoch milliseconds. */
  noteRun(task: Pick<CheckTask, 'tenant' | 'source' | 'id'>, planned: Millis): void {
    const key = taskKey(task);
    if (this.#tasks.has(key)) this.#ran.set(key, Math.max(planned, this.#ran.get(key) ?? planned));
  }

  /** Begins what is due; does not wait for it. */
  async tick(): Promise<void> {
    const { clock, isReady, onTick } = this.#dependencies;
    if (!isReady()) return;
    await onTick();
    const now = clock();
    for (const [key, { task, offsetMs }] of this.#tasks) {
      if (this.#running.has(key)) continue;
      const planned = plannedAt(task.everyMs, offsetMs, task.definedAt, now);
      if (planned > now || planned <= (this.#ran.get(key) ?? -Infinity)) continue;
      this.#ran.set(key, planned);
      void this.#begin(key, task, planned);
    }
  }

  /** Runs a check now, or joins the run that is in progress. @returns undefined when it had nothing to report, or failed */
  runNow(task: CheckTask): Promise<CheckReport | undefined> {
    const key = taskKey(task);
    return this.#running.get(key) ?? this.#begin(key, task, this.#dependencies.clock());
  }

  /** Resolves when nothing runs. */
  async idle(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running.values());
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#background.stop();
    await this.idle();
  }

  #begin(key: string, task: CheckTask, planned: Millis): Promise<CheckReport | undefined> {
    const run = this.#run(task, planned).finally(() => this.#running.delete(key));
    this.#running.set(key, run);
    return run;
  }

  async #run(task: CheckTask, planned: Millis): Promise<CheckReport | undefined> {
    const { clock, log, onReport } = this.#dependencies;
    const { signal } = this.#stop;
    const { tenant, source, id, component } = task;
    try {
      return await this.#queue.run(
        // Checks of the service itself do not wait behind those of tenants that hang.
        source === BUILT_IN_SOURCE ? BUILT_IN_SOURCE : tenant,
        async () => {
          const at = clock();
          const outcome = await task.run(signal);
          if (outcome === undefined) return undefined;
          const report: CheckReport = {
            ...outcome,
            tenant,
            source,
            component,
            check: id,
            plannedAt: planned,
            at,
            recorded: false,
          };
          await onReport(report);
          return report;
        },
        signal,
      );
    } catch (error) {
      if (!signal.aborted) log.warn({ err: error, tenant, check: id }, 'check could not be carried out');
      return undefined;
    }
  }
}
