import { Type, type Static } from '@sinclair/typebox';

export const QuarantineEntry = Type.Object(
  {
    id: Type.String(),
    received_at: Type.String({ format: 'date-time' }),
    code: Type.String(),
    message: Type.String(),
    path: Type.String(),
    event: Type.String({ description: 'The event as it came, as text' }),
    truncated: Type.Boolean({ description: 'The text was longer than is kept' }),
  },
  { title: 'QuarantineEntry' },
);
export type QuarantineEntry = Static<typeof QuarantineEntry>;

export const QuarantinePage = Type.Object({
  events: Type.Array(QuarantineEntry),
  next_cursor: Type.Union([Type.String(), Type.Null()]),
});

/** How many refused events were accepted this time, and how many are still refused. */
export const ReplayAnswer = Type.Object({ replayed: Type.Integer(), refused: Type.Integer() });
