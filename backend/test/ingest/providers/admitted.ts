import { admit } from '../../../src/ingest/events/admission.js';
import { CallerIdentities } from '../../../src/ingest/callers/caller.js';
import type { Event } from '../../../src/storage/ledger/event.js';
import type { MappedEvent } from '../../../src/ingest/providers/port.js';

const identities = new CallerIdentities({ secret: 'tests', keepNumbers: false });
const rules = { clockSkewMs: 0, attributes: [], identities };

/** Mapped events as the ledger keeps them. An id that was told already is the same event: the first one counts. */
export function admitted(source: string, mapped: readonly MappedEvent[]): Event[] {
  const kept = new Map<string, Event>();
  for (const event of mapped) {
    const verdict = admit({ specversion: '1.0', source, ...event }, Date.UTC(2100, 0, 1), rules);
    if (!('event' in verdict)) throw new Error(JSON.stringify(verdict));
    if (!kept.has(event.id)) kept.set(event.id, verdict.event);
  }
  return [...kept.values()];
}
