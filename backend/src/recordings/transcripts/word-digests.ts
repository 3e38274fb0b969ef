import { createHmac } from 'node:crypto';
import type { Term } from './terms.js';
import { wordsOf } from './words.js';

/** Different words of one transcript that can be sought; those beyond are not found. */
const MAX_DIGESTS = 20_000;

/** Beginnings that are listed of each word, in characters: longer ones that are sought are compared with the text itself. */
const BEGINS = [5, 3] as const;

/** What one word of a text is listed under, besides itself. */
const beginsOf = (word: string): string[] =>
  BEGINS.filter((length) => word.length >= length).map((length) => `*${word.slice(0, length)}`);

const pairOf = (first: string, second: string): string => `+${first}${second}`;

/**
 * 32 bits that stand for a word of a tenant, and say nothing about it without the key. Two words share them once in four
 * billion, which only costs a look at the text.
 */
const digestOf = (key: Uint8Array, listed: string): number =>
  createHmac('sha256', key).update(listed).digest().readUInt32BE(0);

/** What texts are listed under: words, their beginnings, and pairs of characters in scripts without blanks. */
function listedIn(texts: readonly string[]): Set<string> {
  const listed = new Set<string>();
  for (const text of texts) {
    let before: string | undefined;
    for (const { text: word, isUnspaced } of wordsOf(text)) {
      if (listed.size >= MAX_DIGESTS) return listed;
      listed.add(word);
      if (!isUnspaced) for (const begin of beginsOf(word)) listed.add(begin);
      else if (before !== undefined) listed.add(pairOf(before, word));
      before = isUnspaced ? word : undefined;
    }
  }
  return listed;
}

/** Digests of the words of a transcript, in no order that says anything. @returns numbers with commas between them */
export function wordDigests(key: Uint8Array, texts: readonly string[]): string {
  const digests = new Set([...listedIn(texts)].map((listed) => digestOf(key, listed)));
  return [...digests].sort((a, b) => a - b).join(',');
}

function soughtOf(term: Term): string[] {
  return term.flatMap(({ text, isUnspaced, isBegin }, index): string[] => {
    if (isBegin) return beginsOf(text).slice(0, 1);
    if (!isUnspaced) return [text];
    const next = term[index + 1];
    if (next?.isUnspaced === true) return [pairOf(text, next.text)];
    // The last one of a pair is known by it.
    return term[index - 1]?.isUnspaced === true ? [] : [text];
  });
}

/** Digests that a transcript has to have in which all terms occur. */
export const soughtDigests = (key: Uint8Array, terms: readonly Term[]): number[] => [
  ...new Set(terms.flatMap(soughtOf).map((listed) => digestOf(key, listed))),
];
