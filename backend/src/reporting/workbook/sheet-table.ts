import { Temporal } from 'temporal-polyfill';
import type { Figure } from '../document/document.js';
import type { Millis } from '../../lib/time/units.js';

/** A value of a cell with the format that Excel shows it in; null is an empty cell, never 0. */
export interface SheetCell {
  readonly value: string | number | boolean | null;
  readonly format?: string;
}

/** Series of a native chart: columns of the table, by their index. */
interface SheetChart {
  readonly type: 'line' | 'column' | 'bar';
  readonly isStacked: boolean;
  readonly category: number;
  readonly values: readonly { readonly column: number; readonly color: string }[];
  readonly format: string;
}

/** A table on a sheet of its own. */
export interface SheetTable {
  readonly name: string;
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly SheetCell[])[];
  readonly chart?: SheetChart | undefined;
  /** Columns whose cells have bars, or whose cells share a scale of one hue. */
  readonly bars?: readonly number[];
  readonly heat?: { readonly from: number; readonly to: number };
}

const SECONDS_A_DAY = 86_400;

/** Days from the begin of Excel's calendar to 1970-01-01. */
const EPOCH_SERIAL = 25_569;

/** Decimals that a currency has. */
const decimalsOf = (currency: string): number =>
  new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;

/** The number format of a Grafana unit. */
export function formatOf(unit: string | undefined): string {
  const [, currency] = /^currency([A-Z]{3})$/.exec(unit ?? '') ?? [];
  if (currency !== undefined) {
    const decimals = decimalsOf(currency);
    return `#,##0${decimals === 0 ? '' : `.${'0'.repeat(decimals)}`} "${currency}"`;
  }
  if (unit === 'percentunit') return '0.0%';
  if (unit === 's') return '[h]:mm:ss';
  if (unit === 'ms') return '#,##0 "ms"';
  return unit === 'short' ? '#,##0' : '#,##0.00';
}

/** A number in its unit. Times are days, as Excel counts them. */
export function numberCell(value: number | null, unit: string | undefined): SheetCell {
  const format = formatOf(unit);
  if (value === null) return { value: null, format };
  const shown = unit === 's' ? value / SECONDS_A_DAY : value;
  // A mean of counts is no whole number.
  return { value: shown, format: unit === 'short' && !Number.isInteger(value) ? '#,##0.00' : format };
}

export const figureCell = (figure: Figure | undefined): SheetCell =>
  figure === undefined ? { value: null } : numberCell(figure.value, figure.unit);

export const textCell = (text: string): SheetCell => ({ value: text, format: '@' });

/** A time as Excel counts it, by what the clock on the wall says in a zone. */
export function timeCell(at: Millis, timezone: string, isDay: boolean): SheetCell {
  const wall = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timezone).toPlainDateTime();
  const millis = wall.toZonedDateTime('UTC').epochMilliseconds;
  return { value: millis / (SECONDS_A_DAY * 1_000) + EPOCH_SERIAL, format: isDay ? 'yyyy-mm-dd' : 'yyyy-mm-dd hh:mm' };
}

/** Letters of a column, from 0: A, Z, AA. */
export function columnName(index: number): string {
  const rest = Math.floor(index / 26);
  const letter = String.fromCharCode(65 + (index % 26));
  return rest === 0 ? letter : columnName(rest - 1) + letter;
}
