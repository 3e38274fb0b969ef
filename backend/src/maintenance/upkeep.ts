import type { Logger } from 'pino';
import { BackgroundTask } from '../lib/background/background-task.js';
import { systemTimer, type Timer } from '../lib/background/timer.js';

export interface Task {
  readonly name: string;
  readonly everyMs: number;
  /** @param signal aborted when the tasks stop */
  readonly run: (signal: AbortSignal) => Promise<void>;
}

/** Runs what has to be done now and then: each task on its own, never twice at once; one that failed is tried again sooner. */
export class Upkeep {
  readonly #tasks: readonly BackgroundTask[];

  constructor(tasks: readonly Task[], log: Logger, timer: Timer = systemTimer) {
    this.#tasks = tasks.map(
      ({ name, everyMs, run }) =>
        new BackgroundTask({
          step: async (signal) => {
            await run(signal);
            return false;
          },
          onFailure: (error) => {
            log.warn({ err: error, task: name }, 'maintenance task failed; it will be retried');
            return undefined;
          },
          // The first time is as far from the start as the others are from each other.
          gatherMs: everyMs,
          everyMs: 0,
          timer,
        }),
    );
    for (const task of this.#tasks) task.wake();
  }

  async stop(): Promise<void> {
    await Promise.all(this.#tasks.map((task) => task.stop()));
  }
}
