import { MINUTE_MS } from '../../lib/time/durations.js';
import type { Logger } from 'pino';
import { KeyRefused } from '../../access/key-refused.js';
import { HttpError } from './http-error.js';
import type { Clock } from '../../lib/time/units.js';

/** Wrong keys that one address may send in a minute before it has to wait. */
const MAX_A_MINUTE = 30;

/** Addresses that are remembered; beyond them the oldest is forgotten. */
const MAX_ADDRESSES = 10_000;

interface Window {
  readonly since: number;
  count: number;
}

/**
 * Slows down whoever tries keys. A valid key is never refused, whatever else its address sends: behind a proxy, many
 * senders have one address. Once a minute and address the log says how many wrong keys came.
 */
export class WrongKeys {
  readonly #clock: Clock;
  readonly #log: Logger;
  readonly #windows = new Map<string, Window>();
  #total = 0;

  /** @param clock epoch milliseconds */
  constructor(clock: Clock, log: Logger) {
    this.#clock = clock;
    this.#log = log;
  }

  /** Requests with a key that is not known, since the start. */
  get total(): number {
    return this.#total;
  }

  /** @throws what `open` throws; HttpError 429 instead when the address has sent too many keys that are not known */
  watch<T>(address: string, open: () => T): T {
    try {
      return open();
    } catch (error) {
      if (error instanceof KeyRefused && error.code === 'invalid_key') this.#count(address);
      throw error;
    }
  }

  #count(address: string): void {
    this.#total += 1;
    const window = this.#windowOf(address);
    window.count += 1;
    if (window.count === 1) this.#log.warn({ address }, 'request with an unknown API key');
    if (window.count <= MAX_A_MINUTE) return;
    const left = window.since + MINUTE_MS - this.#clock();
    throw new HttpError(429, 'too_many_wrong_keys', 'too many unknown API keys from this address', {
      retryAfter: Math.max(1, Math.ceil(left / 1_000)),
    });
  }

  #windowOf(address: string): Window {
    const now = this.#clock();
    const known = this.#windows.get(address);
    if (known !== undefined && now - known.since < MINUTE_MS) return known;
    if (known !== undefined && known.count > 1)
      this.#log.warn({ address, count: known.count }, 'requests with unknown API keys');
    const window = { since: now, count: 0 };
    this.#windows.delete(address);
    this.#windows.set(address, window);
    const [oldest] = this.#windows.keys();
    if (this.#windows.size > MAX_ADDRESSES && oldest !== undefined) this.#windows.delete(oldest);
    return window;
  }
}
