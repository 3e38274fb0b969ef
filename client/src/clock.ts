/** Time, so that tests can say what it is. */
export interface Clock {
  /** Epoch milliseconds. */
  now(): number;
  /** Runs something once, in so many milliseconds; keeps no process alive. @returns cancels it */
  after(ms: number, run: () => void): () => void;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  after: (ms, run) => {
    const timer = setTimeout(run, ms).unref();
    return () => clearTimeout(timer);
  },
};
