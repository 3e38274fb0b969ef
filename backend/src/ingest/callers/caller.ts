import { createHmac } from 'node:crypto';
import { parsePhoneNumberFromString, type CountryCode, type PhoneNumber } from 'libphonenumber-js/max';
import type { CallerIdentity } from '../../storage/ledger/caller-identity.js';
import { regionOf } from './demographics/region.js';
import { timezoneOf } from './demographics/timezone.js';
import { readPartyAddress } from './party-address.js';

export interface CallerRules {
  readonly secret: string;
  readonly keepNumbers: boolean;
  /** Country of numbers that are written without one (ISO 3166-1 alpha-2). */
  readonly defaultCountry?: CountryCode | undefined;
}

const MAX_REMEMBERED = 50_000;

function countryOf(number: PhoneNumber): string | undefined {
  if (number.country !== undefined) return number.country;
  const possible = number.getPossibleCountries();
  return possible.length === 1 ? possible[0] : undefined;
}

/** What a number can be written with; an extension behind it does not make another number of it. */
const WRITTEN =
  /^[+\uFF0B]?[\p{Nd}\s()[\]./\u2010-\u2015\u2212-]{1,40}(?:(?:ext\.?|extension|x|#)\s{0,3}\p{Nd}{1,7})?$/iu;

/** `00` stands for `+` in most of the world. */
const withPlus = (text: string): string => text.replace(/^00(?=[1-9][\d ()./-]{6,}$)/, '+');

/** Without a country in front, fewer digits are an extension or a short code, unless such a number exists. */
const FEWEST_DIGITS = 7;

const isLongEnough = (text: string, number: PhoneNumber): boolean =>
  text.startsWith('+') || text.replace(/\P{Nd}/gu, '').length >= FEWEST_DIGITS || number.isValid();

/** The number that a text is as a whole, if it is one that can exist. */
function numberOf(written: string, defaultCountry: CountryCode | undefined): PhoneNumber | undefined {
  if (!WRITTEN.test(written)) return undefined;
  const text = withPlus(written);
  const number = parsePhoneNumberFromString(text, {
    extract: false,
    ...(defaultCountry === undefined ? {} : { defaultCountry }),
  });
  if (number?.isPossible() !== true || !isLongEnough(text, number)) return undefined;
  // What is known of a number must not depend on how it was written.
  return parsePhoneNumberFromString(number.number);
}

/** What a number tells of whoever has it. */
function factsOf(number: PhoneNumber): Partial<CallerIdentity> {
  const country = countryOf(number);
  const isValid = number.isValid();
  const region = isValid ? regionOf(number) : undefined;
  const timezone = isValid ? timezoneOf(number) : undefined;
  const type = number.getType()?.toLowerCase();
  return {
    ...(country === undefined ? {} : { country }),
    ...(region === undefined ? {} : { region }),
    ...(timezone === undefined ? {} : { timezone }),
    ...(type === undefined ? {} : { line_type: type }),
  };
}

const mask = (text: string): string =>
  text.length <= 6 ? '•••' : `${text.slice(0, 3)}${'•'.repeat(Math.min(text.length - 5, 8))}${text.slice(-2)}`;

const maskAddress = (text: string): string => {
  const at = text.lastIndexOf('@');
  return at < 1 ? mask(text) : `${text.slice(0, 1)}•••${text.slice(at)}`;
};

/** Turns numbers and addresses into identities; the same one always into the same identity, within an installation. */
export class CallerIdentities {
  readonly #rules: CallerRules;
  readonly #known = new Map<string, CallerIdentity | null>();

  constructor(rules: CallerRules) {
    this.#rules = rules;
  }

  /** @returns null for a caller who is withheld: such a caller is nobody, and never the same one twice */
  phone(text: string): CallerIdentity | null {
    const known = this.#known.get(text);
    if (known !== undefined) return known;
    const identity = this.#derivePhone(text.trim());
    if (this.#known.size >= MAX_REMEMBERED) this.#known.clear();
    this.#known.set(text, identity);
    return identity;
  }

  email(text: string): CallerIdentity | null {
    const address = text.trim().toLowerCase();
    return address === '' ? null : { caller: this.pseudonym('mailto', address), masked: maskAddress(address) };
  }

  #derivePhone(text: string): CallerIdentity | null {
    const party = readPartyAddress(text);
    if (party === null) return null;
    const number = party.number === undefined ? undefined : numberOf(party.number, this.#rules.defaultCountry);
    if (number === undefined) {
      return { caller: this.pseudonym('address', party.address), masked: maskAddress(party.address) };
    }
    return {
      caller: this.pseudonym('tel', number.number),
      masked: mask(number.number),
      ...factsOf(number),
      ...(this.#rules.keepNumbers ? { number: number.number } : {}),
    };
  }

  /** Pseudonym of a text that is normalised already. */
  pseudonym(kind: 'tel' | 'address' | 'mailto', text: string): string {
    return createHmac('sha256', this.#rules.secret).update(`${kind}:${text}`).digest('hex').slice(0, 32);
  }
}
