import type { Submission } from './submission.js';

/** Most that goes into one synced write, as `weightOf`; more waits for the next. */
const MAX_WEIGHT = 4_096;

/** Beside small submissions a write holds less: they are acknowledged when all of it is on disk. */
const MAX_WEIGHT_BESIDE_SMALL = 512;

/** Submissions of up to so much go ahead of larger ones. */
const MAX_SMALL = 16;

/** Characters of another write, such as a refused event, that weigh as much as an event. */
const CHARACTERS = 512;

type Queued = { readonly submission: Pick<Submission, 'events' | 'extra'> };

const weightOf = ({ submission: { events, extra } }: Queued): number =>
  extra.reduce(
    (sum, operation) => sum + ('value' in operation ? Math.ceil(operation.value.length / CHARACTERS) : 1),
    events.length,
  );

/**
 * Takes the submissions of the next write out of a queue: small ones first, so that a single event does not wait behind
 * large batches; then the others in their order. The oldest large one always comes along.
 * @param queue what is taken is removed
 */
export function takeGroup<T extends Queued>(queue: T[]): T[] {
  const weights = new Map(queue.map((queued) => [queued, weightOf(queued)]));
  const weigh = (queued: T): number => weights.get(queued) ?? 0;
  const first = queue.find((queued) => weigh(queued) > MAX_SMALL);
  const group = new Set<T>(first === undefined ? [] : [first]);
  let weight = first === undefined ? 0 : weigh(first);
  let hasSmall = false;
  for (const queued of queue.filter((one) => weigh(one) <= MAX_SMALL)) {
    if (weight + weigh(queued) > MAX_WEIGHT && group.size > 0) break;
    group.add(queued);
    weight += weigh(queued);
    // What brings nothing, such as word of what was delivered, is in no hurry.
    hasSmall ||= weigh(queued) > 0;
  }
  const limit = hasSmall ? MAX_WEIGHT_BESIDE_SMALL : MAX_WEIGHT;
  for (const queued of queue.filter((one) => weigh(one) > MAX_SMALL && !group.has(one))) {
    if (weight + weigh(queued) > limit) break;
    group.add(queued);
    weight += weigh(queued);
  }
  // In their order, as they came.
  const taken = queue.filter((queued) => group.has(queued));
  const left = queue.filter((queued) => !group.has(queued));
  queue.splice(0, queue.length, ...left);
  return taken;
}
