import type { TSchema } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';

export interface SchemaProblem {
  /** JSON pointer. */
  readonly path: string;
  /** What is wrong and what would be valid; the value itself is not repeated. */
  readonly message: string;
}

/** TypeBox knows of a union only that it is one; its options say what is valid. */
function described(message: string, schema: TSchema): string {
  const options = (schema['anyOf'] as { const?: unknown }[] | undefined)?.map((option) => option.const);
  if (options?.every((option) => option !== undefined)) return `expected one of ${options.map(String).join(', ')}`;
  return schema.description === undefined ? message : `${message} (${schema.description})`;
}

/** All that is wrong with a value, in the first words for each place: a missing field is also one of the wrong type. */
export function schemaProblems(schema: TSchema, value: unknown): SchemaProblem[] {
  const problems = new Map<string, SchemaProblem>();
  for (const { path, message, schema: part } of Value.Errors(schema, value)) {
    if (!problems.has(path)) problems.set(path, { path, message: described(message, part) });
  }
  return [...problems.values()];
}
