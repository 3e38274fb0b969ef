import type { IngestAnswer } from '@callsight/contract/events/verdict';
import { backOff } from './back-off.js';
import type { ClientError } from './client-error.js';
import { EventQueue } from './event-queue.js';
import { postBatch } from './post-batch.js';
import type { QueuedEvent } from './queued-event.js';
import type { Settings } from './settings.js';
import { sleep } from './sleep.js';
import type { Tally } from './tally.js';
import type { Verdict } from './verdict.js';

interface Waiter {
  /** How many events must be done with. */
  readonly upTo: number;
  readonly done: () => void;
}

type Again = Extract<Verdict, { kind: 'again' }>;

/**
 * Sends the queue, one request at a time and always from its head, so that events arrive in the order in which they were
 * sent. A batch stays in the queue until its answer is there; what is sent again has the ids it had, and the service counts
 * it once.
 */
export class Sender {
  readonly #settings: Settings;
  readonly #tally: Tally;
  readonly #queue: EventQueue;
  readonly #stop = new AbortController();
  #nap = new AbortController();
  #waiters: Waiter[] = [];
  #offered = 0;
  #done = 0;
  #failures = 0;
  #maxBatchBytes: number;
  #isRunning = false;
  #cancelDelay: (() => void) | undefined;
  #refusal: ClientError | undefined;

  constructor(settings: Settings, tally: Tally) {
    this.#settings = settings;
    this.#tally = tally;
    this.#queue = new EventQueue(settings);
    this.#maxBatchBytes = settings.maxBatchBytes;
  }

  /** @returns undefined if the event was taken or dropped at once, or else a promise that resolves when there is room */
  offer(event: QueuedEvent): Promise<void> | undefined {
    if (this.#stop.signal.aborted) {
      this.#tally.dropped([event], 'closed');
      return undefined;
    }
    if (this.#settings.whenFull === 'drop' && !this.#queue.hasRoom(event)) {
      this.#tally.dropped([event], 'queue_full');
      return undefined;
    }
    this.#offered += 1;
    const room = this.#queue.push(event);
    if (room === undefined) this.#schedule();
    else this.#start();
    return room;
  }

  get isIdle(): boolean {
    return this.#queue.length === 0;
  }

  /** Sends now, and resolves when it is known what became of every event that was offered before. */
  settled(): Promise<void> {
    if (this.#done >= this.#offered) return Promise.resolve();
    this.#start();
    return new Promise((done) => this.#waiters.push({ upTo: this.#offered, done }));
  }

  /** Ends the wait before the next attempt: there may not be time for a later one. */
  retryNow(): void {
    this.#failures = 0;
    this.#nap.abort();
  }

  /** The last refusal of a whole request that nobody has asked for yet. */
  takeRefusal(): ClientError | undefined {
    const refusal = this.#refusal;
    this.#refusal = undefined;
    return refusal;
  }

  /** Sends nothing more; what is still there is counted as left. */
  stop(): void {
    this.#stop.abort();
    this.#nap.abort();
    this.#cancelDelay?.();
    const left = this.#queue.clear();
    this.#tally.left(left);
    this.#finish(left.length);
  }

  #schedule(): void {
    const { clock, maxBatchEvents, maxDelayMs } = this.#settings;
    if (this.#queue.length >= maxBatchEvents || this.#queue.bytes >= this.#maxBatchBytes) this.#start();
    else if (!this.#isRunning) this.#cancelDelay ??= clock.after(maxDelayMs, () => this.#start());
  }

  #start(): void {
    this.#cancelDelay?.();
    this.#cancelDelay = undefined;
    if (!this.#isRunning) void this.#run();
  }

  async #run(): Promise<void> {
    this.#isRunning = true;
    while (this.#queue.length > 0) {
      const batch = this.#queue.head(this.#settings.maxBatchEvents, this.#maxBatchBytes);
      const verdict = await postBatch(
        this.#settings,
        batch.map(({ json }) => json),
        this.#stop.signal,
      );
      // What was on its way has been counted as left: its answer comes too late to say otherwise.
      if (this.#stop.signal.aborted) break;
      if (verdict.kind === 'again') await this.#waitAfter(verdict);
      else this.#settle(verdict, batch);
    }
    this.#isRunning = false;
  }

  #settle(verdict: Exclude<Verdict, Again>, batch: readonly QueuedEvent[]): void {
    this.#failures = 0;
    if (verdict.kind === 'too_large') {
      this.#shrink(batch, verdict.message);
      return;
    }
    if (verdict.kind === 'settled') this.#count(verdict.answer, batch);
    else {
      this.#refusal = verdict.error;
      this.#tally.failed(verdict.error);
      this.#tally.dropped(batch, 'refused');
    }
    this.#remove(batch.length);
  }

  #count({ accepted, duplicates, rejected }: IngestAnswer, batch: readonly QueuedEvent[]): void {
    this.#tally.taken(accepted, duplicates);
    for (const reason of rejected) {
      const event = batch[reason.index];
      if (event !== undefined) this.#tally.rejected(reason, event);
    }
  }

  /**
   * Halves what is sent at once, from now on. Only a batch above the service's limit comes here, so the new limit stays
   * above half of the service's. An event that is too large by itself is refused.
   */
  #shrink(batch: readonly QueuedEvent[], message: string): void {
    const [first] = batch;
    if (batch.length > 1) {
      const bytes = batch.reduce((sum, event) => sum + event.bytes + 1, 1);
      this.#maxBatchBytes = Math.floor(bytes / 2);
    } else if (first !== undefined) {
      const { id } = JSON.parse(first.json) as { id: string };
      this.#tally.rejected({ index: 0, id, code: 'body_too_large', message, path: '' }, first);
      this.#remove(1);
    }
  }

  async #waitAfter({ reason, askedMs }: Again): Promise<void> {
    const { clock, random, retryBaseMs, retryCapMs, onRetry } = this.#settings;
    this.#failures += 1;
    const delay = backOff({ baseMs: retryBaseMs, capMs: retryCapMs }, this.#failures, random(), askedMs);
    queueMicrotask(() => onRetry(reason, delay));
    this.#nap = new AbortController();
    await sleep(clock, delay, this.#nap.signal);
  }

  #remove(count: number): void {
    this.#queue.remove(count);
    this.#finish(count);
  }

  #finish(count: number): void {
    this.#done += count;
    const done = this.#waiters.filter(({ upTo }) => upTo <= this.#done);
    this.#waiters = this.#waiters.filter(({ upTo }) => upTo > this.#done);
    for (const waiter of done) waiter.done();
  }
}
