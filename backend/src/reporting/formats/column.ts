/**
 * What a cell is, in rows as the database has them and in frames:
 * - `text`
 * - `time`: epoch microseconds
 * - `length`: microseconds; written as seconds
 * - `seconds`, `milliseconds`, `number`, `percent` (a ratio), `amount` (of the currency of its column): double
 * - `count`: whole number
 * - `money`: billionths of the major unit of the currency that the row names
 * - `flag`
 */
export type CellType =
  | 'text'
  | 'time'
  | 'length'
  | 'seconds'
  | 'milliseconds'
  | 'count'
  | 'number'
  | 'percent'
  | 'money'
  | 'amount'
  | 'flag';

export type Cell = string | number | bigint | boolean | null;

export interface ExportColumn {
  /** Name in CSV, JSON and Parquet. */
  readonly name: string;
  /** Heading in a workbook. */
  readonly title: string;
  readonly type: CellType;
  /** Of an amount: ISO 4217. */
  readonly currency?: string;
}

/** How CSV is written. */
export interface CsvOptions {
  readonly delimiter: ',' | ';' | '\t';
  readonly decimal: '.' | ',';
  /** Whether cells that a spreadsheet would take for a formula get an apostrophe in front. */
  readonly safe: boolean;
}
