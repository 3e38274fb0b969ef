import type { Static, TSchema } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';

/** Settings with the defaults of their schema put in; throws with all that is wrong with them. */
export function completeSettings<T extends TSchema>(schema: T, settings: unknown): Static<T> {
  const complete = Value.Default(schema, Value.Clone(settings));
  if (Value.Check(schema, complete)) return complete;
  const errors = [...Value.Errors(schema, complete)].map(({ path, message }) => `${path}: ${message}`);
  throw new TypeError(`Invalid provider settings: ${errors.join('; ')}`);
}
