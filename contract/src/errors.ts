import { Type, type Static } from '@sinclair/typebox';

/** Body of every answer that is not a success, and of a failed query under its refId. */
export const ErrorAnswer = Type.Object({
  error: Type.Object({
    code: Type.String({ description: 'Stable, machine-readable' }),
    message: Type.String({ description: 'What is wrong, where, and what would be valid' }),
    path: Type.Optional(Type.String({ description: 'JSON pointer or parameter at fault' })),
    suggestions: Type.Optional(Type.Array(Type.String(), { description: 'Nearest valid values' })),
  }),
});
export type ErrorAnswer = Static<typeof ErrorAnswer>;
