import { setTimeout } from 'node:timers/promises';

/** Time as background work waits for it, so that a test need not wait. */
export interface Timer {
  /** Resolves after so many milliseconds, or as soon as the signal is aborted. Leaves no listener behind. */
  wait(ms: number, signal: AbortSignal): Promise<void>;
}

export const systemTimer: Timer = {
  async wait(ms, signal) {
    if (signal.aborted || ms <= 0) return;
    try {
      await setTimeout(ms, undefined, { signal });
    } catch (error) {
      if ((error as Error).name !== 'AbortError') throw error;
    }
  },
};
