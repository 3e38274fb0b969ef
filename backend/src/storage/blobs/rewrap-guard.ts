import { BlobError } from './blob-error.js';

interface Rewrap {
  readonly stop: AbortController;
  readonly ended: Promise<unknown>;
}

/**
 * Keeps rewraps of a blob apart from what changes it: a put or a delete breaks a rewrap off, and begins when that has ended. A
 * blob that was deleted does not come back, and one that was replaced stays.
 */
export class RewrapGuard {
  /** Puts and deletes that go on, by key. */
  readonly #changes = new Map<string, number>();
  readonly #rewraps = new Map<string, Rewrap>();

  /** Puts or deletes the blob of a key. */
  async change<T>(key: string, work: () => Promise<T>): Promise<T> {
    this.#changes.set(key, (this.#changes.get(key) ?? 0) + 1);
    try {
      const rewrap = this.#rewraps.get(key);
      rewrap?.stop.abort(replaced());
      await rewrap?.ended;
      return await work();
    } finally {
      const left = (this.#changes.get(key) ?? 1) - 1;
      if (left === 0) this.#changes.delete(key);
      else this.#changes.set(key, left);
    }
  }

  /**
   * Rewraps the blob of a key.
   * @param work ends at its next piece when `signal` is aborted
   * @throws BlobError `replaced` when it is being put, deleted or rewrapped already
   */
  async rewrap<T>(key: string, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    if (this.#changes.has(key) || this.#rewraps.has(key)) throw replaced();
    const stop = new AbortController();
    const working = work(stop.signal);
    this.#rewraps.set(key, { stop, ended: working.catch(() => undefined) });
    try {
      return await working;
    } finally {
      this.#rewraps.delete(key);
    }
  }
}

const replaced = (): BlobError =>
  new BlobError('replaced', 'the blob is being stored, deleted or rewrapped; try again');
