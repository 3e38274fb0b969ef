import { Type, type Static } from '@sinclair/typebox';

/** Every call has exactly one of these once it has ended. */
export const OUTCOMES = [
  'booked',
  'rescheduled',
  'canceled',
  'qualified',
  'information',
  'transferred',
  'voicemail',
  'no_answer',
  'abandoned',
  'failed',
  'spam',
  'other',
] as const;

export const Outcome = Type.Union(
  OUTCOMES.map((outcome) => Type.Literal(outcome)),
  {
    description: `One of ${OUTCOMES.join(', ')}`,
  },
);
export type Outcome = Static<typeof Outcome>;
