import type { Ledger } from '../../storage/ledger/ledger.js';
import { keys, partsOf, under } from '../../storage/kv/keys.js';
import type { Operation } from '../../storage/kv/store.js';
import type { ReceivedWebhook, WebhookBody, RawWebhook } from './received-webhook.js';

/** A delivery that waits, with the key that says so. */
export interface Waiting {
  readonly key: string;
  readonly delivery: ReceivedWebhook | undefined;
  readonly body: WebhookBody | undefined;
}

/** Which deliveries are asked for. */
export interface WebhookFilter {
  readonly connection?: string | undefined;
  readonly status?: string | undefined;
  readonly kind?: string | undefined;
}

/** Deliveries in the ledger's store, by tenant and provider; ids sort by time. */
export class WebhookStore {
  readonly #ledger: Ledger;

  constructor(ledger: Ledger) {
    this.#ledger = ledger;
  }

  async get(tenant: string, provider: string, id: string): Promise<ReceivedWebhook | undefined> {
    const { store } = this.#ledger;
    const value =
      (await store.get(keys.delivery(tenant, provider, id))) ?? (await store.get(keys.refused(tenant, provider, id)));
    return value === undefined ? undefined : (JSON.parse(value) as ReceivedWebhook);
  }

  /** What it carried; undefined for one that was refused, of which nothing is kept. */
  async body(tenant: string, provider: string, id: string): Promise<WebhookBody | undefined> {
    const value = await this.#ledger.store.get(keys.body(tenant, provider, id));
    return value === undefined ? undefined : (JSON.parse(value) as WebhookBody);
  }

  /** What it carried as it came, without secrets, where that is kept. */
  async raw(tenant: string, provider: string, id: string): Promise<unknown> {
    const value = await this.#ledger.store.get(keys.raw(tenant, provider, id));
    return value === undefined ? undefined : (JSON.parse(value) as RawWebhook).payload;
  }

  /** Deliveries with what they carried, by the keys under which they wait. */
  async many(tenant: string, waiting: readonly string[]): Promise<Waiting[]> {
    const names = waiting.map((key) => partsOf(key).slice(2));
    const read = async <T>(
      keyOf: (tenant: string, provider: string, id: string) => string,
    ): Promise<(T | undefined)[]> => {
      const values = await this.#ledger.store.getMany(
        names.map(([provider = '', id = '']) => keyOf(tenant, provider, id)),
      );
      return values.map((value) => (value === undefined ? undefined : (JSON.parse(value) as T)));
    };
    const deliveries = await read<ReceivedWebhook>(keys.delivery);
    const bodies = await read<WebhookBody>(keys.body);
    return waiting.map((key, index) => ({ key, delivery: deliveries[index], body: bodies[index] }));
  }

  /** Deliveries of a provider, the latest first, those before `cursor` (an id) that fit the filter. */
  async *latest(
    tenant: string,
    provider: string,
    filter: WebhookFilter,
    cursor?: string,
  ): AsyncGenerator<ReceivedWebhook> {
    const believed = this.#range('w', tenant, provider, cursor);
    const refused = this.#range('r', tenant, provider, cursor);
    for await (const delivery of mergeLatest(believed, refused)) {
      if (fits(delivery, filter)) yield delivery;
    }
  }

  put(tenant: string, delivery: ReceivedWebhook): Operation {
    return { type: 'put', key: keys.delivery(tenant, delivery.provider, delivery.id), value: JSON.stringify(delivery) };
  }

  putBody(tenant: string, { provider, id }: ReceivedWebhook, body: WebhookBody): Operation {
    return { type: 'put', key: keys.body(tenant, provider, id), value: JSON.stringify(body) };
  }

  putRaw(tenant: string, { provider, id, received_at }: ReceivedWebhook, payload: unknown): Operation {
    const raw: RawWebhook = { received_at, payload };
    return { type: 'put', key: keys.raw(tenant, provider, id), value: JSON.stringify(raw) };
  }

  async *#range(kind: 'w' | 'r', tenant: string, provider: string, cursor?: string): AsyncGenerator<ReceivedWebhook> {
    const { gt, lt } = under(kind, tenant, provider);
    const before = kind === 'w' ? keys.delivery : keys.refused;
    const end = cursor === undefined ? lt : before(tenant, provider, cursor);
    for await (const value of this.#ledger.store.values({ gt, lt: end, reverse: true })) {
      yield JSON.parse(value) as ReceivedWebhook;
    }
  }
}

const fits = (delivery: ReceivedWebhook, { connection, status, kind }: WebhookFilter): boolean =>
  (connection === undefined || delivery.connection === connection) &&
  (status === undefined || delivery.status === status) &&
  (kind === undefined || delivery.kind === kind);

/** Merges lists that are each the latest first. */
export async function* mergeLatest(
  ...lists: readonly AsyncGenerator<ReceivedWebhook>[]
): AsyncGenerator<ReceivedWebhook> {
  const heads = await Promise.all(lists.map((list) => list.next()));
  try {
    for (;;) {
      let latest = -1;
      heads.forEach((head, index) => {
        const best = heads[latest];
        if (head.done !== true && (best === undefined || best.done === true || head.value.id > best.value.id))
          latest = index;
      });
      const head = heads[latest];
      const list = lists[latest];
      if (head === undefined || head.done === true || list === undefined) return;
      yield head.value;
      heads[latest] = await list.next();
    }
  } finally {
    await Promise.all(lists.map((list) => list.return(undefined)));
  }
}
