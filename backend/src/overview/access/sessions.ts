import { randomBytes } from 'node:crypto';

const LIFETIME_MS = 12 * 3_600_000;
const MOST = 1_000;

interface Session {
  readonly key: string;
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

  /** @returns the id, which only the visitor's browser knows besides */
  begin(key: string): string {
    for (const [id, { endsAt }] of this.#byId) {
      if (endsAt > this.#clock() && this.#byId.size < MOST) break;
      this.#byId.delete(id);
    }
    const id = randomBytes(32).toString('base64url');
    this.#byId.set(id, { key, endsAt: this.#clock() + LIFETIME_MS });
    return id;
  }

  keyOf(id: string): string | undefined {
    const session = this.#byId.get(id);
    return session === undefined || session.endsAt <= this.#clock() ? undefined : session.key;
  }

  end(id: string): void {
    this.#byId.delete(id);
  }
}
