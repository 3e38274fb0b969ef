import { sealRefusedText } from '../callers/seal-refused.js';
import { seal, type SealRules } from '../callers/seal.js';
import { QUARANTINED } from '../quarantine/quarantine.js';
import { BODIES } from './webhook-keys.js';
import { META, partsOf } from '../../storage/kv/keys.js';
import type { Ledger } from '../../storage/ledger/ledger.js';
import type { Quarantined } from '../quarantine/quarantine.js';
import type { Operation } from '../../storage/kv/store.js';
import type { Provider } from '../providers/port.js';
import type { WebhookAccount } from './account.js';
import type { WebhookBody } from './received-webhook.js';

const BATCH = 200;

/** Says that nothing is stored any more that an earlier version left unsealed. */
const DONE = META.of('sealed');

function sealedBody(body: WebhookBody, provider: Provider | undefined, rules: SealRules): WebhookBody {
  const payload = seal(body.payload, rules, provider?.ownLines?.(body.payload));
  const details = seal(body.details, rules);
  return {
    ...body,
    payload: payload.value,
    ...(body.details === undefined ? {} : { details: details.value }),
    persons: { ...payload.persons, ...details.persons },
  };
}

function sealedEntry(entry: Quarantined, rules: SealRules): Quarantined {
  const { text, persons } = sealRefusedText(entry.event, rules);
  return { ...entry, event: text, persons };
}

interface Dependencies {
  readonly ledger: Ledger;
  readonly connections: readonly WebhookAccount[];
  readonly sealRules: SealRules;
}

/**
 * Seals the deliveries and refused events that an earlier version stored with full numbers. What is sealed says so, so that
 * nothing is sealed twice, whenever this breaks off; once it is done it is not begun again.
 * @returns how many were sealed
 */
export async function sealStored({ ledger, connections, sealRules }: Dependencies): Promise<number> {
  if ((await ledger.store.get(DONE)) !== undefined) return 0;
  const providers = new Map(connections.map(({ provider }) => [provider.name, provider]));
  let extra: Operation[] = [];
  let count = 0;
  const write = async (...operations: readonly Operation[]): Promise<void> => {
    extra.push(...operations);
    if (extra.length < BATCH) return;
    await ledger.submit({ tenant: '', events: [], extra });
    extra = [];
  };
  for await (const [key, value] of ledger.store.iterator(BODIES.under())) {
    const body = JSON.parse(value) as WebhookBody;
    if (body.persons !== undefined) continue;
    count += 1;
    const sealed = sealedBody(body, providers.get(partsOf(key)[2] ?? ''), sealRules);
    await write({ type: 'put', key, value: JSON.stringify(sealed) });
  }
  for await (const [key, value] of ledger.store.iterator(QUARANTINED.under())) {
    const entry = JSON.parse(value) as Quarantined;
    if (entry.persons !== undefined) continue;
    count += 1;
    await write({ type: 'put', key, value: JSON.stringify(sealedEntry(entry, sealRules)) });
  }
  await ledger.submit({ tenant: '', events: [], extra: [...extra, { type: 'put', key: DONE, value: '' }] });
  return count;
}
