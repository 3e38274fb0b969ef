import type { FrameValue } from '@callsight/contract/query/answer';
import type { Row } from '../../reference/cells.js';

type Rows = readonly Row[];

/** Columns that say which row it is; all others hold numbers. */
const KEYS = new Set(['time', 'step', 'next_step', 'from', 'to', 'model', 'currency', 'from_s', 'to_s', 'call_id']);

/** Rows by what they are about; several about the same by their order. */
function byKey(rows: Rows, dimensions: readonly string[]): Map<string, Row> {
  const named = new Map<string, Row>();
  for (const row of rows) {
    const columns = Object.keys(row).filter((name) => KEYS.has(name) || dimensions.includes(name));
    const key = JSON.stringify(columns.sort().map((name) => [name, row[name]]));
    let place = 0;
    while (named.has(`${key} ${place}`)) place += 1;
    named.set(`${key} ${place}`, row);
  }
  return named;
}

const isClose = (a: FrameValue | undefined, b: FrameValue | undefined): boolean =>
  a === b ||
  (typeof a === 'number' &&
    typeof b === 'number' &&
    Math.abs(a - b) <= 1.000001e-9 * Math.max(1, Math.abs(a), Math.abs(b)));

const says = (row: Row): boolean =>
  Object.entries(row).some(([name, value]) => !KEYS.has(name) && typeof value === 'number' && value !== 0);

/** Rows, but for groups in which nothing counts: whether one that has but a failed payment is a group is left open. */
export const withoutIdleGroups = (rows: Rows, dimensions: readonly string[]): Rows => {
  const keyOf = (row: Row): string => JSON.stringify(dimensions.map((name) => row[name]));
  const busy = new Set(
    rows.filter((row) => says({ ...row, ...Object.fromEntries(dimensions.map((name) => [name, null])) })).map(keyOf),
  );
  return dimensions.length === 0 ? rows : rows.filter((row) => busy.has(keyOf(row)));
};

const isNothing = (value: FrameValue | undefined): boolean => value === undefined || value === null || value === 0;

/**
 * Rows without the columns of currencies in which nothing came; of a single one that is left the column has no currency.
 * Whether money that failed to come makes a column of its currency is left open.
 */
export function withoutIdleCurrencies(rows: Rows): Rows {
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))].filter((name) => name.includes(' '));
  const currencies = [...new Set(names.map((name) => name.slice(-3)))];
  const busy = currencies.filter((currency) =>
    rows.some((row) => names.some((name) => name.endsWith(currency) && !isNothing(row[name]))),
  );
  const kept = busy.length === 0 ? currencies.slice(0, 1) : busy;
  const renamed = (name: string): string[] => {
    if (!name.includes(' ')) return [name];
    if (!kept.includes(name.slice(-3))) return [];
    return kept.length === 1 ? [name.slice(0, -4)] : [name];
  };
  return rows.map((row) =>
    Object.fromEntries(Object.entries(row).flatMap(([name, value]) => renamed(name).map((own) => [own, value]))),
  );
}

/** What two tables disagree about, in words; empty when they agree whatever the order of their rows. */
export function differences(actual: Rows, expected: Rows, dimensions: readonly string[]): string[] {
  const [found, wanted] = [byKey(actual, dimensions), byKey(expected, dimensions)];
  const surplus = [...found]
    .filter(([key]) => !wanted.has(key))
    .map(([key, row]) => `${key} should not be there: ${JSON.stringify(row)}`);
  const others = [...wanted].flatMap(([key, row]) => {
    const own = found.get(key);
    if (own === undefined) return [`${key} is missing: ${JSON.stringify(row)}`];
    return Object.keys(row)
      .filter((name) => !isClose(own[name], row[name]))
      .map((name) => `${key} ${name}: ${own[name]} instead of ${row[name]}`);
  });
  return [...surplus, ...others];
}

/** The rows of each bucket and group of a funnel's frame, step by step. */
export function cellsOfFrame(rows: Rows, dimensions: readonly string[]): Row[][] {
  const keyOf = (row: Row): string => JSON.stringify(['time', ...dimensions].map((name) => row[name] ?? null));
  return [...new Set(rows.map(keyOf))].map((key) => rows.filter((row) => keyOf(row) === key));
}

/** Adds up a column over cells, step by step. */
export const sumOfCells = (cells: readonly Rows[], column: string): number[] =>
  (cells[0] ?? []).map((_, place) => cells.reduce((sum, rows) => sum + Number(rows[place]?.[column]), 0));

/** Whole parts of 10^-digits that numbers of a frame stand for, added up. */
export const exactSum = (rows: Rows, column: string, digits: number): bigint =>
  rows.reduce((sum, row) => sum + BigInt(Number(row[column]).toFixed(digits).replace('.', '')), 0n);
