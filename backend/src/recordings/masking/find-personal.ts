import { findEmails } from './find-emails.js';
import { findIbans } from './find-ibans.js';
import { findNumbers } from './find-numbers.js';
import { protectedSpans } from './protected-numbers.js';
import { tokensOf, type Span, type Token } from './tokens.js';

/** What stands in the place of what was masked. */
type Mask = '[card number]' | '[IBAN]' | '[e-mail]' | '[phone number]';

export interface Personal extends Span {
  readonly mask: Mask;
}

const MASKS = { card: '[card number]', phone: '[phone number]' } as const;

/** Marks the tokens that lie in spans, which are given in any order. */
function markSpans(tokens: readonly Token[], spans: readonly Span[], taken: Uint8Array): void {
  const sorted = [...spans].sort((a, b) => a.from - b.from);
  let next = 0;
  let until = 0;
  for (const [index, { from, to }] of tokens.entries()) {
    for (let span = sorted[next]; span !== undefined && span.from < to; span = sorted[next]) {
      until = Math.max(until, span.to);
      next += 1;
    }
    if (from < until) taken[index] = 1;
  }
}

/** Signs that belong to a written address, and are no letters. */
const NO_BLANK = /[^\s<>"(),:;[\]]/;

/** Longest name of an address. */
const MAX_NAME = 64;

/** Where a written address begins: names may hold signs that separate words elsewhere. */
function beginOfAddress(text: string, from: number, after: number): number {
  let begin = from;
  const least = Math.max(after, from - MAX_NAME);
  while (begin > least && NO_BLANK.test(text[begin - 1] ?? ' ')) begin -= 1;
  return begin;
}

/** With the plus and the parentheses around a number. */
function withSigns(text: string, from: number, to: number): Span {
  const plus = /(?:\+ ?|\bplus )$/i.exec(text.slice(Math.max(0, from - 5), from))?.[0].length ?? 0;
  const isOpened = text[from - 1] === '(' && text.slice(from, to).includes(')');
  return { from: isOpened ? from - 1 : from - plus, to };
}

/** Card numbers, IBANs, e-mail addresses and telephone numbers in a text, in order; none within another. Linear in its length. */
export function findPersonal(text: string): Personal[] {
  const tokens = tokensOf(text);
  const taken = new Uint8Array(tokens.length);
  const found: Personal[] = [];
  const spanOf = (begin: number, end: number): Span => ({
    from: tokens[begin]?.from ?? 0,
    to: tokens[end - 1]?.to ?? 0,
  });
  let after = 0;
  for (const { begin, end } of findEmails(text, tokens)) {
    const { from, to } = spanOf(begin, end);
    found.push({ from: beginOfAddress(text, from, after), to, mask: '[e-mail]' });
    after = to;
    taken.fill(1, begin, end);
  }
  for (const { begin, end } of findIbans(text, tokens)) {
    if (taken.subarray(begin, end).includes(1)) continue;
    found.push({ ...spanOf(begin, end), mask: '[IBAN]' });
    taken.fill(1, begin, end);
  }
  markSpans(tokens, protectedSpans(text), taken);
  for (const { begin, end, kind } of findNumbers({ text, tokens, isTaken: (index) => taken[index] === 1 })) {
    const { from, to } = spanOf(begin, end);
    found.push({ ...withSigns(text, from, to), mask: MASKS[kind] });
  }
  return found.sort((a, b) => a.from - b.from);
}

/** A text with everything personal in it masked. */
export function maskText(text: string): string {
  const pieces: string[] = [];
  let done = 0;
  for (const { from, to, mask } of findPersonal(text)) {
    pieces.push(text.slice(done, from), mask);
    done = to;
  }
  return pieces.length === 0 ? text : pieces.join('') + text.slice(done);
}
