import { COUNTRIES, type Country, type NumberRange } from './countries.js';
import type { Random } from './random.js';

const SCRAMBLE = 7_654_321;
/** How strongly a few regulars make most of the repeated calls: the lower a number, the likelier by its power. */
const TAIL = 1.8;
/** Numbers of those whom only an incident makes call: beyond every run's own, and within what the ranges hold. */
const STRANGERS = { first: 10_000_000, count: 9_000_000 };
/** Callers the firm knew before, in days' worth of calls. */
const KNOWN_DAYS = 5;

export interface Caller {
  readonly number: number;
  readonly country: string;
  readonly language: string;
  readonly phone: string;
  readonly email: string;
}

/** The n-th number of a range, each once, in an order that looks like none: the factor is coprime with powers of ten. */
const numberIn = (range: NumberRange, n: number): string => {
  const size = 10 ** range.digits;
  const prefix = range.prefixes[n % range.prefixes.length] ?? range.prefixes[0];
  const rest = (Math.floor(n / range.prefixes.length) * SCRAMBLE) % size;
  return prefix + String(rest).padStart(range.digits, '0');
};

const phoneOf = (country: Country, n: number): string => {
  const { fiction, ordinary } = country;
  const reserved = fiction === undefined ? 0 : fiction.prefixes.length * 10 ** fiction.digits;
  return fiction !== undefined && n < reserved ? numberIn(fiction, n) : numberIn(ordinary, n - reserved);
};

/**
 * Everybody who ever calls. A caller is a number and everything else follows from it, so that a hundred million of
 * them take no memory; regulars are the low numbers, those who are new take the next.
 */
export class Callers {
  private known: number;

  constructor(
    private readonly random: Random,
    callsPerDay: number,
  ) {
    this.known = Math.ceil(callsPerDay * KNOWN_DAYS);
  }

  newcomer(): Caller {
    this.known += 1;
    return this.numbered(this.known - 1);
  }

  /** Somebody new who takes no number from those who come after. */
  stranger(random: Random): Caller {
    return this.numbered(STRANGERS.first + random.below(STRANGERS.count));
  }

  regular(random: Random): Caller {
    return this.numbered(Math.floor(this.known * Math.pow(random.next(), TAIL)));
  }

  private numbered(number: number): Caller {
    const random = this.random.fork(number);
    const country = random.weighted(COUNTRIES);
    return {
      number,
      country: country.code,
      language: random.weighted(country.languages).language,
      phone: phoneOf(country, number),
      email: `caller-${number}@example.net`,
    };
  }
}
