import { LuhnSums } from './check-digits.js';
import { FILLERS, HUNDREDS, REPEATS, UNITS, digitsSaid, tensSaid } from './number-words.js';
import { asciiDigits, type Token } from './tokens.js';

/** A number, or a part of one, as it is written or said without a pause. */
interface Atom {
  /** First token, and the one behind the last. */
  readonly begin: number;
  readonly end: number;
  readonly digits: string;
  readonly isSaid: boolean;
  /** Whether it follows the one before it as parts of one number follow each other, and not as the items of a list do. */
  readonly isBound: boolean;
}

/** What a run of digits was found to be: tokens, the last one excluded. */
export interface FoundNumber {
  readonly begin: number;
  readonly end: number;
  readonly kind: 'card' | 'phone';
}

export interface NumberedText {
  readonly text: string;
  readonly tokens: readonly Token[];
  /** Whether a token is part of something that was found already, or of a time, date or amount. */
  readonly isTaken: (index: number) => boolean;
}

/** So many digits are no room, time or order number any more. */
const MIN_DIGITS = 7;

/** So many are no telephone number any more; the longest has 15. */
const MIN_CARD_LIKE = 16;

const CARD = { min: 13, max: 19 };

/** A number that counts something has fewer digits. */
const MAX_COUNTED = 6;

type Piece = Omit<Atom, 'isBound'>;

const EXTENSION = /^(\d{2,12})x(\d{1,6})$/;

function single(tokens: readonly Token[], index: number): Piece | undefined {
  const token = tokens[index];
  if (token === undefined || token.kind === 'sign') return undefined;
  const one = { begin: index, end: index + 1 };
  if (token.kind === 'digits') return { ...one, digits: asciiDigits(token.text), isSaid: false };
  const said = digitsSaid(token.text);
  if (said !== undefined) return { ...one, digits: said, isSaid: true };
  const [, number, extension] = EXTENSION.exec(token.text) ?? [];
  return number === undefined ? undefined : { ...one, digits: number + String(extension), isSaid: false };
}

const BLANK_OR_DASH = /^[\s-]{1,3}$/;

/** The digit that follows "forty" in "forty two" and "forty-two". */
function unitBehind({ text, tokens }: NumberedText, index: number): Piece | undefined {
  const next = tokens[index + 1]?.text === '-' ? index + 2 : index + 1;
  const gap = text.slice(tokens[index]?.to, tokens[next]?.from);
  const unit = BLANK_OR_DASH.test(gap) ? single(tokens, next) : undefined;
  return unit?.isSaid === true && /^[1-9]$/.test(unit.digits) ? unit : undefined;
}

/** "forty two" as well as "forty". */
function pair(numbered: NumberedText, index: number): Piece | undefined {
  const tens = tensSaid(numbered.tokens[index]?.text ?? '');
  if (tens === undefined) return undefined;
  const unit = unitBehind(numbered, index);
  return { begin: index, end: unit?.end ?? index + 1, digits: tens + (unit?.digits ?? '0'), isSaid: true };
}

/** "double four" as well as a number alone. */
function pieceAt(numbered: NumberedText, index: number): Piece | undefined {
  if (numbered.isTaken(index)) return undefined;
  const { tokens } = numbered;
  const repeats = REPEATS.get(tokens[index]?.text ?? '');
  if (repeats === undefined) return pair(numbered, index) ?? single(tokens, index);
  const repeated = single(tokens, index + 1);
  return repeated?.digits.length !== 1
    ? undefined
    : { begin: index, end: repeated.end, digits: repeated.digits.repeat(repeats), isSaid: true };
}

type Bond = 'bound' | 'listed' | 'apart';

const MAX_GAP = 8;

/** How two pieces hang together by what stands between them, without words and signs that are tokens. */
function bondOf(gap: string): Bond {
  if (gap.length > MAX_GAP) return 'apart';
  // People pause at the end of a segment, and the transcript ends a sentence there.
  if (/^[\s.,;…–—-]*\n\s*$/.test(gap)) return 'bound';
  if (/^[\s/()–—]*$/.test(gap)) return 'bound';
  return /^[\s/(),;…–—]*$/.test(gap) ? 'listed' : 'apart';
}

