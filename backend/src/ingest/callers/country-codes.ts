import { getCountries, type CountryCode } from 'libphonenumber-js/max';

export type { CountryCode };

/** ISO 3166-1 codes of the countries whose numbers can be read. */
export const countryCodes: readonly CountryCode[] = getCountries();
