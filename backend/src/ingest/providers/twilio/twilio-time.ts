import type { PayloadField } from '../payload/payload-field.js';

const RFC_2822 = /^([A-Z][a-z]{2}, )?\d{1,2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} ([+-]\d{4}|GMT|UTC)$/;

/** Epoch milliseconds of a time as Twilio writes it, RFC 2822 to the second; undefined if the field is absent. */
export function twilioTime(field: PayloadField): number | undefined {
  const text = field.text();
  if (text === undefined) return undefined;
  const ms = RFC_2822.test(text) ? Date.parse(text) : Number.NaN;
  return field.with(Number.isNaN(ms) ? text : ms).time();
}
