import type { CallerIdentity } from '../../storage/ledger/caller-identity.js';
import type { CallerIdentities } from './caller.js';
import { findPersons, isAddress, isNumberAlone, isUri } from './personal-text.js';
import { isDropped, isNameOf, isParty, KEPT_IN_TRANSCRIPTS, isTranscript, isCallIdAnswer } from './personal-keys.js';

/** What is known of whoever a sealed text stood for: as a number or address of a call, and as an e-mail address. */
interface SealedPerson {
  readonly phone: CallerIdentity | null;
  readonly email: CallerIdentity | null;
}

/** By the text that stands in the place of the number or address. */
export type SealedPersons = Readonly<Record<string, SealedPerson>>;

export interface Sealed {
  readonly value: unknown;
  readonly persons: SealedPersons;
}

/** The part of `CallerIdentities` that an admission asks. */
export type Identify = Pick<CallerIdentities, 'phone' | 'email'>;

/** A text, and whom the sealed texts in it stand for. */
export interface SealedText {
  readonly text: string;
  readonly persons: SealedPersons;
}

const DROPPED = '…';

/** Beyond this depth nothing is read; what redacts secrets has cut it already. */
const DEEPEST = 64;

/** Longest text that is kept: as long as the text of a refused event, and longer than any that is mapped. */
const LONGEST_TEXT = 262_144;

/** Persons that are kept of one payload; of further ones nothing is left but that they were there. */
const MAX_PERSONS = 500;

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Where a value stands. */
interface Place {
  readonly key: string;
  readonly parent: string;
  readonly depth: number;
  readonly inTranscript: boolean;
}

const ROOT: Place = { key: '', parent: '', depth: 0, inTranscript: false };

const NOBODY: Identify = { phone: () => null, email: () => null };

/** One payload on its way to being sealed. */
class Sealing {
  readonly persons = new Map<string, SealedPerson>();
  readonly #identities: Identify;
  readonly #own: ReadonlySet<string>;
  readonly #seals: boolean;

  constructor({ identities, keepNumbers }: SealRules, own: ReadonlySet<string>) {
    // Where numbers are kept, nobody is any person here, and what was said still goes.
    this.#identities = keepNumbers ? NOBODY : identities;
    this.#seals = !keepNumbers;
    this.#own = own;
  }

  value(value: unknown, place: Place): unknown {
    if (typeof value === 'string') return this.#text(value, place);
    // A number that is no text is read by nobody, and yet somebody's.
    if (typeof value === 'number' && value >= 1e6 && isParty(place.key) && this.#seals) return DROPPED;
    if (typeof value !== 'object' || value === null || place.depth >= DEEPEST) return value;
    // Items of a list stand where the list stands.
    if (Array.isArray(value)) return value.map((item) => this.value(item, { ...place, depth: place.depth + 1 }));
    return this.#record(value as Record<string, unknown>, place);
  }

  #record(record: Readonly<Record<string, unknown>>, { key: parent, depth, inTranscript }: Place): unknown {
    const entries = Object.entries(record).map(([key, inner]): [string, unknown] => {
      const place = { key, parent, depth: depth + 1, inTranscript: inTranscript || isTranscript(key) };
      if (isDropped(parent, key) && !isCallIdAnswer(record, key)) return [key, DROPPED];
      return [key, this.value(inner, place)];
    });
    return Object.fromEntries(entries);
  }

  #text(text: string, { key, parent, inTranscript }: Place): string {
    if (text === '' || this.#own.has(key) || this.#own.has(`${parent}/${key}`)) return text;
    if (inTranscript) return KEPT_IN_TRANSCRIPTS.has(key) ? text : DROPPED;
    if (isNameOf(parent, key)) return DROPPED;
    if (isAddress(text) || isUri(text) || isNumberAlone(text) || isParty(key)) return this.#sealed(text);
    return this.#withoutPersons(text);
  }

