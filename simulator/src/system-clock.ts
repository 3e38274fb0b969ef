import type { Clock } from './clock.js';

/** Longest delay of a timer; longer waits come in pieces because those who wait look at the clock again. */
const LONGEST = 2_147_483_647;

/** The machine's own time. */
export const systemClock: Clock = {
  now: () => Date.now(),
  wait: (milliseconds, signal) =>
    new Promise((resolve) => {
      if (signal?.aborted === true) {
        resolve();
        return;
      }
      const finish = () => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', finish);
        resolve();
      };
      const timer = setTimeout(finish, Math.min(LONGEST, Math.max(0, milliseconds)));
      signal?.addEventListener('abort', finish, { once: true });
    }),
};
