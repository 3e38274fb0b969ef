import type { Logger } from 'pino';
import { retry } from '../lib/background/retry.js';
import { systemTimer, type Timer } from '../lib/background/timer.js';

export interface PreparationState {
  readonly status: 'preparing' | 'ready' | 'failing';
  /** Why the last attempt failed. */
  readonly reason: string | undefined;
}

interface Dependencies {
  /**
   * Brings the rows up to what the ledger or InfluxDB holds. Repeatable: an attempt that failed is made again.
   * @returns false when the service stops before that is done
   */
  readonly prepare: () => Promise<boolean>;
  /** Called once, when the rows are there. */
  readonly onReady: () => void;
  readonly log: Logger;
  readonly timer?: Timer;
}

/** Prepares the rows beside the requests, which are refused until then; tries for as long as it takes. */
export class Preparation {
  readonly #dependencies: Dependencies;
  readonly #stop = new AbortController();
  #running: Promise<void> | undefined;
  #status: PreparationState['status'] = 'preparing';
  #reason: string | undefined;
  #onFirstAttempt: () => void = () => undefined;

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
  }

  get state(): PreparationState {
    return { status: this.#status, reason: this.#reason };
  }

  get isReady(): boolean {
    return this.#status === 'ready';
  }

  get isStopping(): boolean {
    return this.#stop.signal.aborted;
  }

  /** Resolves when the first attempt has ended, whatever came of it. */
  start(): Promise<void> {
    const first = new Promise<void>((resolve) => {
      this.#onFirstAttempt = resolve;
    });
    this.#running ??= this.#run();
    return first;
  }

  /** Makes no further attempt; the one in hand is told by `isStopping`. */
  cancel(): void {
    this.#stop.abort();
  }

  async stop(): Promise<void> {
    this.cancel();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { prepare, onReady, log, timer = systemTimer } = this.#dependencies;
    const isDone = await retry(prepare, {
      signal: this.#stop.signal,
      timer,
      onFailure: (error) => {
        this.#status = 'failing';
        this.#reason = error instanceof Error ? error.message : String(error);
        log.error({ err: error }, 'rows could not be prepared; preparing will be retried');
        this.#onFirstAttempt();
      },
    });
    if (isDone === true) {
      this.#status = 'ready';
      this.#reason = undefined;
      onReady();
    }
    this.#onFirstAttempt();
  }
}
