import { Type, type Static } from '@sinclair/typebox';
import { optional } from '../optional.js';

const closed = { additionalProperties: false };

const LocalDate = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$', description: 'Local date, such as 2026-12-25' });

/** A day, or days from one to another, both included. */
export const CalendarDay = Type.Object(
  {
    date: optional(LocalDate),
    from: optional(LocalDate),
    to: optional(LocalDate),
    title: Type.String({ minLength: 1, maxLength: 200 }),
  },
  closed,
);
export type CalendarDay = Static<typeof CalendarDay>;

/** Days that are not like others: holidays, closures. */
export const CalendarInput = Type.Object(
  {
    id: Type.String({ pattern: '^[a-z][a-z0-9_-]*(\\.[a-z0-9_-]+)*$', maxLength: 100 }),
    title: Type.String({ minLength: 1, maxLength: 200 }),
    days: Type.Array(CalendarDay, { maxItems: 1_000 }),
  },
  { ...closed, title: 'CalendarInput' },
);
export type CalendarInput = Static<typeof CalendarInput>;

export const Calendar = Type.Composite(
  [
    CalendarInput,
    Type.Object({
      version: Type.Integer({ minimum: 1 }),
      updated_at: Type.String({ format: 'date-time' }),
      updated_by: optional(Type.String({ description: 'Id of the API key that wrote this version' })),
    }),
  ],
  { title: 'Calendar' },
);
export type Calendar = Static<typeof Calendar>;
