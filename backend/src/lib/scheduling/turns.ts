import { yieldToOthers } from './pace.js';

/** A piece of bulk work ends after so long, so that what takes a few turns of the thread takes a few milliseconds. */
const PIECE_MS = 1;

/**
 * Lets pieces of bulk work into the thread one at a time, however many there are: between two of them everything else that
 * waits for the thread goes first.
 */
export class Turns {
  #last: Promise<void> = Promise.resolve();
  #since = 0;

  /** Resolves when it is this caller's turn for a piece. */
  next(): Promise<void> {
    this.#last = this.#last.then(yieldToOthers).then(() => {
      this.#since = performance.now();
    });
    return this.#last;
  }

  /** Whether the piece that began with the latest turn has taken its time. */
  get isOver(): boolean {
    return performance.now() - this.#since > PIECE_MS;
  }
}
