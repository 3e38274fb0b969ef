import type { Ledger } from '../../storage/ledger/ledger.js';
import { BODIES, DELIVERIES, RAW_BODIES, REFUSED } from './webhook-keys.js';
import { partsOf } from '../../storage/kv/keys.js';
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
      (await store.get(DELIVERIES.of(tenant, provider, id))) ?? (await store.get(REFUSED.of(tenant, provider, id)));
    return value === undefined ? undefined : (JSON.parse(value) as ReceivedWebhook);
  }

  /** What it carried; undefined for one that was refused, of which nothing is kept. */
  async body(tenant: string, provider: string, id: string): Promise<WebhookBody | undefined> {
    const value = await this.#ledger.store.get(BODIES.of(tenant, provider, id));
    return value === undefined ? undefined : (JSON.parse(value) as WebhookBody);
  }

  /** What it carried as it came, without secrets, where that is kept. */
  async raw(tenant: string, provider: string, id: string): Promise<unknown> {
    const value = await this.#ledger.store.get(RAW_BODIES.of(tenant, provider, id));
    return value === undefined ? undefined : (JSON.parse(value) as RawWebhook).payload;
  }

  /** Deliveries with what they carried, by the keys under which they wait. */
  async many(tenant: string, waiting: readonly string[]): Promise<Waiting[]> {
    const names = waiting.map((key) => partsOf(key).slice(2));
    const read = async <T>(kind: typeof DELIVERIES): Promise<(T | undefined)[]> => {
      const values = await this.#ledger.store.getMany(
        names.map(([provider = '', id = '']) => kind.of(tenant, provider, id)),
      );
      return values.map((value) => (value === undefined ? undefined : (JSON.parse(value) as T)));
    };
    const deliveries = await read<ReceivedWebhook>(DELIVERIES);
    const bodies = await read<WebhookBody>(BODIES);
    return waiting.map((key, index) => ({ key, delivery: deliveries[index], body: bodies[index] }));
  }

  /** Deliveries of a provider, the latest first, those before `cursor` (an id) that fit the filter. */
  async *latest(
    tenant: string,
    provider: string,
    filter: WebhookFilter,
    cursor?: string,
  ): AsyncGenerator<ReceivedWebhook> {
    const believed = this.#range(DELIVERIES, tenant, provider, cursor);
    const refused = this.#range(REFUSED, tenant, provider, cursor);
    for await (const delivery of mergeLatest(believed, refused)) {
      if (fits(delivery, filter)) yield delivery;
    }
  }

  put(tenant: string, delivery: ReceivedWebhook): Operation {
    return { type: 'put', key: DELIVERIES.of(tenant, delivery.provider, delivery.id), value: JSON.stringify(delivery) };
  }

  putBody(tenant: string, { provider, id }: ReceivedWebhook, body: WebhookBody): Operation {
    return { type: 'put', key: BODIES.of(tenant, provider, id), value: JSON.stringify(body) };
  }

  putRaw(tenant: string, { provider, id, received_at }: ReceivedWebhook, payload: unknown): Operation {
    const raw: RawWebhook = { received_at, payload };
    return { type: 'put', key: RAW_BODIES.of(tenant, provider, id), value: JSON.stringify(raw) };
  }

  async *#range(
    kind: typeof DELIVERIES,
    tenant: string,
    provider: string,
    cursor?: string,
  ): AsyncGenerator<ReceivedWebhook> {
    const { gt, lt } = kind.under(tenant, provider);
    const end = cursor === undefined ? lt : kind.of(tenant, provider, cursor);
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
