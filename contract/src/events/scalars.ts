import { Type, type TSchema } from '@sinclair/typebox';
import { LIMITS } from '../limits.js';

/** RFC 3339 time, at least to the second. Seen at microsecond precision. */
export const Time = Type.String({ format: 'date-time', description: 'RFC 3339 time' });

/** Identifier chosen by the sender: no control characters, 1 to 256 characters. */
export const Identifier = Type.String({
  minLength: 1,
  maxLength: LIMITS.identifier,
  pattern: '^[^\\u0000-\\u001f\\u007f]+$',
});

/** Short label, such as an agent's name or a campaign. */
export const Label = Type.String({
  minLength: 1,
  maxLength: LIMITS.identifier,
  pattern: '^[^\\u0000-\\u001f\\u007f]+$',
});

export const Text = Type.String({ maxLength: LIMITS.text });

/** Decimal in major units, as a string ("12.50") or a JSON number. */
export const Amount = Type.Union(
  [Type.Number({ minimum: -1e9, maximum: 1e9 }), Type.String({ pattern: '^-?[0-9]{1,9}(\\.[0-9]{1,18})?$' })],
  { description: 'Decimal in major units of the currency, as a string or a number' },
);

/** ISO 4217 code in capitals. */
export const Currency = Type.String({ pattern: '^[A-Z]{3}$', description: 'ISO 4217 currency code' });

export const Milliseconds = Type.Number({ minimum: 0, maximum: 86_400_000, description: 'Milliseconds' });

export const Seconds = Type.Number({ minimum: 0, maximum: 86_400, description: 'Seconds' });

/** Custom attributes: only those declared in the configuration become dimensions. */
export const Attributes = Type.Record(
  Type.String(),
  Type.Union([Type.String({ maxLength: LIMITS.attributeValue }), Type.Number(), Type.Boolean(), Type.Null()]),
  { maxProperties: LIMITS.attributes },
);

/** Object that keeps what it names and tolerates the rest. */
export const Open = <T extends Record<string, TSchema>>(properties: T, description?: string) =>
  Type.Object(properties, { additionalProperties: true, ...(description === undefined ? {} : { description }) });
