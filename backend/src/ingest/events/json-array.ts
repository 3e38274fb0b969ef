/** Part of a JSON array: the text of some of its elements, or one element that is too long to be read. */
export interface ArrayPiece {
  /** Text of the elements with the commas between them. */
  readonly text: string;
  /** Where the text begins in the whole. */
  readonly from: number;
  /** Whether this is one element that is longer than one may be; its text has not been checked. */
  readonly isTooLong: boolean;
}

/** The text is not that of an array; `at` is the character at fault. */
export class NotAnArray extends Error {
  override readonly name = 'NotAnArray';
  constructor(readonly at: number) {
    super(`not a JSON array at character ${at}`);
  }
}

const QUOTE = 0x22;
const COMMA = 0x2c;
const BACKSLASH = 0x5c;
const OPEN = new Set([0x5b, 0x7b]);
const CLOSE = new Set([0x5d, 0x7d]);

const isBlank = (text: string): boolean => /^[\t\n\r ]*$/.test(text);

/** @returns the place of the quotation mark that ends the string which begins at `from` */
function endOfString(text: string, from: number): number {
  for (let at = text.indexOf('"', from + 1); at >= 0; at = text.indexOf('"', at + 1)) {
    let slashes = 0;
    while (text.charCodeAt(at - 1 - slashes) === BACKSLASH) slashes += 1;
    if (slashes % 2 === 0) return at;
  }
  throw new NotAnArray(text.length);
}

/** Characters that are looked through before a pause. */
const MAX_SCAN = 131_072;

/** @returns the place of the next comma between elements, or of the bracket that ends the array; pauses on the way */
function* endOfElement(text: string, from: number): Generator<undefined, number> {
  let depth = 0;
  let pause = from + MAX_SCAN;
  for (let at = from; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) at = endOfString(text, at);
    else if (OPEN.has(code)) depth += 1;
    else if (depth === 0 && (code === COMMA || CLOSE.has(code))) return at;
    else if (CLOSE.has(code)) depth -= 1;
    if (at < pause) continue;
    pause = at + MAX_SCAN;
    yield undefined;
  }
  throw new NotAnArray(text.length);
}

interface Element {
  readonly from: number;
  readonly to: number;
}

/** Where the elements of an array stand in its text; undefined is a pause. @throws NotAnArray */
function* elementsOf(text: string): Generator<Element | undefined> {
  const open = text.search(/[^\t\n\r ]/);
  if (text[open] !== '[') throw new NotAnArray(Math.max(open, 0));
  for (let from = open + 1; ;) {
    const to = yield* endOfElement(text, from);
    const isLast = text.charCodeAt(to) !== COMMA;
    const isBlankElement = isBlank(text.slice(from, Math.min(to, from + 64))) && isBlank(text.slice(from, to));
    // What stands between two commas, or before the end after one, has to be something.
    if (isBlankElement && !(from === open + 1 && isLast)) throw new NotAnArray(to);
    if (!isBlankElement) yield { from, to };
    if (!isLast) from = to + 1;
    else if (text[to] === ']' && isBlank(text.slice(to + 1))) return;
    else throw new NotAnArray(to);
  }
}

/**
 * Cuts the text of a JSON array between its elements, so that a large one can be read in pieces. Together the pieces are
 * valid JSON arrays exactly when the whole is one, but for what is inside elements that are too long. Between pieces, and where
 * it yields undefined, it has done no more than a fraction of a millisecond's work.
 * @param maxPiece characters after which a piece ends at the next element
 * @param maxElement characters of the longest element that is to be read
 * @throws NotAnArray
 */
export function* arrayPieces(text: string, maxPiece: number, maxElement: number): Generator<ArrayPiece | undefined> {
  let piece: Element | undefined;
  const cut = ({ from, to }: Element): ArrayPiece => ({ text: text.slice(from, to), from, isTooLong: false });
  for (const element of elementsOf(text)) {
    if (element === undefined) {
      yield undefined;
      continue;
    }
    const { from, to } = element;
    if (to - from > maxElement) {
      if (piece !== undefined) yield cut(piece);
      piece = undefined;
      yield { text: text.slice(from, to), from, isTooLong: true };
      continue;
    }
    piece = { from: piece?.from ?? from, to };
    if (to - piece.from < maxPiece) continue;
    yield cut(piece);
    piece = undefined;
  }
  if (piece !== undefined) yield cut(piece);
}
