import type { CommandIo, Output } from './command-io.js';

/** One column of a list. */
export interface Column<T> {
  readonly title: string;
  readonly value: (row: T) => string | number;
  /** What a terminal shows below the title, where that is less than the value. */
  readonly shown?: (row: T) => string | number;
  /** Figures stand at the right. */
  readonly isNumber?: boolean;
}

const CONTROL = /\p{Cc}/gu;

/** Text of others, without what would move the cursor of a terminal or break a line of output. */
export const printable = (text: string): string =>
  text.replace(CONTROL, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);

const MIN_WIDTH = 8;
const GAP = 2;

const cut = (text: string, width: number): string => (text.length > width ? `${text.slice(0, width - 1)}…` : text);

/** Widths of columns so that a line fits: the widest ones give up what is too much. */
function fit(widths: number[], available: number): number[] {
  const fitted = [...widths];
  for (;;) {
    const excess = fitted.reduce((sum, width) => sum + width, 0) + GAP * (fitted.length - 1) - available;
    const widest = fitted.indexOf(Math.max(...fitted));
    const width = fitted[widest] ?? 0;
    if (excess <= 0 || width <= MIN_WIDTH) return fitted;
    const next = Math.max(...fitted.filter((_, index) => index !== widest), MIN_WIDTH);
    fitted[widest] = Math.max(MIN_WIDTH, width - Math.min(excess, Math.max(1, width - next)));
  }
}

/** A table with heads, cut to the width of a terminal; empty without rows. */
export function tableText<T>(rows: readonly T[], columns: readonly Column<T>[], width = 120): string {
  if (rows.length === 0) return '';
  const heads = columns.map(({ title }) => title.toUpperCase());
  const cells = rows.map((row) => columns.map(({ value, shown = value }) => printable(String(shown(row)))));
  const widths = fit(
    heads.map((head, index) => Math.max(head.length, ...cells.map((line) => line[index]?.length ?? 0))),
    width,
  );
  const lineOf = (texts: readonly string[]): string =>
    texts
      .map((text, index) => {
        const size = widths[index] ?? 0;
        const fitted = cut(text, size);
        return columns[index]?.isNumber === true ? fitted.padStart(size) : fitted.padEnd(size);
      })
      .join(' '.repeat(GAP))
      .trimEnd();
  return [heads, ...cells].map((line) => `${lineOf(line)}\n`).join('');
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
