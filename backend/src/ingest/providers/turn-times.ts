/** Something that was said. */
export interface Utterance {
  readonly agent: boolean;
  /** Epoch milliseconds at which it begins. */
  readonly at: number;
}

/** Replies in the order spoken; what the agent says in several pieces without the caller between them is one reply. */
const runsOfAgent = (utterances: readonly Utterance[]): { at: number; answers: boolean }[] =>
  utterances.flatMap((utterance, index) => {
    const before = utterances[index - 1];
    return utterance.agent && before?.agent !== true ? [{ at: utterance.at, answers: before !== undefined }] : [];
  });

/**
 * When each of `count` turns took place. Providers list latencies without times, so a turn is given the time of an
 * agent's reply only if there are as many replies as turns, with or without the opening words; otherwise any
 * assignment would be a guess, and all turns stand at the begin of the call. Always inside the call.
 */
export function turnTimes(count: number, utterances: readonly Utterance[], start: number, end: number): number[] {
  const runs = runsOfAgent(utterances);
  const answers = runs.filter((run) => run.answers);
  const spoken = [answers, runs].find((candidates) => candidates.length === count);
  if (spoken === undefined) return Array.from({ length: count }, () => start);
  return spoken.map((run) => Math.round(Math.min(Math.max(run.at, start), end)));
}
