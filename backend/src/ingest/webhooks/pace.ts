import { setTimeout } from 'node:timers/promises';

/** Keeps questions apart, so that no more than so many are asked in a second, however they come. */
export class Pace {
  readonly #gapMs: number;
  #next = 0;

  constructor(perSecond: number) {
    this.#gapMs = 1_000 / perSecond;
  }

  /** Resolves when the next question may be asked. */
  async turn(signal: AbortSignal): Promise<void> {
    const now = performance.now();
    const at = Math.max(now, this.#next);
    this.#next = at + this.#gapMs;
    if (at > now) await setTimeout(at - now, undefined, { signal, ref: false });
  }
}
