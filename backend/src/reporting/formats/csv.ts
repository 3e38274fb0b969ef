import type { Cell, CsvOptions, ExportColumn } from './column.js';
import { decimalText, numberText, timeText } from './plain-text.js';

/** Spreadsheets read a file as UTF-8 only with this at its begin. */
const BYTE_ORDER_MARK = '\uFEFF';

const FORMULA_STARTS = new Set(['=', '@', '+', '-', '\t', '\r', '＝', '＠', '＋', '－']);

const NUMBER = /^[+-]?\d+([.,]\d+)?$/;
const PHONE = /^\+[\d•]+$/;

function quotedText(text: string, { delimiter, safe }: CsvOptions): string {
  const isFormula = FORMULA_STARTS.has(text.slice(0, 1)) && !NUMBER.test(text) && !PHONE.test(text);
  const shown = safe && isFormula ? `'${text}` : text;
  const needsQuotes = text === '' || [delimiter, '"', '\r', '\n'].some((mark) => text.includes(mark));
  return needsQuotes ? `"${shown.replaceAll('"', '""')}"` : shown;
}

function numeric({ type }: ExportColumn, value: Cell): string | null {
  if (type === 'length') return decimalText(BigInt(value ?? 0), 6);
  if (type === 'money') return decimalText(BigInt(value ?? 0), 9);
  return type === 'count' ? String(value) : numberText(Number(value));
}

/** One cell of CSV; null is nothing between two delimiters, an empty text is two quotes. */
function csvCell(column: ExportColumn, value: Cell, options: CsvOptions, timezone: string): string {
  if (value === null) return '';
  if (column.type === 'text') return quotedText(String(value), options);
  if (column.type === 'time') return timeText(Number(value), timezone);
  if (column.type === 'flag') return String(value);
  const text = numeric(column, value) ?? '';
  return options.decimal === ',' ? text.replace('.', ',') : text;
}

/** The names of the columns, with the mark that says UTF-8. A name is quoted where it needs it. */
export const csvHeader = (columns: readonly ExportColumn[], options: CsvOptions): string =>
  `${BYTE_ORDER_MARK}${columns.map(({ name }) => quotedText(name, options)).join(options.delimiter)}\r\n`;

/** A row of CSV (RFC 4180) with its line end, times in a zone. */
export const csvRow = (
  columns: readonly ExportColumn[],
  cells: readonly Cell[],
  options: CsvOptions,
  timezone: string,
): string =>
  `${columns.map((column, index) => csvCell(column, cells[index] ?? null, options, timezone)).join(options.delimiter)}\r\n`;
