import { LIMITS } from '@callsight/contract/limits';

/** A text as a label of the contract: without control characters, clipped; undefined if nothing is left of it. */
export function label(text: string | undefined, max: number = LIMITS.identifier): string | undefined {
  if (text === undefined) return undefined;
  // A cut between the halves of a surrogate pair would leave half a character.
  const clipped = text
    .replace(/\p{Cc}+/gu, ' ')
    .trim()
    .slice(0, max)
    .replace(/[\uD800-\uDBFF]$/, '')
    .trim();
  return clipped === '' ? undefined : clipped;
}
