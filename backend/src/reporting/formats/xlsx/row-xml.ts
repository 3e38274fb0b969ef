import { zoned } from '../../../lib/time/zone.js';
import type { Cell, ExportColumn } from '../column.js';
import { daysText, decimalText, numberText, timeText } from '../plain-text.js';
import { cutText, MAX_CELL_TEXT, xmlText } from './cell-text.js';
import type { Styles } from './styles.js';

const DAY_MS = 86_400_000;
/** Days from the first day of a spreadsheet's calendar to 1970-01-01. */
export const EPOCH_SERIAL = 25_569;
/** Before 1900-03-01 that calendar has a day that never was; such a time is written as text. */
export const FIRST_SERIAL = 61;

/** A cell of text: of a common one in a form of two thirds of the bytes, which promises nothing of blanks at its ends. */
export function textCell(text: string, style: number): string {
  const escaped = xmlText(cutText(text));
  const isCommon = escaped === text && !/^ | $/.test(text) && Buffer.byteLength(text) <= MAX_CELL_TEXT;
  return !isCommon
    ? `<c s="${style}" t="inlineStr"><is><t xml:space="preserve">${escaped}</t></is></c>`
    : `<c s="${style}" t="str"><v>${escaped}</v></c>`;
}

const EMPTY = '<c/>';

const numberCell = (text: string | null, style: number): string =>
  text === null ? EMPTY : `<c s="${style}"><v>${text}</v></c>`;

/** An instant as the wall time of a zone: days since 1900 by arithmetic, to the millisecond. */
function timeCell(micros: number, timezone: string, style: number): string {
  const offset = zoned(micros, timezone).offsetNanoseconds / 1_000;
  const serial = Math.floor((micros + offset) / 1_000) / DAY_MS + EPOCH_SERIAL;
  return serial < FIRST_SERIAL ? textCell(timeText(micros, timezone), style) : numberCell(daysText(serial), style);
}

/** Amounts whose currency the row names have its format. */
function moneyStyle(columns: readonly ExportColumn[], cells: readonly Cell[], styles: Styles): number {
  const currency = cells[columns.findIndex(({ name }) => name === 'currency')];
  return styles.ofCurrency(typeof currency === 'string' ? currency : undefined);
}

function numericText({ type }: ExportColumn, value: Exclude<Cell, null>): string | null {
  switch (type) {
    case 'length':
      return daysText(Number(value) / (DAY_MS * 1_000));
    case 'seconds':
      return Number.isFinite(value) ? daysText(Number(value) / (DAY_MS / 1_000)) : null;
    case 'money':
      return decimalText(BigInt(value), 9);
    case 'count':
      return String(value);
    default:
      return numberText(Number(value));
  }
}

/** A row of a sheet. An instant takes two cells: in the zone, and in UTC. Null is an empty cell, and never 0. */
export function rowXml(
  columns: readonly ExportColumn[],
  cells: readonly Cell[],
  styles: Styles,
  timezone: string,
): string {
  const shown = columns.map((column, index) => {
    const value = cells[index] ?? null;
    const style = column.type === 'money' ? moneyStyle(columns, cells, styles) : styles.of(column);
    if (column.type === 'time')
      return value === null
        ? EMPTY + EMPTY
        : timeCell(Number(value), timezone, style) + timeCell(Number(value), 'UTC', style);
    if (value === null) return EMPTY;
    if (column.type === 'text') return textCell(String(value), style);
    if (column.type === 'flag') return `<c t="b"><v>${value === true ? 1 : 0}</v></c>`;
    return numberCell(numericText(column, value), style);
  });
  return `<row>${shown.join('')}</row>\n`;
}
