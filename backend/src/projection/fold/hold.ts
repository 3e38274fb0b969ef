import type { Event } from '../../storage/ledger/event.js';
import type { Micros } from '../../lib/time/units.js';

/**
 * Time on hold: the held-to-resumed spans between answer and end; an open one closes at the end.
 * What lies outside the conversation does not count, so that talk = duration − hold is never negative.
 * @param events in order
 * @returns microseconds
 */
export function holdTime(events: readonly Event[], answeredAt: number, endedAt: number): Micros {
  const within = (at: number): number => Math.min(Math.max(at, answeredAt), endedAt);
  let heldAt: number | undefined;
  let total = 0;
  for (const { type, at } of events) {
    if (type === 'call.held') heldAt ??= at;
    if (type !== 'call.resumed' || heldAt === undefined) continue;
    total += within(at) - within(heldAt);
    heldAt = undefined;
  }
  return heldAt === undefined ? total : total + endedAt - within(heldAt);
}
