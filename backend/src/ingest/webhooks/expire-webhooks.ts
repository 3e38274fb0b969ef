import { DELIVERIES, RAW_BODIES, REFUSED } from './webhook-keys.js';
import { partsOf } from '../../storage/kv/keys.js';
import type { Ledger } from '../../storage/ledger/ledger.js';
import type { Operation } from '../../storage/kv/store.js';
import type { ReceivedWebhook, RawWebhook } from './received-webhook.js';
import { deletionsOf } from './forget-webhooks.js';

const BATCH = 2_000;

/** Deletes deliveries that came before a time; epoch milliseconds. What still waits stays. @returns how many */
export async function expireWebhooks(ledger: Ledger, before: number): Promise<number> {
  let extra: Operation[] = [];
  let count = 0;
  const flush = async (): Promise<void> => {
    if (extra.length > 0) await ledger.submit({ tenant: '', events: [], extra });
    extra = [];
  };
  for (const kind of [DELIVERIES, REFUSED]) {
    for await (const [key, value] of ledger.store.iterator(kind.under())) {
      const { received_at, status } = JSON.parse(value) as ReceivedWebhook;
      if (Date.parse(received_at) >= before || status === 'received' || status === 'waiting') continue;
      const [, tenant = '', provider = '', id = ''] = partsOf(key);
      extra.push(...deletionsOf(tenant, provider, id), { type: 'del', key });
      count += 1;
      if (extra.length >= BATCH) await flush();
    }
  }
  await flush();
  return count;
}

/** Deletes what is kept of deliveries as they came, where that was before a time; epoch milliseconds. @returns how many */
export async function expireRawWebhooks(ledger: Ledger, before: number): Promise<number> {
  let extra: Operation[] = [];
  let count = 0;
  const flush = async (): Promise<void> => {
    if (extra.length > 0) await ledger.submit({ tenant: '', events: [], extra });
    count += extra.length;
    extra = [];
  };
  for await (const [key, value] of ledger.store.iterator(RAW_BODIES.under())) {
    if (Date.parse((JSON.parse(value) as RawWebhook).received_at) < before) extra.push({ type: 'del', key });
    if (extra.length >= BATCH) await flush();
  }
  await flush();
  return count;
}
