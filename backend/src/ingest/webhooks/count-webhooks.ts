import type { ReceivedWebhook } from './received-webhook.js';
import type { Millis } from '../../lib/time/units.js';

/** How many deliveries of one kind came to one connection, and what became of them. */
export interface DeliveryCount {
  readonly provider: string;
  readonly connection: string;
  readonly kind: string;
  readonly status: ReceivedWebhook['status'];
  readonly deliveries: number;
  /** Events that they reported. */
  readonly events: number;
  /** RFC 3339. */
  readonly last_received_at: string;
}

/** Counts deliveries. @param latest the latest first; @param since epoch milliseconds */
export async function countWebhooks(latest: AsyncIterable<ReceivedWebhook>, since: Millis): Promise<DeliveryCount[]> {
  const counts = new Map<string, DeliveryCount>();
  for await (const { provider, connection, kind, status, events, received_at } of latest) {
    if (Date.parse(received_at) < since) break;
    const key = [provider, connection, kind, status].join('\u0000');
    const known = counts.get(key);
    counts.set(key, {
      provider,
      connection,
      kind,
      status,
      deliveries: (known?.deliveries ?? 0) + 1,
      events: (known?.events ?? 0) + events,
      last_received_at: known?.last_received_at ?? received_at,
    });
  }
  return [...counts.values()];
}
