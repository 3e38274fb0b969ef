import type { PhoneNumber } from 'libphonenumber-js/max';
import { longestPrefix } from './number-table.js';

/** IANA time zone of a number; undefined where it may be in one of several. */
export function timezoneOf({ number }: PhoneNumber): string | undefined {
  const zones = longestPrefix('timezones.bson', number.slice(1))?.split('&') ?? [];
  return zones.length === 1 ? zones[0] : undefined;
}
