import type { Timer } from '../../src/lib/background/timer.js';

/** A timer that waits until a test says that the time has come. */
export class ManualTimer implements Timer {
  #waits: { readonly ms: number; readonly end: () => void }[] = [];
  #onWait: () => void = () => undefined;

  /** What is waited for at present; milliseconds. */
  get waits(): number[] {
    return this.#waits.map(({ ms }) => ms);
  }

  async wait(ms: number, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return;
    await new Promise<void>((resolve) => {
      const end = (): void => {
        signal.removeEventListener('abort', end);
        this.#waits = this.#waits.filter((one) => one.end !== end);
        resolve();
      };
      signal.addEventListener('abort', end);
      this.#waits.push({ ms, end });
      this.#onWait();
    });
  }

  /** Resolves as soon as something is waited for. */
  async waited(): Promise<void> {
    while (this.#waits.length === 0)
      await new Promise<void>((resolve) => {
        this.#onWait = resolve;
      });
  }

  /** Ends all present waits. @returns how long each would have been; milliseconds */
  elapse(): number[] {
    const waits = this.#waits;
    for (const { end } of waits) end();
    return waits.map(({ ms }) => ms);
  }
}
