import type { Submission } from './submission.js';

/** Most events in one synced write; more wait for the next. */
const MOST_IN_GROUP = 8_192;

/** How many submissions at the head of a queue go into one write, at least one, and how many events they bring. */
export function groupAtHead(queue: readonly { readonly submission: Pick<Submission, 'events'> }[]): {
  count: number;
  events: number;
} {
  let events = 0;
  let count = 0;
  for (const { submission } of queue) {
    if (count > 0 && events + submission.events.length > MOST_IN_GROUP) break;
    events += submission.events.length;
    count += 1;
  }
  return { count, events };
}
