import type { Outcome } from '@callsight/contract/events/outcome';

export interface OutcomeFacts {
  readonly answered: boolean;
  readonly inbound: boolean;
  readonly endedBy: string | null;
  readonly handedOver: boolean;
}

/** The outcome of an ended call for which nobody stated one. */
export function deriveOutcome({ answered, inbound, endedBy, handedOver }: OutcomeFacts): Outcome {
  if (!answered) return inbound && endedBy === 'caller' ? 'abandoned' : 'no_answer';
  return handedOver ? 'transferred' : 'other';
}
