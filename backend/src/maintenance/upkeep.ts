import type { Logger } from 'pino';

interface Task {
  readonly name: string;
  readonly everyMs: number;
  readonly run: () => Promise<void>;
}

/** Runs what has to be done now and then: each task on its own, never twice at once, and a failure is logged, not fatal. */
export class Upkeep {
  readonly #log: Logger;
  readonly #timers: NodeJS.Timeout[] = [];
  readonly #running = new Map<string, Promise<void>>();

  constructor(tasks: readonly Task[], log: Logger) {
    this.#log = log;
    for (const task of tasks) {
      const timer = setInterval(() => this.#start(task), task.everyMs);
      timer.unref();
      this.#timers.push(timer);
    }
  }

  async stop(): Promise<void> {
    for (const timer of this.#timers) clearInterval(timer);
    await Promise.all(this.#running.values());
  }

  #start({ name, run }: Task): void {
    if (this.#running.has(name)) return;
    const running = run()
      .catch((error: unknown) => this.#log.warn({ err: error, task: name }, 'upkeep failed; it is tried again'))
      .finally(() => this.#running.delete(name));
    this.#running.set(name, running);
  }
}
