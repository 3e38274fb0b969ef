import type { SignedRequest } from './port.js';

/** The one value of a header; undefined if it is absent, or came twice, since then nobody knows which one was meant. */
export function readHeader(request: SignedRequest, name: string): string | undefined {
  const key = name.toLowerCase();
  const value = Object.hasOwn(request.headers, key) ? request.headers[key] : undefined;
  const only = Array.isArray(value) && value.length === 1 ? value[0] : value;
  return typeof only === 'string' && only.trim() !== '' ? only.trim() : undefined;
}
