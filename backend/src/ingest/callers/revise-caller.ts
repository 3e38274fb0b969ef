import { getCountryCallingCode, parsePhoneNumberFromString, type CountryCode } from 'libphonenumber-js/max';
import type { CallerIdentity } from '../../storage/ledger/caller-identity.js';
import type { CallerIdentities } from './caller.js';
import type { Event } from '../../storage/ledger/event.js';

/** Words that earlier versions took for an address when they stood in a URI or beside another word. */
const WORDS = ['anonymous', 'unknown', 'restricted', 'private', 'unavailable', 'withheld', 'blocked', 'none', 'null'];
const PHRASES = ['number', 'caller', 'call', 'name', 'id', 'user'].flatMap((around) =>
  WORDS.flatMap((word) => [`${word} ${around}`, `${word}${around}`, `${around} ${word}`]),
);
const SCHEMES = ['', 'tel:', 'sip:', 'sips:', 'client:'];

/** Texts of a withheld caller as they stood in an address without a host. */
const WITHHELD_TEXTS = [
  ...SCHEMES.flatMap((scheme) => WORDS.map((word) => scheme + word)),
  ...PHRASES,
  ...['caller id blocked', 'caller id withheld', 'no number', 'not available', 'out of area', 'n/a', 'undefined'],
];

/** ANONYMOUS and the like on the keys of a telephone, which in a URI counted as numbers. */
const KEYED_NUMBERS = ['+266696687', '+7378742833', '+2562533', '+8656696', '+86282452253'];

/** Texts with a host, of which the masked form has kept all from the last at sign on. */
function withHost(host: string): string[] {
  const addresses = SCHEMES.flatMap((scheme) => WORDS.map((word) => `${scheme}${word}${host}`));
  const named = addresses.flatMap((address) =>
    WORDS.flatMap((name) => [`"${name}" <${address}`, `${name} <${address}`]),
  );
  return [...addresses, ...addresses.map((address) => `<${address}`), ...named];
}

/** Hosts of addresses whose masked form says that nobody is behind them. */
const NO_HOST = /@(?:anonymous|unknown|unavailable)\.invalid/i;

const DOT = '•';

/** Digits of a masked number; undefined where the mask no longer shows how many there are. */
function digitsOf(masked: string): number | undefined {
  if (masked === DOT.repeat(3)) return 0;
  return masked.length < 13 ? masked.length - 1 : undefined;
}

/** Whether a number of a country cannot exist, which for numbers of one country is a matter of its length. */
function isImpossible({ country, masked }: CallerIdentity): boolean {
  const digits = digitsOf(masked);
  if (country === undefined || digits === undefined) return false;
  const code = getCountryCallingCode(country as CountryCode);
  const national = '0'.repeat(Math.max(0, digits - code.length));
  return parsePhoneNumberFromString(`+${code}${national}`)?.isPossible() !== true;
}

type Verdict = 'withheld' | 'impossible' | 'right';

const MAX_CACHED = 50_000;

/**
 * Reads caller identities that earlier versions stored by today's rules, as far as the identity still shows what it was
 * made of: a withheld caller in a URI or a phrase is recognised by its pseudonym, since the text can be guessed; a number
 * too short to exist loses its country. Which text with digits in it was taken for which number cannot be recognised.
 */
export class CallerRevision {
  readonly #identities: CallerIdentities;
  readonly #withheld: ReadonlySet<string>;
  readonly #known = new Map<string, Verdict>();

  constructor(identities: CallerIdentities) {
    this.#identities = identities;
    this.#withheld = new Set([
      ...WITHHELD_TEXTS.map((text) => identities.pseudonym('address', text)),
      ...KEYED_NUMBERS.map((number) => identities.pseudonym('tel', number)),
    ]);
  }

  /** An event whose caller is read by today's rules; the same event if that changes nothing. */
  event(event: Event): Event {
    if (!('caller' in event.data)) return event;
    const { caller } = event.data;
    if ('caller' in caller) return this.#replaced(event, caller, (data) => data);
    const { phone } = caller;
    return phone === undefined ? event : this.#replaced(event, phone, (one) => ({ ...caller, phone: one }));
  }

  #replaced(event: Event, stored: CallerIdentity, within: (one: CallerIdentity | undefined) => unknown): Event {
    const read = this.identity(stored);
    return read === stored
      ? event
      : ({ ...event, data: { ...event.data, caller: within(read ?? undefined) } } as Event);
  }

  /** @returns null for a caller who is withheld */
  identity(stored: CallerIdentity): CallerIdentity | null {
    const verdict = this.#known.get(stored.caller) ?? this.#judge(stored);
    if (this.#known.size >= MAX_CACHED) this.#known.clear();
    this.#known.set(stored.caller, verdict);
    if (verdict === 'withheld') return null;
    return verdict === 'impossible' ? withoutPlace(stored) : stored;
  }

  #judge(stored: CallerIdentity): Verdict {
    const { caller, masked } = stored;
    if (this.#withheld.has(caller) || NO_HOST.test(masked)) return 'withheld';
    const at = masked.lastIndexOf('@');
    const texts = at < 0 ? [] : withHost(masked.slice(at).toLowerCase());
    if (texts.some((text) => this.#identities.pseudonym('address', text) === caller)) return 'withheld';
    return isImpossible(stored) ? 'impossible' : 'right';
  }
}

const withoutPlace = ({ caller, masked, number }: CallerIdentity): CallerIdentity => ({
  caller,
  masked,
  ...(number === undefined ? {} : { number }),
});
