import { isUtf8 } from 'node:buffer';
import { Envelope } from '@callsight/contract/events/envelope';
import { refusal, type Refusal } from '../../lib/schema/refusal.js';
import { compileCheck } from '../../lib/schema/schema-check.js';
import { findBadText } from '../../lib/text/unicode.js';

type Attributes = Readonly<Record<string, unknown>>;

/** An envelope whose data is there, though it may not be the data of its type. */
export type ReadEnvelope = Envelope & { readonly data: Record<string, unknown> };

const checkEnvelope = compileCheck(Envelope, '', 'invalid_envelope');

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}(?:==)?|[A-Za-z0-9+/]{3}=?)?$/;

const badBase64 = (why: string): Refusal =>
  refusal('invalid_data', `/data_base64: ${why}; expected base64 of JSON in UTF-8`, '/data_base64');

/** Data that a sender had as bytes; what they are is said by `datacontenttype`, which is checked with the envelope. */
function decoded(text: unknown): { readonly data: unknown } | { readonly refusal: Refusal } {
  if (typeof text !== 'string' || !BASE64.test(text)) return { refusal: badBase64('not valid base64') };
  const bytes = Buffer.from(text, 'base64');
  if (!isUtf8(bytes)) return { refusal: badBase64('not valid UTF-8') };
  try {
    const data = JSON.parse(bytes.toString()) as unknown;
    const bad = findBadText(data);
    return bad === undefined ? { data } : { refusal: bad };
  } catch {
    return { refusal: badBase64('not valid JSON') };
  }
}

/** An attribute that is null is unset (CloudEvents 1.0, JSON format), and data that is absent says nothing. */
function withoutUnset(value: Attributes): { readonly value: Attributes } | { readonly refusal: Refusal } {
  const { data_base64: base64, ...rest } = Object.fromEntries(
    Object.entries(value).filter(([, attribute]) => attribute !== null),
  );
  if (base64 === undefined) return { value: { ...rest, data: rest['data'] ?? {} } };
  if (rest['data'] !== undefined)
    return { refusal: refusal('invalid_envelope', '/data_base64: an event has data or data_base64, not both') };
  const read = decoded(base64);
  return 'refusal' in read ? read : { value: { ...rest, data: read.data } };
}

const isPlain = (value: Attributes): boolean =>
  isRecord(value['data']) && value['subject'] !== null && !Object.hasOwn(value, 'data_base64');

const notData = (): Refusal => refusal('invalid_data', '/data: expected a JSON object', '/data');

/** Reads the attributes of an event, and its data in whichever way it stands in it. */
export function readEnvelope(offered: Attributes): { readonly envelope: ReadEnvelope } | { readonly refusal: Refusal } {
  const read = isPlain(offered) ? { value: offered } : withoutUnset(offered);
  if ('refusal' in read) return read;
  const wrong = checkEnvelope(read.value);
  if (wrong !== undefined) return { refusal: wrong };
  return isRecord(read.value['data']) ? { envelope: read.value as ReadEnvelope } : { refusal: notData() };
}
