import type { CallFacts } from './call-facts.js';
import { turnTimes, type Utterance } from './turn-times.js';

/** Stages of the latency of one turn, in milliseconds. */
export type TurnLatency = Readonly<Partial<Record<'e2e' | 'asr' | 'llm' | 'tts' | 'endpointing', number | undefined>>>;

/** A day, as the contract has it: what is longer, or negative, was not measured. */
const LONGEST = 86_400_000;

/** A call of many hours stays below; more would be one delivery that floods the store. */
const MAX_TURNS = 5_000;

const measured = (latency: TurnLatency): Record<string, number> =>
  Object.fromEntries(
    Object.entries(latency).filter(
      (entry): entry is [string, number] => entry[1] !== undefined && entry[1] >= 0 && entry[1] <= LONGEST,
    ),
  );

/** Tells one turn for each latency that has at least one measured stage; the others keep their index, untold. */
export function tellTurns(
  facts: CallFacts,
  latencies: readonly TurnLatency[],
  utterances: readonly Utterance[],
  call: { readonly start: number; readonly end: number },
): void {
  const times = turnTimes(latencies.length, utterances, call.start, call.end);
  for (const [index, latency] of latencies.slice(0, MAX_TURNS).entries()) {
    const stages = measured(latency);
    if (Object.keys(stages).length === 0) continue;
    facts.tell(`turn/${index}`, 'call.turn', times[index] ?? call.start, { index, latency_ms: stages });
  }
}