const weaker = (one: Bond, other: Bond): Bond => {
  if (one === 'apart' || other === 'apart') return 'apart';
  return one === 'listed' ? one : other;
};

/** Words between two parts of a number at most, and signs. */
const MAX_BETWEEN = 3;

function signBond({ text, tokens }: NumberedText, index: number): Bond {
  const [before, sign, behind] = [tokens[index - 1], tokens[index], tokens[index + 1]];
  if (sign === undefined || before === undefined || behind === undefined) return 'apart';
  if (sign.text === '-') return 'bound';
  if (sign.text !== '.') return 'apart';
  const gap = text.slice(sign.to, behind.from);
  return gap === '' || gap.includes('\n') ? 'bound' : 'listed';
}

interface Next {
  readonly piece: Piece;
  readonly bond: Bond;
}

/** What stands between two pieces of a number. */
class Between {
  bond: Bond = 'bound';
  #hasWords = false;
  #hasPause = false;

  addGap(gap: string): void {
    this.bond = weaker(this.bond, bondOf(gap));
    this.#hasPause ||= gap.includes('\n');
  }

  addToken(numbered: NumberedText, index: number): void {
    const token = numbered.tokens[index];
    if (token?.kind === 'sign') this.bond = weaker(this.bond, signBond(numbered, index));
    else if (FILLERS.has(token?.text ?? '')) this.#hasWords = true;
    else this.bond = 'apart';
  }

  /** How the second piece hangs together with the first. */
  bondTo(first: Piece, second: Piece): Bond {
    const isWritten = !first.isSaid && !second.isSaid;
    if (isWritten && this.#hasWords && !this.#hasPause) return 'apart';
    // Digits that are said, or heard one by one, have commas between them.
    const isSaid = first.isSaid && second.isSaid;
    const isSpelled = first.digits.length === 1 && second.digits.length === 1;
    return this.bond === 'listed' && (isSaid || isSpelled) ? 'bound' : this.bond;
  }
}

/** The piece that goes on with a number, and how. */
function nextOf(numbered: NumberedText, previous: Piece): Next | undefined {
  const { text, tokens } = numbered;
  const between = new Between();
  for (let index = previous.end; index <= previous.end + MAX_BETWEEN; index += 1) {
    const [before, token] = [tokens[index - 1], tokens[index]];
    if (before === undefined || token === undefined) return undefined;
    between.addGap(text.slice(before.to, token.from));
    if (between.bond === 'apart') return undefined;
    const piece = pieceAt(numbered, index);
    if (piece === undefined) {
      between.addToken(numbered, index);
      continue;
    }
    const bond = between.bondTo(previous, piece);
    return bond === 'apart' ? undefined : { piece, bond };
  }
  return undefined;
}

/** "eight hundred" within a number. */
function hundredsAt({ tokens }: NumberedText, previous: Piece): Piece | undefined {
  const isHundred = previous.isSaid && previous.digits.length === 1 && HUNDREDS.has(tokens[previous.end]?.text ?? '');
  return isHundred ? { begin: previous.end, end: previous.end + 1, digits: '00', isSaid: true } : undefined;
}

function isCounted({ text, tokens }: NumberedText, { end, digits }: Piece): boolean {
  const [last, unit] = [tokens[end - 1], tokens[end]];
  if (last === undefined || unit === undefined || digits.length > MAX_COUNTED) return false;
  return UNITS.has(unit.text) && /^\s{0,3}$/.test(text.slice(last.to, unit.from));
}

/** The pieces that follow each other from one on. */
function runFrom(numbered: NumberedText, first: Piece): Atom[] {
  const run: Atom[] = [{ ...first, isBound: true }];
  for (let last: Piece = first; ;) {
    const hundreds = hundredsAt(numbered, last);
    const next = hundreds === undefined ? nextOf(numbered, last) : { piece: hundreds, bond: 'bound' };
    if (next === undefined) return run;
    run.push({ ...next.piece, isBound: next.bond === 'bound' });
    last = next.piece;
  }
}

/** Ends of card numbers among the atoms of a run. */
class Cards {
  readonly #run: readonly Atom[];
  readonly #luhn: LuhnSums;
  /** Place of the first digit of each atom among all digits. */
  readonly #offsets: number[] = [];

