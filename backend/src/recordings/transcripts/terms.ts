import { QueryError } from '../../analytics/catalogue/language/query-error.js';
import { wordsOf } from './words.js';

/** One word of what is sought. */
export interface SoughtWord {
  readonly text: string;
  readonly isUnspaced: boolean;
  /** Whether words count that only begin with it. */
  readonly isBegin: boolean;
}

/** A word, or words that have to follow each other in one segment. */
export type Term = readonly SoughtWord[];

const MAX_TERMS = 16;
const MAX_WORDS = 40;
const MIN_BEGIN = 3;

const PART = /"([^"]*)"|([^\s"]+)/g;

const refuse = (message: string): never => {
  throw new QueryError('invalid_words', message, '/words');
};

function termOf(text: string, isQuoted: boolean): Term {
  const isBegin = !isQuoted && text.endsWith('*');
  const words = [...wordsOf(text)];
  return words.map(({ text: word, isUnspaced }, index) => {
    const isLast = index === words.length - 1;
    if (isBegin && isLast && !isUnspaced && word.length < MIN_BEGIN)
      refuse(`at least ${MIN_BEGIN} letters stand before "*", such as appoint*`);
    // Characters of scripts without blanks are no words that could go on.
    return { text: word, isUnspaced, isBegin: isBegin && isLast && !isUnspaced };
  });
}

/**
 * What a text asks for: words, "phrases", and beginnings of words (`appoint*`). What is written without blanks, such as
 * `e-mail` or 予約, is a phrase.
 * @throws QueryError `invalid_words`
 */
export function parseTerms(words: string): Term[] {
  if (words.split('"').length % 2 === 0) refuse('a phrase ends with a quotation mark, as in "next week"');
  const terms = Array.from(words.matchAll(PART), ([, quoted, bare]) =>
    termOf(quoted ?? bare ?? '', quoted !== undefined),
  );
  const sought = terms.filter((term) => term.length > 0);
  if (sought.length === 0) refuse('words has no word; expected some, such as appointment or "next week"');
  if (sought.length > MAX_TERMS) refuse(`words has more than ${MAX_TERMS} words and phrases`);
  if (sought.flat().length > MAX_WORDS) refuse(`words has more than ${MAX_WORDS} words`);
  return sought;
}
