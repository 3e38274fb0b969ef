import { createHmac } from 'node:crypto';
import { parsePhoneNumberFromString, type CountryCode, type PhoneNumber } from 'libphonenumber-js/max';
import { regionOf } from './demographics/region.js';
import { timezoneOf } from './demographics/timezone.js';

/** What is kept of a number or address: enough to count, compare and group by, too little to call. */
export interface CallerIdentity {
  /** HMAC of the normalised number, 32 hexadecimal digits. */
  readonly caller: string;
  /** The number with its middle hidden, for people who look at a list. */
  readonly masked: string;
  /** ISO 3166-1 alpha-2. */
  readonly country?: string;
  /** Place or state that the number belongs to. */
  readonly region?: string;
  /** IANA time zone, where the number has but one. */
  readonly timezone?: string;
  /** Such as `mobile` or `fixed_line`. */
  readonly line_type?: string;
  /** The number itself, only where the configuration says that numbers are kept. */
  readonly number?: string;
}

export interface CallerRules {
  readonly secret: string;
  readonly keepNumbers: boolean;
  /** Country of numbers that are written without one (ISO 3166-1 alpha-2). */
  readonly defaultCountry?: CountryCode | undefined;
}

/**
 * What stands in the place of a number that is withheld: words, the address of RFC 3323, and what Twilio makes of the words
 * on a telephone's keys (ANONYMOUS is 266696687, RESTRICTED 7378742833 …).
 */
const ANONYMOUS = new RegExp(
  `^(${[
    '|anonymous|unknown|restricted|private|unavailable|withheld|blocked|no ?caller ?id|none|null',
    '\\+?(266696687|7378742833|2562533|8656696|86282452253)',
    '(sips?:)?anonymous@anonymous\\.invalid',
  ].join('|')})$`,
  'i',
);

const MOST_REMEMBERED = 50_000;

function countryOf(number: PhoneNumber): string | undefined {
  if (number.country !== undefined) return number.country;
  const possible = number.getPossibleCountries();
  return possible.length === 1 ? possible[0] : undefined;
}

const E164_URI = /^(?:tel:|sips?:)(\+\d{6,15})(?=$|[@;])/i;

/** A number in a `tel:` or SIP address is the same person's as the bare number; `00` stands for `+` in most of the world. */
const internationalForm = (text: string): string =>
  E164_URI.exec(text)?.[1] ?? text.replace(/^00(?=[1-9][\d ()./-]{6,}$)/, '+');

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

  /** @returns null for an anonymous caller */
  phone(text: string): CallerIdentity | null {
    const known = this.#known.get(text);
    if (known !== undefined) return known;
    const identity = this.#derivePhone(text.trim());
    if (this.#known.size >= MOST_REMEMBERED) this.#known.clear();
    this.#known.set(text, identity);
    return identity;
  }

  email(text: string): CallerIdentity | null {
    const address = text.trim().toLowerCase();
    return address === '' ? null : { caller: this.#hmac(`mailto:${address}`), masked: maskAddress(address) };
  }

  #derivePhone(text: string): CallerIdentity | null {
    if (ANONYMOUS.test(text)) return null;
    const number = parsePhoneNumberFromString(internationalForm(text), this.#rules.defaultCountry);
    if (number === undefined) {
      return { caller: this.#hmac(`address:${text.toLowerCase()}`), masked: maskAddress(text) };
    }
    const country = countryOf(number);
    const isValid = number.isValid();
    const region = isValid ? regionOf(number) : undefined;
    const timezone = isValid ? timezoneOf(number) : undefined;
    const type = number.getType()?.toLowerCase();
    return {
      caller: this.#hmac(`tel:${number.number}`),
      masked: mask(number.number),
      ...(country === undefined ? {} : { country }),
      ...(region === undefined ? {} : { region }),
      ...(timezone === undefined ? {} : { timezone }),
      ...(type === undefined ? {} : { line_type: type }),
      ...(this.#rules.keepNumbers ? { number: number.number } : {}),
    };
  }

  #hmac(text: string): string {
    return createHmac('sha256', this.#rules.secret).update(text).digest('hex').slice(0, 32);
  }
}
