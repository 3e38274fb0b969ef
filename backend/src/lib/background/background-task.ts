import { Mutex } from '../scheduling/mutex.js';
import { BackOff } from './back-off.js';
import { systemTimer, type Timer } from './timer.js';
import type { Millis } from '../time/units.js';

export interface BackgroundTaskOptions {
  /**
   * One step of the work.
   * @param signal aborted when the task stops
   * @returns whether there may be more to do right away
   */
  readonly step: (signal: AbortSignal) => Promise<boolean>;
  /**
   * Told of a step that failed, unless the task is stopping.
   * @returns milliseconds that the other side asks for before the next attempt, if it does
   */
  readonly onFailure: (error: unknown) => number | undefined;
  /** Changes gather for so long before the work begins; milliseconds. */
  readonly gatherMs?: Millis;
  /** The work begins again by itself so long after it has ended; milliseconds. */
  readonly everyMs?: Millis;
  readonly backOff?: BackOff;
  readonly timer?: Timer;
}

/**
 * Work that goes on beside the requests: begins when it is woken, goes on step by step while there is something to do, and
 * tries a step that failed again, later each time. At most one step runs at once.
 *
 *   idle ── wake ──→ gathering ──→ stepping ──(nothing left)──→ idle, or gathering if woken meanwhile
 *                                   │    ↑
 *                              (failed)  │ back-off, or retryNow
 *                                   └────┘
 *
 * A stop ends every wait at once and lets the step in hand end.
 */
export class BackgroundTask {
  readonly #options: BackgroundTaskOptions;
  readonly #backOff: BackOff;
  readonly #timer: Timer;
  readonly #mutex = new Mutex();
  readonly #stop = new AbortController();
  readonly #awaitingFailure = new Set<() => void>();
  #waiting: AbortController | undefined;
  #running: Promise<void> | undefined;
  #isWoken = false;
  #isHeld = false;

  constructor(options: BackgroundTaskOptions) {
    this.#options = options;
    this.#backOff = options.backOff ?? new BackOff();
    this.#timer = options.timer ?? systemTimer;
  }

  get isStopping(): boolean {
    return this.#stop.signal.aborted;
  }

  /** There is something to do. */
  wake(): void {
    this.#isWoken = true;
    if (!this.isStopping && !this.#isHeld) this.#running ??= this.#run();
  }

  /** Does nothing more, however often it is woken, until `release`. A step in hand goes on to its end. */
  hold(): void {
    this.#isHeld = true;
  }

  release(): void {
    this.#isHeld = false;
    this.wake();
  }

  /** Ends the wait after a failure, or for changes to gather. */
  retryNow(): void {
    this.#waiting?.abort();
  }

  /** Runs something while no step is running. */
  between<T>(work: () => Promise<T>): Promise<T> {
    return this.#mutex.run(work);
  }

  /** Resolves when nothing is left to do, or the task stops. Failures are waited out. Not for a task with `everyMs`. */
  async drain(): Promise<void> {
    this.wake();
    while (this.#running !== undefined) await this.#running;
  }

  /** Resolves when nothing is left to do, a step has failed, or the task stops. */
  async attempt(): Promise<void> {
    let onFailed: () => void = () => undefined;
    const failed = new Promise<void>((resolve) => {
      onFailed = resolve;
    });
    this.#awaitingFailure.add(onFailed);
    await Promise.race([this.drain(), failed]);
    this.#awaitingFailure.delete(onFailed);
  }

  /** Ends waits at once, and resolves when the step in hand has ended. */
  async stop(): Promise<void> {
    this.#stop.abort();
    this.#waiting?.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    while (this.#isWoken && !this.isStopping && !this.#isHeld) {
      await this.#wait(this.#options.gatherMs ?? 0);
      // What comes from here on may have come too late for the step.
      this.#isWoken = false;
      await this.#stepOn();
      if (this.#options.everyMs === undefined) continue;
      await this.#wait(this.#options.everyMs);
      this.#isWoken = true;
    }
    this.#running = undefined;
  }

  async #stepOn(): Promise<void> {
    const { signal } = this.#stop;
    for (;;) {
      try {
        if (signal.aborted) return;
        const hasMore = await this.#mutex.run(() => this.#options.step(signal));
        this.#backOff.reset();
        if (!hasMore || this.#isHeld) return;
      } catch (error) {
        // A step that was broken off by the stop has not failed.
        if (this.isStopping) return;
        const requestedMs = this.#options.onFailure(error);
        for (const onFailed of this.#awaitingFailure) onFailed();
        await this.#wait(this.#backOff.next(requestedMs));
      }
    }
  }

  async #wait(ms: number): Promise<void> {
    if (this.isStopping || ms <= 0) return;
    this.#waiting = new AbortController();
    await this.#timer.wait(ms, this.#waiting.signal);
    this.#waiting = undefined;
  }
}
