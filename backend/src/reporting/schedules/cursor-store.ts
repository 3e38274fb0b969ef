import { KeyKind } from '../../storage/kv/keys.js';
import type { Store } from '../../storage/kv/store.js';
import type { Millis } from '../../lib/time/units.js';

/** Up to when the planned times of a schedule have become runs; epoch milliseconds as text. */
const CURSORS = new KeyKind<[tenant: string, schedule: string]>('g');

/** How far each schedule has come, durable. */
export class CursorStore {
  readonly #store: () => Store;

  constructor(store: () => Store) {
    this.#store = store;
  }

  async get(tenant: string, schedule: string): Promise<Millis | undefined> {
    const stored = await this.#store().get(CURSORS.of(tenant, schedule));
    return stored === undefined ? undefined : Number(stored);
  }

  async put(tenant: string, schedule: string, at: Millis): Promise<void> {
    await this.#store().put(CURSORS.of(tenant, schedule), String(at), { sync: true });
  }
}
