import { fitsMod97, ibanLength } from './check-digits.js';
import { digitsSaid } from './number-words.js';
import { asciiDigits, type Token } from './tokens.js';

/** A stretch of tokens, the last one excluded. */
export interface TokenRange {
  readonly begin: number;
  readonly end: number;
}

/** Between the parts of one number or address nothing else than blanks and few signs may stand. */
const GAP = /^[\s,/()]{0,6}$/;

const ALPHANUMERIC = /^[a-z0-9]{1,34}$/;

/** What a token is of an IBAN; empty for a sign between two parts, undefined for what is no part of any. */
function partOf({ kind, text }: Token): string | undefined {
  if (kind === 'digits') return asciiDigits(text);
  if (kind === 'sign') return text === '-' || text === '.' ? '' : undefined;
  return digitsSaid(text) ?? (ALPHANUMERIC.test(text) ? text.toUpperCase() : undefined);
}

const COUNTRY = /^[A-Z]{2}$/;
const BEGIN = /^[A-Z]{2}[0-9]{2}/;

const MAX_LENGTH = 34;

/** How many characters an IBAN has that begins like this; undefined where none does. */
function lengthOf(begin: string): number | undefined {
  if (begin.length < 2) return MAX_LENGTH;
  const length = COUNTRY.test(begin.slice(0, 2)) ? ibanLength(begin.slice(0, 2)) : undefined;
  const isOff = length === undefined || begin.length > length || (begin.length >= 4 && !BEGIN.test(begin));
  return isOff ? undefined : length;
}

/** @returns where the IBAN ends that begins with a token, undefined if none does */
function endOf(text: string, tokens: readonly Token[], begin: number): number | undefined {
  let iban = '';
  let until: number | undefined;
  for (let index = begin; index < tokens.length; index += 1) {
    const token = tokens[index];
    if (token === undefined || (until !== undefined && !GAP.test(text.slice(until, token.from)))) return undefined;
    const part = partOf(token);
    if (part === undefined) return undefined;
    iban += part;
    const length = lengthOf(iban);
    if (length === undefined) return undefined;
    if (iban.length === length) return fitsMod97(iban) ? index + 1 : undefined;
    until = token.to;
  }
  return undefined;
}

const FIRST = /^[a-z]/;

/** IBANs, written or said letter by letter. */
export function findIbans(text: string, tokens: readonly Token[]): TokenRange[] {
  const found: TokenRange[] = [];
  for (let index = 0; index < tokens.length; index += 1) {
    const token = tokens[index];
    if (token === undefined || !FIRST.test(token.text) || token.text.length > 34) continue;
    const end = endOf(text, tokens, index);
    if (end === undefined) continue;
    found.push({ begin: index, end });
    index = end - 1;
  }
  return found;
}
