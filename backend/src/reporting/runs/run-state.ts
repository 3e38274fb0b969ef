import type { Clock } from '../../lib/time/units.js';
import { isOpen, type RunStore, type StoredDelivery, type StoredRun } from './run-store.js';

/** A run that goes on; every change of it is durable before it counts. */
export class RunState {
  readonly #store: RunStore;
  readonly #clock: Clock;
  #run: StoredRun;
  /** Changes come one after the other, also where several messages are sent at once. */
  #writing: Promise<void> = Promise.resolve();

  constructor(run: StoredRun, store: RunStore, clock: Clock) {
    this.#run = run;
    this.#store = store;
    this.#clock = clock;
  }

  get run(): StoredRun {
    return this.#run;
  }

  /** A status that ends the run sets its end. */
  change(change: Partial<StoredRun>): Promise<void> {
    const next = { ...this.#run, ...change };
    const finished = isOpen(next) ? null : new Date(this.#clock()).toISOString();
    this.#run = { ...next, finished_at: finished };
    // A write that failed is told to whoever made that change, and does not keep the next from being written.
    this.#writing = this.#writing.catch(() => undefined).then(() => this.#store.put(this.#run));
    return this.#writing;
  }

  /** Changes the deliveries to some addresses or targets. */
  changeDeliveries(to: readonly string[], change: (delivery: StoredDelivery) => StoredDelivery): Promise<void> {
    const deliveries = this.#run.deliveries.map((one) => (to.includes(one.to) ? change(one) : one));
    return this.change({ deliveries });
  }
}
