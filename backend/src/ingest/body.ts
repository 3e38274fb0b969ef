import { isUtf8 } from 'node:buffer';
import { refusal } from '../events/refusal.js';
import { invalidJson, type Offered } from './intake.js';

/** What a JSON body offers. */
export interface Body {
  readonly offered: readonly Offered[];
  /** The text, for a look at the characters in it. */
  readonly text: string;
}

const unreadable = (text: string, reason: ReturnType<typeof refusal>): Body => ({
  text,
  offered: [{ value: undefined, text, refusal: reason }],
});

/**
 * Reads a JSON body: one event, or an array of them.
 * @param shape what the content type promises
 */
export function readBody(bytes: Buffer, shape: 'one' | 'many' | 'either'): Body {
  if (!isUtf8(bytes)) return unreadable('(not UTF-8)', refusal('invalid_utf8', 'the body is not valid UTF-8'));
  const text = bytes.toString();
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return unreadable(text, invalidJson(error));
  }
  if (shape === 'many' && !Array.isArray(value))
    return unreadable(text, refusal('not_an_array', 'expected an array of events'));
  if (shape === 'one' && Array.isArray(value)) {
    return unreadable(
      text,
      refusal('not_an_object', 'expected one event; send arrays as application/cloudevents-batch+json'),
    );
  }
  return { text, offered: Array.isArray(value) ? value.map((one: unknown) => ({ value: one })) : [{ value, text }] };
}
