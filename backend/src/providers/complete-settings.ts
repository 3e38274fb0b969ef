import type { Static, TSchema } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';

/** Settings of a provider that do not fit their schema; no value is repeated, as one might be a secret in the wrong place. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
  constructor(readonly problems: readonly { readonly setting: string; readonly message: string }[]) {
    super(problems.map(({ setting, message }) => `${setting}: ${message}`).join('; '));
  }
}

/** What is valid is said by the schema where it can; TypeBox knows of a union only that it is one. */
const described = (message: string, schema: TSchema): string => {
  const options = (schema['anyOf'] as { const?: unknown }[] | undefined)?.map((option) => String(option.const));
  if (options !== undefined) return `expected one of ${options.join(', ')}`;
  return typeof schema.description === 'string' ? `${message} (${schema.description})` : message;
};

/** Settings with the defaults of their schema put in. @throws SettingsError with all that is wrong with them */
export function completeSettings<T extends TSchema>(schema: T, settings: unknown): Static<T> {
  const complete = Value.Default(schema, Value.Clone(settings));
  if (Value.Check(schema, complete)) return complete;
  throw new SettingsError(
    [...Value.Errors(schema, complete)].map((error) => ({
      setting: error.path.slice(1),
      message: described(error.message, error.schema),
    })),
  );
}
