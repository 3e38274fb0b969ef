import { holdsText } from '../../lib/text/holds-text.js';
import { keys, partsOf, under } from '../../storage/kv/keys.js';
import type { Ledger } from '../../storage/ledger/ledger.js';
import type { Operation } from '../../storage/kv/store.js';
import type { WebhookBody } from './received-webhook.js';

/** Everything that is kept of one delivery. */
export function deletionsOf(tenant: string, provider: string, id: string): Operation[] {
  return [keys.delivery, keys.body, keys.raw, keys.pending, keys.awaiting].map((key) => ({
    type: 'del',
    key: key(tenant, provider, id),
  }));
}

/** Deletes the deliveries of a tenant that hold a text which is looked for. @returns how many */
export async function forgetWebhooks(
  ledger: Ledger,
  tenant: string,
  isSought: (text: string) => boolean,
): Promise<number> {
  const extra: Operation[] = [];
  let count = 0;
  for await (const [key, value] of ledger.store.iterator(under('b', tenant))) {
    if (!holdsText(JSON.parse(value) as WebhookBody, isSought)) continue;
    const [, , provider = '', id = ''] = partsOf(key);
    extra.push(...deletionsOf(tenant, provider, id));
    count += 1;
  }
  await ledger.submit({ tenant, events: [], extra });
  return count;
}

/** Deletes the deliveries of a tenant that wait for their mapping, or for a look-up, and hold a text. @returns how many */
export async function forgetPending(
  ledger: Ledger,
  tenant: string,
  isSought: (text: string) => boolean,
): Promise<number> {
  const extra: Operation[] = [];
  let count = 0;
  for (const kind of ['p', 'a']) {
    for await (const key of ledger.store.keys(under(kind, tenant))) {
      const [, , provider = '', id = ''] = partsOf(key);
      const body = await ledger.store.get(keys.body(tenant, provider, id));
      if (body === undefined || !holdsText(JSON.parse(body) as WebhookBody, isSought)) continue;
      extra.push(...deletionsOf(tenant, provider, id));
      count += 1;
    }
  }
  await ledger.submit({ tenant, events: [], extra });
  return count;
}
