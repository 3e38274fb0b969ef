import type { Transcript, TranscriptSegment, TranscriptSnippet } from '@callsight/contract/transcripts';
import type { SoughtWord, Term } from './terms.js';
import { wordsOf, type Word } from './words.js';

const MAX_SNIPPETS = 3;

/** Characters of a snippet, and of what stands before its first match. */
const MAX_CHARACTERS = 240;
const BEFORE = 80;
const MAX_MATCHES = 20;

const CUT = '…';

interface Match {
  readonly from: number;
  readonly to: number;
}

const fits = (word: Word | undefined, { text, isBegin }: SoughtWord): boolean =>
  word !== undefined && (isBegin ? word.text.startsWith(text) : word.text === text);

/** Where a term stands among the words of a segment. */
function matchesOf(words: readonly Word[], term: Term): Match[] {
  const found: Match[] = [];
  for (let at = 0; at + term.length <= words.length; at += 1) {
    if (!term.every((sought, index) => fits(words[at + index], sought))) continue;
    found.push({ from: words[at]?.from ?? 0, to: words[at + term.length - 1]?.to ?? 0 });
    if (found.length === MAX_MATCHES) break;
  }
  return found;
}

/** A place in a text that is not between the halves of a character. */
const whole = (text: string, at: number): number => (/[\uDC00-\uDFFF]/.test(text[at] ?? '') ? at - 1 : at);

function snippetOf({ start_s, end_s, speaker, text }: TranscriptSegment, matches: readonly Match[]): TranscriptSnippet {
  const [first] = matches;
  const begin = text.length <= MAX_CHARACTERS ? 0 : whole(text, Math.max(0, (first?.from ?? 0) - BEFORE));
  const end = whole(text, Math.min(text.length, begin + MAX_CHARACTERS));
  const head = begin > 0 ? CUT : '';
  const shift = head.length - begin;
  return {
    start_s,
    ...(end_s === undefined ? {} : { end_s }),
    speaker,
    text: head + text.slice(begin, end) + (end < text.length ? CUT : ''),
    matches: matches
      .filter(({ from, to }) => from >= begin && to <= end)
      .slice(0, MAX_MATCHES)
      .map(({ from, to }) => ({ from: from + shift, to: to + shift })),
  };
}

/** Matches without those that overlap one before them. */
function apart(matches: readonly Match[]): Match[] {
  const kept: Match[] = [];
  for (const match of [...matches].sort((a, b) => a.from - b.from || b.to - a.to))
    if (match.from >= (kept.at(-1)?.to ?? 0)) kept.push(match);
  return kept;
}

interface Found {
  readonly segment: TranscriptSegment;
  readonly matches: readonly Match[];
}

/**
 * Where terms occur in a transcript: the first segments that show a term which those before do not, then further ones.
 * @returns undefined unless all terms occur
 */
export function findSnippets(
  { segments }: Pick<Transcript, 'segments'>,
  terms: readonly Term[],
): TranscriptSnippet[] | undefined {
  const left = new Set(terms);
  const telling: Found[] = [];
  const further: Found[] = [];
  for (const segment of segments) {
    const words = [...wordsOf(segment.text)];
    const byTerm = terms
      .map((term) => ({ term, matches: matchesOf(words, term) }))
      .filter((one) => one.matches.length > 0);
    if (byTerm.length === 0) continue;
    const isTelling = byTerm.some(({ term }) => left.delete(term));
    for (const { term } of byTerm) left.delete(term);
    const found: Found = { segment, matches: apart(byTerm.flatMap(({ matches }) => matches)) };
    if (isTelling) telling.push(found);
    else if (further.length < MAX_SNIPPETS) further.push(found);
    if (left.size === 0 && telling.length + further.length >= MAX_SNIPPETS) break;
  }
  if (left.size > 0) return undefined;
  return [...telling, ...further].slice(0, MAX_SNIPPETS).map(({ segment, matches }) => snippetOf(segment, matches));
}
