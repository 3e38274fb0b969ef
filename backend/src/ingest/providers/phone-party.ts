import { readPartyAddress } from '../callers/party-address.js';
import { label } from './label.js';

/** Number or address of one side of a call; undefined if it is withheld. */
export function phoneParty(text: string | undefined): string | undefined {
  const party = label(text);
  return party === undefined || readPartyAddress(party) === null ? undefined : party;
}
