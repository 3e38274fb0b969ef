import { label } from './label.js';

/** What carriers put where a caller withholds the number. Kept as an address, all such callers would be one person. */
const WITHHELD = new Set([
  'anonymous',
  'unknown',
  'restricted',
  'private',
  'unavailable',
  'withheld',
  'null',
  'undefined',
]);

/** Number or address of one side of a call; undefined if it is withheld. */
export function phoneParty(text: string | undefined): string | undefined {
  const party = label(text);
  return party === undefined || WITHHELD.has(party.toLowerCase()) ? undefined : party;
}
