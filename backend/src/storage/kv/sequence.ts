import { toMicros, type Clock } from '../../lib/time/units.js';

/** Ids that sort by the time at which they were given, unique within this process and across restarts. */
export class Sequence {
  readonly #clock: Clock;
  #last = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Ten thousand ids fit into a millisecond; a clock that steps back is waited out by counting on. */
  next(): string {
    this.#last = Math.max(this.#last + 1, toMicros(this.#clock()));
    return this.#last.toString(36).padStart(11, '0');
  }
}
