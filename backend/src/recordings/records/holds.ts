import type { Hold } from '@callsight/contract/recordings';
import { KeyKind } from '../../storage/kv/keys.js';
import type { Store } from '../../storage/kv/store.js';

/** A hold on a call, as JSON. */
const HOLDS = new KeyKind<[tenant: string, call: string]>('H');

/** Legal holds: what must not be deleted, though it would expire or somebody asks for it. */
export class Holds {
  readonly #store: () => Store;

  constructor(store: () => Store) {
    this.#store = store;
  }

  /** The hold on a call, under any of its ids. */
  async of(tenant: string, ids: readonly string[]): Promise<Hold | undefined> {
    const found = await this.#store().getMany(ids.map((id) => HOLDS.of(tenant, id)));
    const value = found.find((one) => one !== undefined);
    return value === undefined ? undefined : (JSON.parse(value) as Hold);
  }

  async put(tenant: string, hold: Hold): Promise<void> {
    await this.#store().put(HOLDS.of(tenant, hold.call_id), JSON.stringify(hold), { sync: true });
  }

  /** Ends the hold on a call. @returns whether there was one */
  async remove(tenant: string, ids: readonly string[]): Promise<boolean> {
    const had = (await this.of(tenant, ids)) !== undefined;
    const operations = ids.map((id) => ({ type: 'del' as const, key: HOLDS.of(tenant, id) }));
    if (had) await this.#store().batch(operations, { sync: true });
    return had;
  }
}
