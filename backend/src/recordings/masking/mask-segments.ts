import { digitsSaid } from './number-words.js';
import { findPersonal, type Personal } from './find-personal.js';

/** What somebody said without another one in between. */
interface Said {
  readonly speaker: string;
  readonly text: string;
}

/** Segments that are read as one text, by their places. */
interface Group {
  readonly places: number[];
  length: number;
}

/** "Yes", "go on", or the digits repeated: the other one goes on as before. */
const MAX_INTERJECTION = 40;

/** Characters of a group, behind which it ends where nothing goes on, and where it ends at the latest. */
const MAX_GROUP = 20_000;
const MAX_OPEN_GROUP = 200_000;

/** Behind a number, or a word of an address, a number or an address may go on. */
const LAST = /([\p{L}\p{N}@+_]+)[\s.,…-]{0,5}$/u;
const ADDRESS_WORDS: ReadonlySet<string> = new Set(['at', 'ät', 'dot', 'punkt']);

function mayGoOn(text: string): boolean {
  const last = LAST.exec(text.slice(-40))?.[1]?.toLowerCase() ?? '';
  return /[\p{N}@+_]/u.test(last) || ADDRESS_WORDS.has(last) || digitsSaid(last) !== undefined;
}

const isFull = ({ length }: Group, last: string): boolean =>
  length > MAX_OPEN_GROUP || (length > MAX_GROUP && !mayGoOn(last));

/** Segments of the same speaker that follow each other, but for interjections of others. */
function groupsOf(segments: readonly Said[]): Group[] {
  const groups: Group[] = [];
  const open = new Map<string, Group>();
  for (const [place, { speaker, text }] of segments.entries()) {
    if (text.length > MAX_INTERJECTION) for (const other of [...open.keys()]) if (other !== speaker) open.delete(other);
    let group = open.get(speaker);
    if (group === undefined || isFull(group, segments[group.places.at(-1) ?? 0]?.text ?? '')) {
      group = { places: [], length: 0 };
      groups.push(group);
      open.set(speaker, group);
    }
    group.places.push(place);
    group.length += text.length + 1;
  }
  return groups;
}

/** The part from `begin` to `end` of a text, with the parts of what was found there masked. */
function masked(text: string, begin: number, end: number, found: readonly Personal[]): string {
  const pieces: string[] = [];
  let done = begin;
  for (const { from, to, mask } of found) {
    pieces.push(text.slice(done, Math.max(done, from)), mask);
    done = Math.min(end, to);
  }
  return pieces.join('') + text.slice(done, end);
}

/**
 * The texts of segments with card numbers, IBANs, e-mail addresses and telephone numbers masked, also those that go over
 * several segments: each of them has the mask in the place of its part.
 */
export function maskSegments(segments: readonly Said[]): string[] {
  const texts = segments.map(({ text }) => text);
  for (const { places } of groupsOf(segments)) {
    const whole = places.map((place) => texts[place] ?? '').join('\n');
    const found = findPersonal(whole);
    let begin = 0;
    let first = 0;
    for (const place of places) {
      const end = begin + (texts[place] ?? '').length;
      while ((found[first]?.to ?? Infinity) <= begin) first += 1;
      let last = first;
      while ((found[last]?.from ?? Infinity) < end) last += 1;
      texts[place] = masked(whole, begin, end, found.slice(first, last));
      begin = end + 1;
    }
  }
  return texts;
}