  constructor(run: readonly Atom[]) {
    this.#run = run;
    this.#luhn = new LuhnSums(run.map(({ digits }) => digits).join(''));
    let offset = 0;
    for (const { digits } of run) {
      this.#offsets.push(offset);
      offset += digits.length;
    }
    this.#offsets.push(offset);
  }

  /** @returns behind which atom the card number ends that begins with one; the longest that fits; undefined for none */
  endOf(begin: number): number | undefined {
    const from = this.#offsets[begin] ?? 0;
    let end: number | undefined;
    for (let index = begin + 1; index <= this.#run.length; index += 1) {
      const to = this.#offsets[index] ?? 0;
      if (to - from > CARD.max) return end;
      if (to - from >= CARD.min && this.#luhn.fits(from, to)) end = index;
    }
    return end;
  }
}

const isBetween = (digits: string, least: number, most: number): boolean =>
  digits.length <= 2 && Number(digits) >= least && Number(digits) <= most;

const YEAR = /^(?:19|20)\d{2}$/;

/** A day and a month, in any order. */
const isDayAndMonth = (first: string, second: string): boolean =>
  (isBetween(first, 1, 31) && isBetween(second, 1, 12)) || (isBetween(first, 1, 12) && isBetween(second, 1, 31));

/** A date as it is said or heard: "27 11 2026", "twenty seven eleven twenty twenty six"; or two years. */
function isDate(atoms: readonly Atom[]): boolean {
  if (atoms.length > 4) return false;
  const [first = '', second = '', ...rest] = atoms.map(({ digits }) => digits);
  if (atoms.length === 2) return YEAR.test(first) && YEAR.test(second);
  const year = rest.join('');
  if (YEAR.test(year)) return isDayAndMonth(first, second);
  return atoms.length === 3 && YEAR.test(first) && isDayAndMonth(year, second);
}

const countOf = (atoms: readonly Atom[]): number => atoms.reduce((sum, { digits }) => sum + digits.length, 0);

function numberOf(atoms: readonly Atom[]): FoundNumber[] {
  const [first, last] = [atoms[0], atoms.at(-1)];
  const count = countOf(atoms);
  if (first === undefined || last === undefined || count < MIN_DIGITS || isDate(atoms)) return [];
  return [{ begin: first.begin, end: last.end, kind: count >= MIN_CARD_LIKE ? 'card' : 'phone' }];
}

/** What a run of digits has of card numbers, and of other numbers that are long enough. */
function numbersIn(run: readonly Atom[]): FoundNumber[] {
  if (countOf(run) < MIN_DIGITS) return [];
  const cards = new Cards(run);
  const found: FoundNumber[] = [];
  let open: Atom[] = [];
  for (let index = 0; index < run.length;) {
    const atom = run[index];
    const behind = cards.endOf(index);
    const last = behind === undefined ? undefined : run[behind - 1];
    if (atom === undefined) break;
    if (last !== undefined || !atom.isBound) {
      found.push(...numberOf(open));
      open = [];
    }
    if (last === undefined) open.push(atom);
    else found.push({ begin: atom.begin, end: last.end, kind: 'card' });
    index = behind ?? index + 1;
  }
  return [...found, ...numberOf(open)];
}

/**
 * Card numbers and telephone numbers, written or said digit by digit or in pairs. A card number fits Luhn; sixteen digits and
 * more that do not are taken for one that was misheard. Seven to fifteen digits are a telephone number.
 */
export function findNumbers(numbered: NumberedText): FoundNumber[] {
  const found: FoundNumber[] = [];
  for (let index = 0; index < numbered.tokens.length;) {
    const piece = pieceAt(numbered, index);
    if (piece === undefined || isCounted(numbered, piece)) {
      index = piece?.end ?? index + 1;
      continue;
    }
    const run = runFrom(numbered, piece);
    found.push(...numbersIn(run));
    index = run.at(-1)?.end ?? index + 1;
  }
  return found;
}
