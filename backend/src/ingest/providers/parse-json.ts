import { MappingError } from './port.js';

/** Reads a body of JSON. */
export function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString()) as unknown;
  } catch {
    throw new MappingError('The body is not valid JSON', '');
  }
}
