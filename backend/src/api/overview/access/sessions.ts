import { HOUR_MS } from '../../../lib/time/durations.js';
import { randomBytes } from 'node:crypto';

const LIFETIME_MS = 12 * HOUR_MS;
/** Sessions at once, of all tenants and of one. */
const MAX_SESSIONS = 10_000;
const MAX_SESSIONS_OF_TENANT = 200;

interface Session {
  readonly key: string;
  readonly tenant: string;
  /** Epoch milliseconds. */
  readonly endsAt: number;
}

/**
 * Visitors who have shown a key. A session holds the key and nothing that was decided about it: it is checked anew on
 * every request, so that a revoked key ends the session. Sessions live in memory; a restart ends them all.
 */
export class Sessions {
  readonly #clock: () => number;
  /** In the order of their begin, which is also that of their end. */
  readonly #byId = new Map<string, Session>();

  /** @param clock epoch milliseconds */
  constructor(clock: () => number) {
    this.#clock = clock;
  }

  static readonly lifetimeSeconds = LIFETIME_MS / 1_000;

  /**
   * A tenant that has too many sessions loses its oldest one; sessions of other tenants are not touched.
   * @returns the id, which only the visitor's browser knows besides
   */
  begin(key: string, tenant: string): string {
    this.#expire();
    const own = [...this.#byId].filter(([, session]) => session.tenant === tenant);
    const [oldest] = own;
    if (oldest !== undefined && own.length >= MAX_SESSIONS_OF_TENANT) this.#byId.delete(oldest[0]);
    const [first] = this.#byId.keys();
    if (first !== undefined && this.#byId.size >= MAX_SESSIONS) this.#byId.delete(first);
    const id = randomBytes(32).toString('base64url');
    this.#byId.set(id, { key, tenant, endsAt: this.#clock() + LIFETIME_MS });
    return id;
  }

  keyOf(id: string): string | undefined {
    const session = this.#byId.get(id);
    return session === undefined || session.endsAt <= this.#clock() ? undefined : session.key;
  }

  end(id: string): void {
    this.#byId.delete(id);
  }

  #expire(): void {
    for (const [id, { endsAt }] of this.#byId) {
      if (endsAt > this.#clock()) return;
      this.#byId.delete(id);
    }
  }
}
