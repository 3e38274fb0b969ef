import { seal, sealText, type SealedText, type SealRules } from './seal.js';

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Data that stands in an event as base64, where it can be read: a number in it is as personal as any. */
function withData(event: Record<string, unknown>): Record<string, unknown> {
  const { data_base64: base64, ...rest } = event;
  if (typeof base64 !== 'string' || (rest['data'] !== undefined && rest['data'] !== null)) return event;
  const text = Buffer.from(base64, 'base64').toString();
  try {
    return { ...rest, data: JSON.parse(text) as unknown };
  } catch {
    return { ...rest, data: text };
  }
}

/** The other side of a call than the person is the company's own line. */
const ownLines = (data: unknown): readonly string[] => {
  const direction = isRecord(data) ? data['direction'] : undefined;
  if (direction === 'inbound') return ['data/to'];
  return direction === 'outbound' ? ['data/from'] : [];
};

/** Nesting can be deeper than a serialiser goes. */
function written(value: unknown): string {
  try {
    return JSON.stringify(value);
  } catch {
    return '(nested too deep to be written out)';
  }
}

/**
 * What is kept of an event that was refused: without full numbers and addresses, and yet such that it gives the same
 * persons when it is tried again. A text that is no JSON cannot be tried again, and only has its numbers masked.
 */
export function sealRefused(value: unknown, text: string | undefined, rules: SealRules): SealedText {
  if (!isRecord(value)) return sealText(text ?? written(value), rules);
  const event = withData(value);
  const { value: sealed, persons } = seal(event, rules, ownLines(event['data']));
  return { text: written(sealed), persons };
}

/** The same of the text of an event. */
export function sealRefusedText(text: string, rules: SealRules): SealedText {
  try {
    return sealRefused(JSON.parse(text), text, rules);
  } catch {
    return sealText(text, rules);
  }
}
