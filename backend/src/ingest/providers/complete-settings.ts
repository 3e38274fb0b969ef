import type { Static, TSchema } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';
import { schemaProblems } from '../../lib/schema/schema-problems.js';

/** Settings of a provider that do not fit their schema; no value is repeated, as one might be a secret that was entered into the wrong setting. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
  constructor(readonly problems: readonly { readonly setting: string; readonly message: string }[]) {
    super(problems.map(({ setting, message }) => `${setting}: ${message}`).join('; '));
  }
}

/** Settings with the defaults of their schema put in. @throws SettingsError with all that is wrong with them */
export function completeSettings<T extends TSchema>(schema: T, settings: unknown): Static<T> {
  const complete = Value.Default(schema, Value.Clone(settings));
  if (Value.Check(schema, complete)) return complete;
  throw new SettingsError(
    schemaProblems(schema, complete).map(({ path, message }) => ({ setting: path.slice(1), message })),
  );
}
