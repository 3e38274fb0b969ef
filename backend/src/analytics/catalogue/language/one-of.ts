import { unknownId } from './query-error.js';

/**
 * Takes a word that stands for one of a few.
 * @param what as people call it; its code is `unknown_…`
 * @throws QueryError that names the nearest valid ones
 */
export function oneOf<T extends string>(valid: readonly T[], what: string, text: string, path: string): T {
  const found = valid.find((known) => known === text);
  if (found === undefined) throw unknownId(`unknown_${what}`, what, text, valid, path);
  return found;
}
