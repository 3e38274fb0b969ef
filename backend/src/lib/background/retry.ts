import { BackOff } from './back-off.js';
import { systemTimer, type Timer } from './timer.js';

export interface RetryOptions {
  /** Ends the attempts. */
  readonly signal: AbortSignal;
  /** Told of an attempt that failed, unless the signal is aborted. */
  readonly onFailure: (error: unknown) => void;
  readonly backOff?: BackOff;
  readonly timer?: Timer;
}

/**
 * Does something until it succeeds once, with longer and longer waits in between.
 * @returns undefined when the signal was aborted before it succeeded
 */
export async function retry<T>(
  attempt: () => Promise<T>,
  { signal, onFailure, backOff = new BackOff(), timer = systemTimer }: RetryOptions,
): Promise<T | undefined> {
  const isAborted = (): boolean => signal.aborted;
  while (!isAborted()) {
    try {
      return await attempt();
    } catch (error) {
      // An attempt that was broken off has not failed.
      if (isAborted()) break;
      onFailure(error);
      await timer.wait(backOff.next(), signal);
    }
  }
  return undefined;
}
