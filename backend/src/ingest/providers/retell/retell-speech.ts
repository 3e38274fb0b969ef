/** What the transcript and the latencies of a call say about its turns. */
import type { TurnLatency, Utterance } from '../facts/turns.js';
import type { PayloadField } from '../payload/payload-field.js';

const ROLES = new Set(['agent', 'user']);

/** What was said, with the time of its first word, which Retell counts in seconds from the begin of the call. */
export function retellUtterances(call: PayloadField, start: number): Utterance[] {
  return call
    .at('transcript_object')
    .items()
    .flatMap((said): Utterance[] => {
      const role = said.at('role').text();
      const [word] = said.at('words').items();
      const seconds = word?.at('start').number();
      if (role === undefined || !ROLES.has(role) || seconds === undefined) return [];
      return [{ agent: role === 'agent', at: start + seconds * 1_000 }];
    });
}

interface Speech {
  readonly isAgent: boolean;
  readonly start: number;
  readonly end: number;
}

/** When somebody spoke, in seconds from the begin of the call. */
function speechOf(utterance: PayloadField): Speech[] {
  const words = utterance.at('words').items();
  const start = words[0]?.at('start').number();
  const end = words.at(-1)?.at('end').number();
  const role = utterance.at('role').text();
  if (start === undefined || end === undefined || (role !== 'agent' && role !== 'user')) return [];
  return [{ isAgent: role === 'agent', start, end }];
}

/**
 * How often the caller began to speak while the agent was speaking. Retell counts no interruptions, but times every word.
 * @returns undefined if there are no timed words
 */
export function retellInterruptions(call: PayloadField): number | undefined {
  const speech = call.at('transcript_object').items().flatMap(speechOf);
  if (speech.length === 0) return undefined;
  let agentUntil = Number.NEGATIVE_INFINITY;
  let count = 0;
  for (const { isAgent, start, end } of speech) {
    if (isAgent) agentUntil = Math.max(agentUntil, end);
    else if (start < agentUntil) count += 1;
  }
  return count;
}

const STAGES = ['e2e', 'asr', 'llm', 'tts'] as const;

/**
 * Latencies in milliseconds by turn. Retell lists each stage for itself, in the order of the call, and the lists may
 * differ in length: value i of every stage is taken as turn i. Exact per stage, which is what percentiles pool.
 */
export function retellLatencies(call: PayloadField): TurnLatency[] {
  const latency = call.at('latency');
  const values = STAGES.map((stage) => {
    const items = latency.at(stage, 'values').items();
    return { stage, values: items.map((item) => item.number()) };
  });
  const turns = Math.max(...values.map((stage) => stage.values.length));
  return Array.from({ length: turns }, (_, index) =>
    Object.fromEntries(values.map((stage) => [stage.stage, stage.values[index]])),
  );
}
