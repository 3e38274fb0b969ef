import type { Submission } from './submission.js';

/** Most that goes into one synced write, as `weightOf`; more waits for the next. */
const MAX_WEIGHT = 4_096;

/** While small submissions come, a write holds less: one that comes during a write waits for that write and its own. */
const MAX_WEIGHT_BESIDE_SMALL = 160;

/** Small submissions are expected for so many writes after the latest one: about a second. */
const WRITES_AFTER_SMALL = 64;

/** Submissions of up to so much go ahead of larger ones. */
const MAX_SMALL = 16;

/** Characters of another write, such as a refused event, that weigh as much as an event. */
const CHARACTERS = 512;

type Queued = { readonly submission: Pick<Submission, 'events' | 'extra' | 'acknowledged' | 'isPart'> };

const weightOf = ({ submission: { events, extra } }: Queued): number =>
  extra.reduce(
    (sum, operation) => sum + ('value' in operation ? Math.ceil(operation.value.length / CHARACTERS) : 1),
    events.length,
  );

/** The projector acknowledges rows that it has written; no sender waits for that. */
const isAcknowledgement = ({ submission }: Queued): boolean => submission.acknowledged !== undefined;

/** Chooses which of the submissions that wait go into the next write. */
export class WriteGroups {
  #writesAfterSmall = WRITES_AFTER_SMALL;
  #hadLarge = false;

  /**
   * Takes the submissions of the next write out of a queue. Small ones go first, so that a single event does not wait behind
   * large batches; after a write with a large one they go alone, so that it does not wait for the next one either. The
   * oldest large one comes along with every second write at least.
   * @param queue what is taken is removed
   */
  take<T extends Queued>(queue: T[]): T[] {
    const weights = new Map(queue.map((queued) => [queued, weightOf(queued)]));
    const weigh = (queued: T): number => weights.get(queued) ?? 0;
    const isSmall = (queued: T): boolean => weigh(queued) <= MAX_SMALL && queued.submission.isPart !== true;
    const small = queue.filter(isSmall);
    const large = queue.filter((queued) => !isSmall(queued));
    const isSmallWaiting = small.some((queued) => weigh(queued) > 0 && !isAcknowledgement(queued));
    this.#writesAfterSmall = isSmallWaiting ? 0 : this.#writesAfterSmall + 1;
    const isForSmall = isSmallWaiting && this.#hadLarge;
    const group = new Set<T>(isForSmall ? [] : large.slice(0, 1));
    let weight = [...group].reduce((sum, queued) => sum + weigh(queued), 0);
    const fill = (candidates: readonly T[], limit: number): void => {
      for (const queued of candidates) {
        if (group.size > 0 && weight + weigh(queued) > limit) return;
        group.add(queued);
        weight += weigh(queued);
      }
    };
    fill(small, MAX_WEIGHT);
    const limit = this.#writesAfterSmall < WRITES_AFTER_SMALL ? MAX_WEIGHT_BESIDE_SMALL : MAX_WEIGHT;
    if (!isForSmall) fill(large.slice(1), limit);
    this.#hadLarge = large.some((queued) => group.has(queued));
    // In their order, as they came.
    const taken = queue.filter((queued) => group.has(queued));
    const left = queue.filter((queued) => !group.has(queued));
    queue.splice(0, queue.length, ...left);
    return taken;
  }
}
