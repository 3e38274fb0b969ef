import type { CallRecording } from '@callsight/contract/events/call';
import { KeyKind } from '../../storage/kv/keys.js';
import type { Store } from '../../storage/kv/store.js';

export type Consent = NonNullable<CallRecording['consent']>;

/** What was said to being recorded, for as long as anything of the call is kept. */
const CONSENTS = new KeyKind<[tenant: string, call: string]>('C');

/** What callers said to being recorded. Events that tell it expire; it does not. */
export class Consents {
  readonly #store: () => Store;

  constructor(store: () => Store) {
    this.#store = store;
  }

  /** Of a call under any of its ids; a refusal counts. */
  async of(tenant: string, ids: readonly string[]): Promise<Consent | null> {
    const found = await this.#store().getMany(ids.map((id) => CONSENTS.of(tenant, id)));
    if (found.includes('denied')) return 'denied';
    return found.includes('granted') ? 'granted' : null;
  }

  async put(tenant: string, call: string, consent: Consent): Promise<void> {
    await this.#store().put(CONSENTS.of(tenant, call), consent, { sync: true });
  }

  async remove(tenant: string, ids: readonly string[]): Promise<void> {
    const operations = ids.map((id) => ({ type: 'del' as const, key: CONSENTS.of(tenant, id) }));
    await this.#store().batch(operations, { sync: true });
  }
}
