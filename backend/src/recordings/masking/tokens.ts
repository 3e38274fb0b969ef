/** A piece of a text: a run of letters and digits, or a sign that stands within addresses and numbers. */
export interface Token {
  /** Where it stands in the text, in UTF-16 code units. */
  readonly from: number;
  readonly to: number;
  /** In lower case. */
  readonly text: string;
  /** `digits`: nothing but digits, of any script. */
  readonly kind: 'word' | 'digits' | 'sign';
}

/** Part of a text, in UTF-16 code units. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

const TOKEN = /[\p{L}\p{M}\p{N}]+|[@._+-]/gu;
const DIGITS = /^\p{Nd}+$/u;
const ASCII_DIGITS = /^[0-9]+$/;
const SIGN = /^[@._+-]$/;

const kindOf = (text: string): Token['kind'] => {
  if (SIGN.test(text)) return 'sign';
  return DIGITS.test(text) ? 'digits' : 'word';
};

export const tokensOf = (text: string): Token[] =>
  Array.from(text.matchAll(TOKEN), ({ 0: found, index }) => ({
    from: index,
    to: index + found.length,
    text: found.toLowerCase(),
    kind: kindOf(found),
  }));

const DIGIT = /^\p{Nd}$/u;

/** Digits of a script follow each other from zero to nine. */
function valueOf(digit: string): string {
  const plain = digit.normalize('NFKC');
  if (ASCII_DIGITS.test(plain)) return plain;
  const code = plain.codePointAt(0) ?? 0;
  let value = 0;
  while (value < 9 && DIGIT.test(String.fromCodePoint(code - value - 1))) value += 1;
  return String(value);
}

/** Digits of any script as those of ASCII. */
export const asciiDigits = (digits: string): string =>
  ASCII_DIGITS.test(digits) ? digits : Array.from(digits, valueOf).join('');
