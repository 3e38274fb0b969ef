import { isUtf8 } from 'node:buffer';
import type { IncomingHttpHeaders } from 'node:http';
import { LIMITS } from '@callsight/contract/limits';
import { refusal } from '../../lib/schema/refusal.js';
import type { Body } from './body.js';
import { invalidJson } from './intake.js';

const PREFIX = 'ce-';

/** Attributes that tell a request in binary mode; extensions alone are also set by proxies. */
const TELLING = ['ce-specversion', 'ce-type', 'ce-source', 'ce-id'];

export const isBinaryMode = (headers: IncomingHttpHeaders): boolean => TELLING.some((name) => name in headers);

const UNQUOTED = /^"((?:[^"\\]|\\.)*)"$/;

/** The value of an attribute in a header: perhaps quoted, and percent-encoded where it is not ASCII (HTTP binding 3.1.3.2). */
function decoded(value: string): string {
  const [, quoted] = UNQUOTED.exec(value) ?? [];
  const text = quoted === undefined ? value : quoted.replace(/\\(.)/g, '$1');
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function attributesOf(headers: IncomingHttpHeaders): Record<string, unknown> {
  const entries = Object.entries(headers).flatMap(([name, value]) =>
    name.startsWith(PREFIX) && typeof value === 'string' ? [[name.slice(PREFIX.length), decoded(value)] as const] : [],
  );
  return Object.fromEntries(entries);
}

/**
 * Reads one event in binary mode: its attributes stand in the headers, its data is the body. What is kept of an event that
 * is refused is the same event in structured form, so that it can be tried again.
 */
export function readBinary(headers: IncomingHttpHeaders, bytes: Buffer): Body {
  const { data: _data, data_base64: _base64, ...attributes } = attributesOf(headers);
  const offer = (value: Record<string, unknown>, refused?: ReturnType<typeof refusal>): Body => {
    const text = JSON.stringify(value);
    return { text, offered: [{ value, text, ...(refused === undefined ? {} : { refusal: refused }) }] };
  };
  if (bytes.length === 0) return offer(attributes);
  if (bytes.length > LIMITS.eventBytes)
    return offer(
      attributes,
      refusal('event_too_large', `the event is longer than ${LIMITS.eventBytes} bytes`, '/data'),
    );
  const contentType = headers['content-type'];
  const asText = { ...attributes, datacontenttype: contentType, data: bytes.toString() };
  if (!isUtf8(bytes)) return offer(asText, refusal('invalid_utf8', '/data: the body is not valid UTF-8', '/data'));
  try {
    return offer({ ...attributes, datacontenttype: contentType, data: JSON.parse(bytes.toString()) as unknown });
  } catch (error) {
    const { code, message } = invalidJson(error);
    return offer(asText, refusal(code, message, '/data'));
  }
}
