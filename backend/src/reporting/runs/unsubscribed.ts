import { createHash } from 'node:crypto';
import { KeyKind, partsOf } from '../../storage/kv/keys.js';
import type { Store } from '../../storage/kv/store.js';

/** Who wants no more of a schedule; the value is the time, RFC 3339. */
const UNSUBSCRIBED = new KeyKind<[tenant: string, schedule: string, address: string]>('U');

/** An address as it stands in keys and links, which are logged: not to be read, and the same in any case of its letters. */
export const addressHash = (tenant: string, address: string): string =>
  createHash('sha256')
    .update(JSON.stringify([tenant, address.toLowerCase()]))
    .digest('hex')
    .slice(0, 32);

/** Addresses that have left a schedule, durable. */
export class Unsubscribed {
  readonly #store: () => Store;

  constructor(store: () => Store) {
    this.#store = store;
  }

  /** @param hash of the address */
  async add(tenant: string, schedule: string, hash: string, at: string): Promise<void> {
    await this.#store().put(UNSUBSCRIBED.of(tenant, schedule, hash), at, { sync: true });
  }

  async has(tenant: string, schedule: string, hash: string): Promise<boolean> {
    return (await this.#store().get(UNSUBSCRIBED.of(tenant, schedule, hash))) !== undefined;
  }

  async remove(tenant: string, schedule: string, hash: string): Promise<void> {
    await this.#store().del(UNSUBSCRIBED.of(tenant, schedule, hash), { sync: true });
  }

  /** Hashes of the addresses that have left a schedule. */
  async list(tenant: string, schedule: string): Promise<ReadonlySet<string>> {
    const hashes = new Set<string>();
    for await (const key of this.#store().keys(UNSUBSCRIBED.under(tenant, schedule))) hashes.add(partsOf(key)[3] ?? '');
    return hashes;
  }
}
