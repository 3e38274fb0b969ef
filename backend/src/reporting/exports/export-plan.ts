import type { ExportFormat } from '@callsight/contract/exports';
import type { BoundValues } from '../../storage/duckdb/statement.js';
import type { CsvOptions, ExportColumn } from '../formats/column.js';
import type { DatasetColumn } from './datasets.js';

/** What an export is, as its file and the list of jobs say it. Plain data: it goes between processes. */
export interface ExportDescription {
  /** The dataset, or the kind of the query. */
  readonly what: string;
  readonly title: string;
  /** Half-open, epoch microseconds. */
  readonly range: { readonly from: number; readonly to: number };
  /** IANA. */
  readonly timezone: string;
  /** Filters in words. */
  readonly filters: string;
  /** What the columns mean, by their headings. */
  readonly definitions: Readonly<Record<string, string>>;
  /** Of the request, epoch milliseconds. */
  readonly at: number;
  readonly format: ExportFormat;
  readonly csv: CsvOptions;
  readonly isJob: boolean;
}

/** Rows of a table: which, in which order, and which columns. */
export interface RowsPlan {
  readonly kind: 'rows';
  readonly description: ExportDescription;
  readonly columns: readonly DatasetColumn[];
  readonly table: string;
  /** SQL that stands before every SELECT: tables that the conditions name; or nothing. */
  readonly tables: string;
  readonly conditions: string;
  readonly values: BoundValues;
  /** Column of the time that rows are ordered by, and what orders those of the same time. */
  readonly time: string;
  readonly order: string;
  readonly isLatestFirst: boolean;
}

/** A table of an answer. */
export interface FrameTable {
  readonly title: string;
  readonly columns: readonly ExportColumn[];
  /** One array for each column; times in epoch microseconds. */
  readonly values: readonly (readonly (string | number | boolean | null)[])[];
}

/** Tables of an answer, which is whole. */
export interface FramesPlan {
  readonly kind: 'frames';
  readonly description: ExportDescription;
  readonly rows: number;
  /** ISO 4217, of all amounts. */
  readonly currencies: readonly string[];
  /** JSON of a list of `FrameTable`. */
  readonly tables: Uint8Array;
}

export type ExportPlan = RowsPlan | FramesPlan;
