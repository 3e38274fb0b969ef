/** A word of a text as searches compare it, and where it stands; UTF-16 code units. */
export interface Word {
  /** Without accents, in lower case. */
  readonly text: string;
  readonly from: number;
  readonly to: number;
  /** Of a script that writes no blanks between words: each character is one. */
  readonly isUnspaced: boolean;
}

const UNSPACED = String.raw`\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}`;

const WORD = new RegExp(String.raw`([${UNSPACED}]\p{Mn}*)|(?:(?![${UNSPACED}])[\p{L}\p{N}\p{M}])+`, 'gu');

/** Accents of Latin, Greek and Cyrillic, vowel points of Hebrew and Arabic. Vowels of other scripts are letters of their own. */
const ACCENTS = /[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670]/g;

/** Letters that have no accent to take off. */
const ALIKE: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ı: 'i',
  ς: 'σ',
};

const foldWord = (word: string): string =>
  word
    .toLowerCase()
    .normalize('NFKD')
    .replace(ACCENTS, '')
    .normalize('NFC')
    .replace(/[ßæœøłđðþıς]/g, (letter) => ALIKE[letter] ?? letter);

/** The words of a text in any script. */
export function* wordsOf(text: string): Generator<Word> {
  for (const { 0: found, 1: unspaced, index } of text.matchAll(WORD))
    yield { text: foldWord(found), from: index, to: index + found.length, isUnspaced: unspaced !== undefined };
}
