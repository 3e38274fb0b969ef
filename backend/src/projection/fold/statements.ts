import type { Event } from '../../storage/ledger/event.js';
import { ROW_SOURCE } from './row-facts.js';

/**
 * Who tells an event. Where a row stands for earlier events, nobody knows any more who told what is in it: then all tell
 * as one.
 */
function tellerOf(events: readonly Event[]): (event: Event) => string {
  return events.some(({ source }) => source === ROW_SOURCE) ? () => '' : ({ source }) => source;
}

/**
 * Events in the order in which their statements count, so that the first value that is there is the one that holds: of the
 * same teller the latest statement, by event time, then id; of several tellers the one who told first.
 * @param events in order
 */
export function byStatement(events: readonly Event[]): readonly Event[] {
  const teller = tellerOf(events);
  const tellers = new Map<string, Event[]>();
  for (const event of events) {
    const name = teller(event);
    const own = tellers.get(name);
    if (own === undefined) tellers.set(name, [event]);
    else own.push(event);
  }
  return [...tellers.values()].flatMap((own) => own.reverse());
}
