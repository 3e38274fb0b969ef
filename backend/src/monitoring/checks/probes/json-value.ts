import type { JsonRule } from '../../../definitions/read-check.js';

/** The value at a path; undefined when there is none. */
function valueAt(document: unknown, steps: readonly string[]): unknown {
  let value = document;
  for (const step of steps) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined;
    value = (value as Readonly<Record<string, unknown>>)[step];
  }
  return value;
}

const compares = (op: string, found: number, expected: number): boolean => {
  if (op === '<') return found < expected;
  if (op === '<=') return found <= expected;
  return op === '>' ? found > expected : found >= expected;
};

function contains(found: unknown, expected: JsonRule['value']): boolean {
  if (typeof found === 'string') return found.includes(String(expected));
  return Array.isArray(found) && found.includes(expected);
}

/** Whether a JSON document has the value that a rule asks for. Texts and numbers are never the same. */
export function satisfies(document: unknown, { steps, op, value: expected }: JsonRule): boolean {
  const found = valueAt(document, steps);
  if (op === 'exists') return (found !== undefined) === expected;
  if (found === undefined) return false;
  if (op === '=') return found === expected;
  if (op === '!=') return found !== expected;
  if (op === 'contains') return contains(found, expected);
  return typeof found === 'number' && typeof expected === 'number' && compares(op, found, expected);
}
