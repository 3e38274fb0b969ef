/** Time as a live run sees it. */
export interface Clock {
  /** Epoch milliseconds. */
  now(): number;
  /** Resolves after so many milliseconds, or as soon as the signal aborts. */
  wait(milliseconds: number, signal?: AbortSignal): Promise<void>;
}
