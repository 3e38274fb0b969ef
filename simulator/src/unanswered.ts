import type { DataOf } from './simulated-event.js';

/** Why nobody talked, and when the attempt was over. */
export interface Unanswered {
  readonly endedAt: number;
  readonly outcome: 'abandoned' | 'no_answer' | 'failed';
}

const ENDS = {
  abandoned: { ended_by: 'caller', reason: 'caller-abandoned' },
  no_answer: { ended_by: 'system', reason: 'no-answer' },
  failed: { ended_by: 'system', reason: 'agent-unavailable' },
} as const;

export function endUnanswered({ outcome }: Unanswered): DataOf<'call.ended'> {
  const end = { ...ENDS[outcome], outcome };
  if (outcome !== 'failed') return end;
  return { ...end, errors: [{ component: 'voice-agent', code: 'agent-unavailable' }] };
}
