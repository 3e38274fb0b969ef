import type { CommandIo, Output } from './command-io.js';

/** One column of a list. */
export interface Column<T> {
  readonly title: string;
  readonly value: (row: T) => string | number;
  /** What a terminal shows below the title, where that is less than the value. */
  readonly shown?: (row: T) => string | number;
  /** Figures stand at the right. */
  readonly isNumber?: boolean;
  /** Text that a terminal may show in part. */
  readonly isLong?: boolean;
  /** What a narrow terminal may leave out. */
  readonly isExtra?: boolean;
}

const CONTROL = /\p{Cc}/gu;

/** Text of others, without what would move the cursor of a terminal or break a line of output. */
export const printable = (text: string): string =>
  text.replace(CONTROL, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** Narrowest that a long text is cut to. */
const MIN_WIDTH = 12;
const GAP = 2;

interface Laid {
  readonly texts: readonly string[];
  readonly isNumber: boolean;
  readonly isLong: boolean;
  readonly isExtra: boolean;
  width: number;
}

const lineWidth = (columns: readonly Laid[]): number =>
  columns.reduce((sum, { width }) => sum + width, GAP * Math.max(0, columns.length - 1));

/** Makes columns fit: cuts long texts, then leaves out extra columns, the last one first. Ids and times stay whole. */
function fit(columns: Laid[], available: number): Laid[] {
  const long = columns.filter(({ isLong }) => isLong).sort((one, other) => other.width - one.width);
  for (const column of long) {
    const excess = lineWidth(columns) - available;
    if (excess > 0) column.width = Math.max(Math.min(MIN_WIDTH, column.width), column.width - excess);
  }
  const last = columns.findLastIndex(({ isExtra }) => isExtra);
  return lineWidth(columns) <= available || last < 0 ? columns : fit(columns.toSpliced(last, 1), available);
}

const cut = (text: string, width: number): string => (text.length > width ? `${text.slice(0, width - 1)}…` : text);

/** A table with heads that fits the width of a terminal, as far as ids and times allow; empty without rows. */
export function tableText<T>(rows: readonly T[], columns: readonly Column<T>[], width = 120): string {
  if (rows.length === 0) return '';
  const laid = columns.map(({ title, value, shown = value, isNumber = false, isLong = false, isExtra = false }) => {
    const texts = [title.toUpperCase(), ...rows.map((row) => printable(String(shown(row))))];
    return { texts, isNumber, isLong, isExtra, width: Math.max(...texts.map((text) => text.length)) };
  });
  const fitted = fit(laid, width);
  const cellOf = ({ texts, isNumber, width: size }: Laid, row: number): string => {
    const text = cut(texts[row] ?? '', size);
    return isNumber ? text.padStart(size) : text.padEnd(size);
  };
  return [...Array(rows.length + 1).keys()]
    .map(
      (row) =>
        `${fitted
          .map((column) => cellOf(column, row))
          .join(' '.repeat(GAP))
          .trimEnd()}\n`,
    )
    .join('');
}

const tabbed = (texts: readonly (string | number)[]): string =>
  `${texts.map((text) => printable(String(text))).join('\t')}\n`;

export const isTerminal = ({ isTTY }: Output): boolean => isTTY === true;

/**
 * Writes a list: a table on a terminal, elsewhere a line for each row with tabs between its values and without heads, or
 * JSON as the service gave it.
 * @param options.json whether JSON was asked for
 * @param options.empty what a terminal shows in place of a table without rows
 */
export function writeList<T>(
  { stdout }: CommandIo,
  rows: readonly T[],
  columns: readonly Column<T>[],
  { json, empty }: { readonly json: boolean | undefined; readonly empty: string },
): void {
  if (json === true) stdout.write(`${JSON.stringify(rows, null, 2)}\n`);
  else if (!isTerminal(stdout)) for (const row of rows) stdout.write(tabbed(columns.map(({ value }) => value(row))));
  else stdout.write(rows.length === 0 ? `${empty}\n` : tableText(rows, columns, stdout.columns));
}

/** Writes one thing as JSON. */
export const writeJson = ({ stdout }: CommandIo, value: unknown): void => {
  stdout.write(`${JSON.stringify(value, null, 2)}\n`);
};

export interface ListOptions {
  readonly json?: boolean;
}

export const JSON_OPTION = ['--json', 'write JSON, as the API answers'] as const;
