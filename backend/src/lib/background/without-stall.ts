import { systemTimer, type Timer } from './timer.js';
import type { Millis } from '../time/units.js';

/** A sender from whom nothing came for too long. */
export class Stalled extends Error {
  override readonly name = 'Stalled';
  constructor(ms: Millis) {
    super(`nothing came for ${Math.round(ms / 1_000)} seconds`);
  }
}

/**
 * A body that fails when nothing comes for too long, so that a sender who is gone does not keep its place.
 * @throws Stalled
 */
export async function* withoutStall(
  body: AsyncIterable<Uint8Array>,
  ms: Millis,
  timer: Timer = systemTimer,
): AsyncGenerator<Uint8Array> {
  const iterator = body[Symbol.asyncIterator]();
  try {
    for (;;) {
      const next = await within(iterator.next(), ms, timer);
      if (next.done === true) return;
      yield next.value;
    }
  } finally {
    // Behind a wait that goes on it would wait as well.
    iterator.return?.().catch(() => undefined);
  }
}

async function within<T>(promise: Promise<T>, ms: Millis, timer: Timer): Promise<T> {
  const came = new AbortController();
  const late = timer.wait(ms, came.signal).then(() => {
    if (!came.signal.aborted) throw new Stalled(ms);
    return promise;
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    came.abort();
  }
}
