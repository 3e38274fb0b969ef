import type { Span } from './tokens.js';

/** Not within a longer number, word or address. */
const BEFORE = String.raw`(?<![\p{L}\p{N}_@]|[\p{N}][.,:/-])`;
const AFTER = String.raw`(?![\p{L}\p{N}_@]|[.,:/-]\p{N})`;

const pattern = (source: string): RegExp => new RegExp(`${BEFORE}(?:${source})${AFTER}`, 'giu');

const CURRENCY = String.raw`(?:€|\$|£|¥|EUR|USD|GBP|CHF)`;
const AMOUNT = String.raw`\d{1,12}(?:[.,'’]\d{3}){0,5}(?:[.,]\d{1,2})?`;

/** Written dates and times, amounts with a currency, and amounts with both separators. All of bounded length. */
const PATTERNS: readonly RegExp[] = [
  pattern(String.raw`\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:?\d{2})?`),
  pattern(String.raw`(?:19|20)\d{2}[-/.](?:0?[1-9]|1[0-2])[-/.](?:0?[1-9]|[12]\d|3[01])`),
  pattern(String.raw`(?:0?[1-9]|[12]\d|3[01])[-/.](?:0?[1-9]|1[0-2])[-/.](?:(?:19|20)\d{2}|\d{2})`),
  pattern(String.raw`(?:0?[1-9]|1[0-2])[-/.](?:0?[1-9]|[12]\d|3[01])[-/.](?:(?:19|20)\d{2}|\d{2})`),
  pattern(String.raw`(?:19|20)\d{2} ?[-–] ?(?:19|20)\d{2}`),
  pattern(String.raw`(?:[01]?\d|2[0-4]):[0-5]\d(?::[0-5]\d)?`),
  pattern(String.raw`\d{1,3}(?:,\d{3}){1,5}\.\d{2}|\d{1,3}(?:\.\d{3}){1,5},\d{2}`),
  new RegExp(String.raw`${CURRENCY}\s?${AMOUNT}${AFTER}`, 'giu'),
  new RegExp(String.raw`${BEFORE}${AMOUNT}\s?${CURRENCY}(?!\p{L})`, 'giu'),
];

/** Where numbers stand that are times, dates and amounts of money, in order of their patterns. */
export const protectedSpans = (text: string): Span[] =>
  PATTERNS.flatMap((one) =>
    Array.from(text.matchAll(one), ({ 0: found, index }) => ({ from: index, to: index + found.length })),
  );
