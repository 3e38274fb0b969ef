import { join } from 'node:path';
import { CallerIdentities } from '../ingest/callers/caller.js';
import { Intake } from '../ingest/events/intake.js';
import { Quarantine } from '../ingest/quarantine/quarantine.js';
import { WebhookInbox } from '../ingest/webhooks/inbox.js';
import type { Turns } from '../lib/scheduling/turns.js';
import { CALLER_SECRET } from '../storage/integrity/seal.js';
import { Sequence } from '../storage/kv/sequence.js';
import type { Ledger } from '../storage/ledger/ledger.js';
import type { ServiceContext } from './context.js';
import { ownSecret } from './own-secret.js';

const LOSS =
  'callers would get other pseudonyms than before. Put it back from a backup, or delete it if no event was ever accepted.';

export type Ingest = Awaited<ReturnType<typeof buildIngest>>;

/** How facts come in: events, refused events, webhooks. @param turns for bulk work in this thread */
export async function buildIngest({ config, log, clock, timer, tracer }: ServiceContext, ledger: Ledger, turns: Turns) {
  const { keepNumbers, defaultCountry } = config.callers;
  const secret = config.callers.secret ?? (await ownSecret(join(config.dataDir, CALLER_SECRET), LOSS));
  const identities = new CallerIdentities({ secret, keepNumbers, defaultCountry });
  const attributes = config.ingest.attributes.map(({ name }) => name);
  const rules = { clockSkewMs: config.ingest.clockSkewMs, attributes, identities };
  const sealRules = { identities, keepNumbers };
  const sequence = new Sequence(clock);
  const quarantine = new Quarantine(() => ledger.store, sequence, clock);
  const inbox = new WebhookInbox({
    ledger,
    quarantine,
    sequence,
    rules,
    sealRules,
    keepsRaw: config.deliveries.keepsRaw,
    connections: config.connections,
    clock,
    timer,
    log,
  });
  const intake = new Intake({ ledger, quarantine, rules, sealRules, clock, turns, tracer });
  return { identities, sequence, sealRules, quarantine, inbox, intake };
}
