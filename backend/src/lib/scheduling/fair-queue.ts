interface Waiting {
  readonly start: () => void;
}

/** The queue is full; the caller is to come back later. */
export class QueueFull extends Error {
  override readonly name = 'QueueFull';
  constructor() {
    super('too many requests are waiting already');
  }
}

export interface FairQueueOptions {
  /** How many may run at once. */
  readonly total: number;
  /** How many of one owner may run at once. Fewer than `total`, so that one owner never takes every place. */
  readonly perOwner: number;
  /** How many may wait; one more is refused. */
  readonly maxWaiting: number;
}

/**
 * Shares a bounded number of places among owners, such as tenants: owners that wait are served in turn, one each, however
 * many requests each of them has waiting.
 */
export class FairQueue {
  readonly #options: FairQueueOptions;
  readonly #waiting = new Map<string, Waiting[]>();
  readonly #running = new Map<string, number>();
  #inUse = 0;
  #waitingCount = 0;

  constructor(options: FairQueueOptions) {
    this.#options = options;
  }

  get running(): number {
    return this.#inUse;
  }

  get waiting(): number {
    return this.#waitingCount;
  }

  /**
   * Runs a task as soon as a place is free for its owner.
   * @throws QueueFull when too many wait already; the reason of `signal` when it is aborted while waiting
   */
  async run<T>(owner: string, task: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    await this.#enter(owner, signal);
    try {
      return await task();
    } finally {
      this.#leave(owner);
    }
  }

  #enter(owner: string, signal: AbortSignal | undefined): Promise<void> | void {
    signal?.throwIfAborted();
    if (this.#inUse < this.#options.total && this.#runningOf(owner) < this.#options.perOwner) {
      this.#occupy(owner);
      return;
    }
    if (this.#waitingCount >= this.#options.maxWaiting) throw new QueueFull();
    return new Promise((resolve, reject) => {
      const line = this.#waiting.get(owner) ?? [];
      const cancel = (): void => {
        line.splice(line.indexOf(entry), 1);
        this.#waitingCount -= 1;
        reject(signal?.reason instanceof Error ? signal.reason : new Error('cancelled'));
      };
      const entry: Waiting = {
        start: () => {
          signal?.removeEventListener('abort', cancel);
          this.#waitingCount -= 1;
          this.#occupy(owner);
          resolve();
        },
      };
      signal?.addEventListener('abort', cancel, { once: true });
      line.push(entry);
      this.#waitingCount += 1;
      this.#waiting.set(owner, line);
    });
  }

  #leave(owner: string): void {
    this.#inUse -= 1;
    const left = this.#runningOf(owner) - 1;
    if (left === 0) this.#running.delete(owner);
    else this.#running.set(owner, left);
    // The owner that was served last goes to the end of the round.
    for (const [next, line] of this.#waiting) {
      if (this.#inUse >= this.#options.total) return;
      if (line.length === 0) this.#waiting.delete(next);
      else if (this.#runningOf(next) < this.#options.perOwner) {
        this.#waiting.delete(next);
        const first = line.shift();
        if (line.length > 0) this.#waiting.set(next, line);
        first?.start();
      }
    }
  }

  #occupy(owner: string): void {
    this.#inUse += 1;
    this.#running.set(owner, this.#runningOf(owner) + 1);
  }

  #runningOf(owner: string): number {
    return this.#running.get(owner) ?? 0;
  }
}
