import { QueryError } from '../catalogue/language/query-error.js';

/** Values of all filters of a request together. */
const MAX_FILTER_VALUES = 100_000;

/** What all patterns of a request may cost together, in `patternCost`. */
const MAX_PATTERN_COST = 20_000;

/** Deeper than any query is nested. */
const MAX_DEPTH = 20;

interface Seen {
  values: number;
  cost: number;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function countFilter({ op, values }: Record<string, unknown>, seen: Seen): void {
  if (!Array.isArray(values)) return;
  seen.values += values.length;
  if (seen.values > MAX_FILTER_VALUES) {
    throw new QueryError(
      'too_many_values',
      `the filters of a request may have ${MAX_FILTER_VALUES} values together; ask in several requests`,
      '/queries',
    );
  }
  if (op !== '=~' && op !== '!~') return;
  for (const pattern of values) if (typeof pattern === 'string') seen.cost += patternCost(pattern);
  if (seen.cost > MAX_PATTERN_COST) {
    throw new QueryError(
      'patterns_too_large',
      'the regular expressions of this request are too many or too large together; list values with "in", or repeat less ("{1,20}")',
      '/queries',
    );
  }
}

function walk(value: unknown, depth: number, seen: Seen): void {
  if (depth > MAX_DEPTH)
    throw new QueryError('invalid_query', `a query is nested deeper than ${MAX_DEPTH}`, '/queries');
  if (Array.isArray(value)) for (const item of value) walk(item, depth + 1, seen);
  else if (isRecord(value)) {
    if ('op' in value) countFilter(value, seen);
    else for (const item of Object.values(value)) walk(item, depth + 1, seen);
  }
}

/**
 * Counts the filters of all queries of a request before anything else is done with them.
 * @throws QueryError when they are more than one request may have
 */
export function checkFilters(queries: readonly unknown[]): void {
  walk(queries, 0, { values: 0, cost: 0 });
}

/** Characters of other alphabets take a class of characters many states in the automaton of RE2, which works on bytes. */
const WIDE_CLASS = 100;

/**
 * How large the automaton of a pattern becomes, about in states: counted repetitions multiply what they repeat, and wide
 * classes count a hundredfold. Text that is no pattern has a cost all the same.
 */
export function patternCost(pattern: string): number {
  const groups: number[][] = [[]];
  for (const { 0: text, 1: min, 2: max } of pattern.matchAll(TOKEN)) {
    const own = groups.at(-1) ?? [];
    if (text === '(') groups.push([]);
    else if (text === ')') close(groups);
    else if (min === undefined) own.push(isWide(text) ? WIDE_CLASS : text.length);
    else own.push((own.pop() ?? 1) * repeats(min, max));
  }
  return groups.reduce((sum, own) => sum + total(own), 0);
}

/** Classes, escapes, counted repetitions (with their numbers), parentheses, and single characters. */
const TOKEN = /\\[pP](?:\{[^}]*\}|.)|\\x\{[^}]*\}|\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\{(\d+)(?:,(\d*))?\}|[()]|[\s\S]/gu;

const repeats = (min: string, max: string | undefined): number =>
  Math.max(1, Number(max === undefined || max === '' ? min : max));

/** What stands in parentheses becomes one item of what is around them. */
function close(groups: number[][]): void {
  if (groups.length > 1) groups.at(-2)?.push(total(groups.pop() ?? []));
}

const total = (costs: readonly number[]): number => 1 + costs.reduce((sum, cost) => sum + cost, 0);

const isWide = (text: string): boolean =>
  /^\\[pP]/.test(text) ||
  text === '.' ||
  text.startsWith('[^') ||
  (text.startsWith('[') && /[^\0-\x7f]|\\[pPxWSD]/u.test(text));
