import type { PayloadField } from '../payload/payload-field.js';

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
