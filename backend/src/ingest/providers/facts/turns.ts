import { DAY_MS } from '../../../lib/time/durations.js';
import type { CallFacts } from './call-facts.js';

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
 * When each of `count` turns was spoken. Providers list latencies without times, so a turn is given the time of an
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

/** Stages of the latency of one turn, in milliseconds. */
export type TurnLatency = Readonly<Partial<Record<'e2e' | 'asr' | 'llm' | 'tts' | 'endpointing', number | undefined>>>;

/** A day, as the contract has it: what is longer, or negative, was not measured. */
const MAX_LATENCY_MS = DAY_MS;

/** A call of many hours stays below; more would be one delivery that floods the store. */
const MAX_TURNS = 5_000;

const measured = (latency: TurnLatency): Record<string, number> =>
  Object.fromEntries(
    Object.entries(latency).filter(
      (entry): entry is [string, number] => entry[1] !== undefined && entry[1] >= 0 && entry[1] <= MAX_LATENCY_MS,
    ),
  );

/** Adds one turn for each latency that has at least one measured stage; the others keep their index and are left out. */
export function addTurnEvents(
  facts: CallFacts,
  latencies: readonly TurnLatency[],
  utterances: readonly Utterance[],
  call: { readonly start: number; readonly end: number },
): void {
  const times = turnTimes(latencies.length, utterances, call.start, call.end);
  for (const [index, latency] of latencies.slice(0, MAX_TURNS).entries()) {
    const stages = measured(latency);
    if (Object.keys(stages).length === 0) continue;
    facts.add(`turn/${index}`, 'call.turn', times[index] ?? call.start, { index, latency_ms: stages });
  }
}
