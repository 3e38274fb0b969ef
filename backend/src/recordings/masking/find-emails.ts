import type { TokenRange } from './find-ibans.js';
import type { Token } from './tokens.js';

const setOf = (words: string): ReadonlySet<string> => new Set(words.split(' '));

const AT = setOf('at ät arroba arobase chiocciola klammeraffe');
const DOTS = setOf('dot punkt point punto period');
const JOINS = setOf('dash hyphen minus bindestrich underscore unterstrich plus');

/** Ends of domains that people say; a written address may have any. */
const SAID_ENDS = setOf(
  'com net org de at ch eu info io co uk us fr es it nl be pl se dk no fi ie pt ca au nz jp biz me app dev ai tv edu gov email online shop',
);

/** Before an "at" that is a place, not an address. */
const NO_NAMES = setOf('look looking us is are page site website online more shop order book visit found available up');

/** Behind an "at" that is a place: no domain begins like this. */
const ARTICLES = setOf('the a an this that der die das dem den');

const WRITTEN_END = /^\p{L}{2,24}$/u;
const GAP = /^[\s()[\]<>"',]{0,4}$/;
const BLANKS = /^\s{0,4}$/;

/** Parts of one address at most. */
const MAX_PARTS = 12;

/** Words of the name of a domain that was heard as several. */
const MAX_SPLIT = 2;

interface Side {
  readonly text: string;
  readonly tokens: readonly Token[];
  readonly isSaid: boolean;
}

const gapBefore = ({ text, tokens }: Side, index: number): string => {
  const [before, token] = [tokens[index - 1], tokens[index]];
  return before === undefined || token === undefined ? '\u0000' : text.slice(before.to, token.from);
};

const isWord = (token: Token | undefined): boolean => token !== undefined && token.kind !== 'sign';

/** Whether a token joins the one before it with the one behind it: said as a word, or written without a blank on one side alone. */
function joins(side: Side, index: number, words: ReadonlySet<string>, signs: string): boolean {
  const token = side.tokens[index];
  if (token === undefined) return false;
  const [before, behind] = [gapBefore(side, index), gapBefore(side, index + 1)];
  if (token.kind === 'word') return side.isSaid && words.has(token.text) && GAP.test(before) && GAP.test(behind);
  if (token.kind !== 'sign' || !signs.includes(token.text)) return false;
  return BLANKS.test(before) && BLANKS.test(behind) && (before === '') === (behind === '');
}

/** The first word of a name of a domain, behind those that were heard apart from it: "at my company dot com". */
function lastOfSplit(side: Side, begin: number): number {
  const { tokens, isSaid } = side;
  let index = begin;
  for (let split = 0; isSaid && split < MAX_SPLIT && !joins(side, index + 1, DOTS, '.'); split += 1) {
    if (!isWord(tokens[index + 1]) || !BLANKS.test(gapBefore(side, index + 1))) break;
    index += 1;
  }
  return index;
}

const isEnd = ({ isSaid }: Side, word: string): boolean => (isSaid ? SAID_ENDS.has(word) : WRITTEN_END.test(word));

/** @returns where the domain ends that begins with a token, undefined if there is none */
function endOfDomain(side: Side, begin: number): number | undefined {
  const { tokens } = side;
  let index = lastOfSplit(side, begin);
  let end: number | undefined;
  for (let parts = 0; parts < MAX_PARTS && isWord(tokens[index]); parts += 1) {
    const isDot = joins(side, index + 1, DOTS, '.');
    const next = tokens[index + 2];
    if (next === undefined || (!isDot && !joins(side, index + 1, JOINS, '-_'))) return end;
    index += 2;
    if (isDot && isWord(next) && isEnd(side, next.text)) end = index + 1;
  }
  return end;
}

const isSingle = (token: Token | undefined): boolean => isWord(token) && token?.text.length === 1;

/** How many tokens before one belong to the same name: a sign or word that joins, and what it joins; or a spelled letter. */
function stepBack(side: Side, begin: number): number {
  const { tokens } = side;
  const isJoined = joins(side, begin - 1, DOTS, '.') || joins(side, begin - 1, JOINS, '-_+');
  if (isJoined && isWord(tokens[begin - 2])) return 2;
  const isSpelled = isSingle(tokens[begin]) && isSingle(tokens[begin - 1]) && BLANKS.test(gapBefore(side, begin));
  return isSpelled ? 1 : 0;
}

/** @returns where the name begins that ends with a token, undefined if there is none */
function beginOfName(side: Side, last: number): number | undefined {
  const token = side.tokens[last];
  if (token === undefined || !isWord(token) || (side.isSaid && NO_NAMES.has(token.text))) return undefined;
  let begin = last;
  for (let parts = 0; parts < 2 * MAX_PARTS; parts += 1) {
    const back = stepBack(side, begin);
    if (back === 0) break;
    begin -= back;
  }
  return begin;
}

/** Whether an address may be around an "at", or it is a place: "at the …". */
function mayBeAddress(said: Side, index: number): boolean {
  const isPlace = isSaidAt(said, index) && ARTICLES.has(said.tokens[index + 1]?.text ?? '');
  return !isPlace && GAP.test(gapBefore(said, index)) && GAP.test(gapBefore(said, index + 1));
}

const isSaidAt = ({ tokens }: Side, index: number): boolean => tokens[index]?.kind === 'word';

/** The address around an "at", undefined where there is none. */
function addressAround(said: Side, index: number): TokenRange | undefined {
  if (!mayBeAddress(said, index)) return undefined;
  // Written addresses have said parts as well: "anna dot berg@example dot com".
  const sides: readonly Side[] = isSaidAt(said, index) ? [said] : [{ ...said, isSaid: false }, said];
  const end = sides.map((side) => endOfDomain(side, index + 1)).find((found) => found !== undefined);
  const begins = sides.flatMap((side) => beginOfName(side, index - 1) ?? []);
  return end === undefined || begins.length === 0 ? undefined : { begin: Math.min(...begins), end };
}

/** E-mail addresses, written or said ("anna dot berg at example dot com"). */
export function findEmails(text: string, tokens: readonly Token[]): TokenRange[] {
  const found: TokenRange[] = [];
  for (const [index, { kind, text: word }] of tokens.entries()) {
    if (word !== '@' && !(kind === 'word' && AT.has(word))) continue;
    const address = addressAround({ text, tokens, isSaid: true }, index);
    if (address !== undefined && address.begin >= (found.at(-1)?.end ?? 0)) found.push(address);
  }
  return found;
}
