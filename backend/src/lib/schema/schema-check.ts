import { FormatRegistry, type TSchema } from '@sinclair/typebox';
import { TypeCompiler, ValueErrorType } from '@sinclair/typebox/compiler';
import { parseRfc3339 } from '../time/rfc3339.js';
import { refusal, type Refusal } from './refusal.js';

FormatRegistry.Set('date-time', (text) => parseRfc3339(text) !== undefined);

type Check = (value: unknown) => Refusal | undefined;

const ALTERNATIVES: Partial<Record<ValueErrorType, true>> = { [ValueErrorType.Union]: true };

interface SchemaError {
  readonly type: ValueErrorType;
  readonly path: string;
  readonly message: string;
  readonly schema: TSchema;
}

const described = (error: SchemaError): string => {
  const description = (error.schema as { description?: unknown }).description;
  const literals = (error.schema as { anyOf?: { const?: unknown }[] }).anyOf?.map((option) => option.const);
  if (ALTERNATIVES[error.type] && literals?.every((literal) => literal !== undefined)) {
    return `expected one of ${literals.map(String).join(', ')}`;
  }
  return typeof description === 'string' ? `${error.message} (${description})` : error.message;
};

/**
 * Compiles a schema once; the check runs without building error lists as long as values are good.
 * @param schema what is valid
 * @param prefix JSON pointer of the value within the whole event
 * @param whole what the whole is called
 */
export function compileCheck(schema: TSchema, prefix: string, code: string, whole = 'event'): Check {
  const compiled = TypeCompiler.Compile(schema);
  return (value) => {
    if (compiled.Check(value)) return undefined;
    const error = compiled.Errors(value).First();
    if (error === undefined) return refusal(code, 'does not fit its schema', prefix);
    const path = `${prefix}${error.path}`.slice(0, 512);
    return refusal(code, `${path || whole}: ${described(error)}`, path);
  };
}
