import { MINUTE_MS } from '../../lib/time/durations.js';
import type { Clock, Millis } from '../../lib/time/units.js';

/** A player asks for many parts of a recording; within so long after one of them, the next one belongs to the same playback. */
const SAME_PLAYBACK_MS = 10 * MINUTE_MS;

/** Playbacks that are remembered; with more, the oldest are noted once more. */
const MAX_REMEMBERED = 20_000;

/** Tells a playback that begins from one that goes on. */
export class Plays {
  readonly #clock: Clock;
  /** By who plays what, the oldest first; epoch milliseconds of its last request. */
  readonly #last = new Map<string, Millis>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** @returns whether this request begins a playback */
  begins(actor: string, target: string): boolean {
    const key = `${actor}\u0000${target}`;
    const now = this.#clock();
    const last = this.#last.get(key);
    this.#last.delete(key);
    this.#last.set(key, now);
    const [oldest] = this.#last.keys();
    if (this.#last.size > MAX_REMEMBERED && oldest !== undefined) this.#last.delete(oldest);
    return last === undefined || now - last > SAME_PLAYBACK_MS;
  }
}
