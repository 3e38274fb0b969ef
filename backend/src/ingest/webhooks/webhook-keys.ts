import { KeyKind } from '../../storage/kv/keys.js';

type Delivery = [tenant: string, provider: string, id: string];

/** What lists show of a webhook, as JSON. */
export const DELIVERIES = new KeyKind<Delivery>('w');

/** Its payload, and what was looked up for it, as JSON. */
export const BODIES = new KeyKind<Delivery>('b');

/** Its payload as it came, where that is kept for a short time. */
export const RAW_BODIES = new KeyKind<Delivery>('v');

/** Nothing: the webhook is still to be mapped. */
export const PENDING = new KeyKind<Delivery>('p');

/** Nothing: the webhook waits for a look-up. */
export const AWAITING = new KeyKind<Delivery>('a');

/** A webhook that was refused, and why, as JSON. */
export const REFUSED = new KeyKind<Delivery>('r');

/** What was last reported of the subject of webhooks that are compared, as JSON. */
export const REPORTED = new KeyKind<[tenant: string, account: string, subject: string]>('s');
