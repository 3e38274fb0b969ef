import { HOUR_MS, MINUTE_MS } from '../../lib/time/durations.js';
import type { Clock } from '../../lib/time/units.js';

interface Minute {
  readonly minute: number;
  fetched: number;
  givenUp: number;
}

/** How fetching ended, since the start and within the last hour. */
export class FetchOutcomes {
  /** Since the start: recordings, attempts, recordings. */
  readonly counts = { fetched: 0, failed: 0, givenUp: 0 };
  readonly #clock: Clock;
  /** The latest one last; those of the last hour, and at most one more. */
  #minutes: Minute[] = [];

  /** @param clock epoch milliseconds */
  constructor(clock: Clock) {
    this.#clock = clock;
  }

  noteFetched(): void {
    this.counts.fetched += 1;
    this.#now().fetched += 1;
  }

  noteFailed(isGivenUp: boolean): void {
    this.counts.failed += 1;
    if (!isGivenUp) return;
    this.counts.givenUp += 1;
    this.#now().givenUp += 1;
  }

  /** Recordings whose fetching ended in the last hour, in whole minutes. */
  lastHour(): { readonly fetched: number; readonly givenUp: number } {
    this.#forget();
    return this.#minutes.reduce(
      (sum, { fetched, givenUp }) => ({ fetched: sum.fetched + fetched, givenUp: sum.givenUp + givenUp }),
      { fetched: 0, givenUp: 0 },
    );
  }

  #now(): Minute {
    this.#forget();
    const minute = Math.floor(this.#clock() / MINUTE_MS);
    const last = this.#minutes.at(-1);
    if (last?.minute === minute) return last;
    const next = { minute, fetched: 0, givenUp: 0 };
    this.#minutes.push(next);
    return next;
  }

  #forget(): void {
    const oldest = Math.floor((this.#clock() - HOUR_MS) / MINUTE_MS);
    this.#minutes = this.#minutes.filter(({ minute }) => minute > oldest);
  }
}