  /** The text with every number and address in it masked. */
  #withoutPersons(whole: string): string {
    const text = whole.length > LONGEST_TEXT ? `${whole.slice(0, LONGEST_TEXT)}${DROPPED}` : whole;
    const pieces: string[] = [];
    let done = 0;
    for (const { from, to } of findPersons(text)) {
      pieces.push(text.slice(done, from), this.#masked(text.slice(from, to)));
      done = to;
    }
    return pieces.length === 0 ? text : pieces.join('') + text.slice(done);
  }

  #masked(text: string): string {
    const sealed = this.#sealed(text);
    return this.#maskOf(sealed) ?? sealed;
  }

  #maskOf(token: string): string | undefined {
    const person = this.persons.get(token);
    return person === undefined ? undefined : (person.email ?? person.phone)?.masked;
  }

  /** The text that stands for a person: readable as masked, and one for each person. A withheld caller is nobody. */
  #sealed(text: string): string {
    const email = isAddress(text) ? this.#identities.email(text) : null;
    const phone = this.#identities.phone(text);
    const shown = email ?? phone;
    if (phone === null || shown === null) return text;
    // What is known of a call by the scheme stays known: `client:` is no telephone.
    const scheme = /^client:/i.exec(text)?.[0].toLowerCase() ?? '';
    const token = `${scheme}${shown.masked}~${shown.caller.slice(0, 16)}`;
    if (this.persons.size >= MAX_PERSONS && !this.persons.has(token)) return DROPPED;
    this.persons.set(token, { phone, email });
    return token;
  }
}

/** Whether full numbers and addresses may stay in what is stored. */
export interface SealRules {
  readonly identities: Identify;
  readonly keepNumbers: boolean;
}

/**
 * A copy of a payload without what was said and without full numbers and e-mail addresses, names and postal addresses of
 * persons. In the place of a number stands its masked form with the beginning of its pseudonym; what is known of the person
 * beside it is kept apart, so that the mapping of the copy gives the same persons as the mapping of the payload.
 * @param own keys, or `parent/key`, under which the company's own line stands, which is no person's
 */
export function seal(payload: unknown, rules: SealRules, own: readonly string[] = []): Sealed {
  const sealing = new Sealing(rules, new Set(own));
  const value = sealing.value(payload, ROOT);
  return { value, persons: Object.fromEntries(sealing.persons) };
}

/** A text that is no JSON, with the numbers and addresses in it masked. */
export function sealText(text: string, rules: SealRules): SealedText {
  const { value, persons } = seal([text], rules);
  return { text: String((value as unknown[])[0]), persons };
}

/** Identities that know whom sealed texts stand for. */
export const unsealing = (identities: Identify, persons: SealedPersons): Identify => ({
  phone: (text) => (Object.hasOwn(persons, text) ? (persons[text]?.phone ?? null) : identities.phone(text)),
  email: (text) => (Object.hasOwn(persons, text) ? (persons[text]?.email ?? null) : identities.email(text)),
});

const PARTIES: ReadonlySet<string> = new Set(['from', 'to', 'caller']);

function maskedOf(text: string, persons: SealedPersons): string {
  const person = Object.hasOwn(persons, text) ? persons[text] : undefined;
  return person === undefined ? text : ((person.email ?? person.phone)?.masked ?? DROPPED);
}

/** Data of an event in which sealed texts that do not say who the call is with are plain masked texts. */
export function masksOf(data: Readonly<Record<string, unknown>>, persons: SealedPersons): Record<string, unknown> {
  const masked = (value: unknown): unknown => {
    if (typeof value === 'string') return maskedOf(value, persons);
    if (Array.isArray(value)) return value.map(masked);
    return isRecord(value)
      ? Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, masked(inner)]))
      : value;
  };
  return Object.fromEntries(
    Object.entries(data).map(([key, value]) => [key, PARTIES.has(key) ? value : masked(value)]),
  );
}
