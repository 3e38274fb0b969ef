import type { MappedEvent } from '../../../src/ingest/providers/port.js';

/** The id of what is told, without the fingerprint of the statement. */
export const factOf = (id: string): string => id.slice(0, id.lastIndexOf('/'));

/** Mapped events by what they tell: without the fingerprints of their statements. */
export const facts = (events: readonly MappedEvent[]): MappedEvent[] =>
  events.map((event) => ({ ...event, id: factOf(event.id) }));
