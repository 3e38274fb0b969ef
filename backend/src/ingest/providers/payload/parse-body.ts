import { MappingError } from '../port.js';

/** Reads a body of JSON. */
export function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString()) as unknown;
  } catch {
    throw new MappingError('The body is not valid JSON', '');
  }
}

/** Fields of a form post by name; a name that comes several times has a list. A form can say anything, so it never fails. */
export function parseForm(body: Buffer): Record<string, string | string[]> {
  const fields = new Map<string, string[]>();
  for (const [name, value] of new URLSearchParams(body.toString())) {
    fields.set(name, [...(fields.get(name) ?? []), value]);
  }
  const entries = [...fields].map(([name, values]): [string, string | string[]] => {
    const [only = ''] = values;
    return [name, values.length === 1 ? only : values];
  });
  return Object.fromEntries(entries);
}
