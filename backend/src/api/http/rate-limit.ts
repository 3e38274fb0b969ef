import { HttpError } from './http-error.js';
import type { Clock } from '../../lib/time/units.js';

interface Bucket {
  tokens: number;
  at: number;
}

/** Token buckets, one a key: so many events a second, and two seconds' worth at once. */
export class RateLimit {
  readonly #perSecond: number;
  readonly #clock: Clock;
  readonly #buckets = new Map<string, Bucket>();

  constructor(perSecond: number, clock: Clock) {
    this.#perSecond = perSecond;
    this.#clock = clock;
  }

  /** @throws HttpError 429 while the bucket is in debt; a batch is taken whole, and paid for before the next */
  admit(keyId: string): void {
    if (this.#perSecond === 0) return;
    const bucket = this.#refill(keyId);
    if (bucket.tokens > 0) return;
    const retryAfter = Math.max(1, Math.ceil(-bucket.tokens / this.#perSecond));
    throw new HttpError(429, 'too_many_requests', `this key may send ${this.#perSecond} events a second`, {
      retryAfter,
    });
  }

  spend(keyId: string, events: number): void {
    if (this.#perSecond > 0) this.#refill(keyId).tokens -= events;
  }

  #refill(keyId: string): Bucket {
    const now = this.#clock();
    const max = this.#perSecond * 2;
    const bucket = this.#buckets.get(keyId) ?? { tokens: max, at: now };
    bucket.tokens = Math.min(max, bucket.tokens + (Math.max(0, now - bucket.at) / 1_000) * this.#perSecond);
    bucket.at = now;
    this.#buckets.set(keyId, bucket);
    return bucket;
  }
}
