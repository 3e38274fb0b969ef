/** Lengths and times as Twilio writes them. */
import type { PayloadField } from '../payload/payload-field.js';

const MAX_CALL_SECONDS = 7 * 86_400;

/** A whole number of seconds, as milliseconds; undefined if absent, or if it cannot be the length of a call (-1, say). */
export function twilioSeconds(field: PayloadField): number | undefined {
  const text = field.text();
  if (text === undefined) return undefined;
  if (!/^-?\d{1,9}$/.test(text)) {
    field.odd('a number of seconds');
    return undefined;
  }
  const seconds = Number(text);
  return seconds >= 0 && seconds <= MAX_CALL_SECONDS ? seconds * 1_000 : undefined;
}

const RFC_2822 = /^([A-Z][a-z]{2}, )?\d{1,2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} ([+-]\d{4}|GMT|UTC)$/;

/** Epoch milliseconds of a time as Twilio writes it, RFC 2822 to the second; undefined if the field is absent. */
export function twilioTime(field: PayloadField): number | undefined {
  const text = field.text();
  if (text === undefined) return undefined;
  const ms = RFC_2822.test(text) ? Date.parse(text) : Number.NaN;
  return field.with(Number.isNaN(ms) ? text : ms).time();
}
