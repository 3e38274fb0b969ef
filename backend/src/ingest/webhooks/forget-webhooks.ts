import { holdsText } from '../../lib/text/holds-text.js';
import { AWAITING, BODIES, DELIVERIES, PENDING, RAW_BODIES } from './webhook-keys.js';
import { partsOf } from '../../storage/kv/keys.js';
import type { Ledger } from '../../storage/ledger/ledger.js';
import type { Operation } from '../../storage/kv/store.js';
import type { WebhookBody } from './received-webhook.js';

/** Everything that is kept of one delivery. */
export function deletionsOf(tenant: string, provider: string, id: string): Operation[] {
  return [DELIVERIES, BODIES, RAW_BODIES, PENDING, AWAITING].map((kind) => ({
    type: 'del',
    key: kind.of(tenant, provider, id),
  }));
}

/** Key of something that is kept of a webhook, and the webhook's body, if it has one. */
type Kept = readonly [key: string, body: string | undefined];

/** Deletes those of some webhooks that hold a text which is looked for. @returns how many */
async function forget(
  ledger: Ledger,
  tenant: string,
  webhooks: AsyncIterable<Kept>,
  isSought: (text: string) => boolean,
): Promise<number> {
  const extra: Operation[] = [];
  let count = 0;
  for await (const [key, body] of webhooks) {
    if (body === undefined || !holdsText(JSON.parse(body) as WebhookBody, isSought)) continue;
    const [, , provider = '', id = ''] = partsOf(key);
    extra.push(...deletionsOf(tenant, provider, id));
    count += 1;
  }
  await ledger.submit({ tenant, events: [], extra });
  return count;
}

/** Deletes the webhooks of a tenant that hold a text which is looked for. @returns how many */
export const forgetWebhooks = (ledger: Ledger, tenant: string, isSought: (text: string) => boolean): Promise<number> =>
  forget(ledger, tenant, ledger.store.iterator(BODIES.under(tenant)), isSought);

async function* pendingOf({ store }: Ledger, tenant: string): AsyncGenerator<Kept> {
  for (const kind of [PENDING, AWAITING]) {
    for await (const key of store.keys(kind.under(tenant))) {
      const [, , provider = '', id = ''] = partsOf(key);
      yield [key, await store.get(BODIES.of(tenant, provider, id))];
    }
  }
}

/** Deletes the webhooks of a tenant that wait for their mapping, or for a look-up, and hold a text. @returns how many */
export const forgetPending = (ledger: Ledger, tenant: string, isSought: (text: string) => boolean): Promise<number> =>
  forget(ledger, tenant, pendingOf(ledger, tenant), isSought);
