import type { PhoneNumber } from 'libphonenumber-js/max';
import { longestPrefix } from './number-table.js';
import { NORTH_AMERICAN_STATES } from './north-american-states.js';

const NORTH_AMERICA = '1';

/** "New York, NY" and "California" are written either way: the state by its two letters is what can be grouped by. */
function stateOf(place: string): string {
  const [, letters] = /, ([A-Z]{2})$/.exec(place) ?? [];
  return letters ?? NORTH_AMERICAN_STATES.get(place) ?? place;
}

/**
 * Place that a number belongs to by its area code, in English: a state of the USA or a province of Canada by its two
 * letters, elsewhere the town or region that the numbering plan names.
 * @returns undefined for numbers that belong to no place, such as most mobile ones
 */
export function regionOf({ countryCallingCode, nationalNumber }: PhoneNumber): string | undefined {
  const place = longestPrefix(`geocodes/en/${countryCallingCode}.bson`, nationalNumber);
  return place !== undefined && countryCallingCode === NORTH_AMERICA ? stateOf(place) : place;
}
