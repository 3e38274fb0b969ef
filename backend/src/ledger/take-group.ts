import type { Submission } from './submission.js';

/** Most events and other writes in one synced write; more wait for the next. */
const MAX_WEIGHT = 4_096;

/** Submissions of up to so many go ahead of larger ones. */
const MAX_SMALL = 16;

type Queued = { readonly submission: Pick<Submission, 'events' | 'extra'> };

const weightOf = ({ submission }: Queued): number => submission.events.length + submission.extra.length;

/**
 * Takes the submissions of the next write out of a queue: small ones first, so that a single event does not wait behind
 * large batches; then the others in their order. The oldest large one always comes along.
 */
export function takeGroup<T extends Queued>(queue: T[]): T[] {
  const first = queue.find((queued) => weightOf(queued) > MAX_SMALL);
  const group = new Set<T>(first === undefined ? [] : [first]);
  let weight = first === undefined ? 0 : weightOf(first);
  const fill = (isTaken: (queued: T) => boolean): void => {
    for (const queued of queue) {
      if (group.has(queued) || !isTaken(queued)) continue;
      if (group.size > 0 && weight + weightOf(queued) > MAX_WEIGHT) return;
      group.add(queued);
      weight += weightOf(queued);
    }
  };
  fill((queued) => weightOf(queued) <= MAX_SMALL);
  fill((queued) => weightOf(queued) > MAX_SMALL);
  // In their order, as they came.
  const taken = queue.filter((queued) => group.has(queued));
  const left = queue.filter((queued) => !group.has(queued));
  queue.splice(0, queue.length, ...left);
  return taken;
}
