import type { ExportCounts } from '../about.js';
import type { ExportDescription } from '../export-plan.js';
import type { ExportColumn } from '../../formats/column.js';

/** What the process that writes a file starts with. */
export interface WriterStart {
  readonly description: ExportDescription;
  readonly counts: ExportCounts;
  /** ISO 4217, of all amounts. */
  readonly currencies: readonly string[];
  readonly version: string;
  readonly source: WriterSource;
  readonly output: WriterOutput;
}

/**
 * Where the rows come from: a pipe with a name, which the writer makes and the database writes rows into that are text
 * already; or tables of an answer, which come over stdin.
 */
export type WriterSource =
  | {
      readonly kind: 'pipe';
      readonly path: string;
      readonly columns: readonly ExportColumn[];
      /** Letters of the longest text of a column. */
      readonly longest: Readonly<Record<string, number>>;
    }
  | { readonly kind: 'tables' };

export type WriterOutput =
  /** A stream to the service; a reader that takes nothing for so long is given up. */
  { readonly kind: 'stream'; readonly stallMs: number } | { readonly kind: 'file'; readonly path: string };

/** What the writer says: that the pipe is there; that everything is written; why it cannot go on. */
export type WriterMessage =
  | { readonly type: 'ready' }
  | { readonly type: 'done'; readonly bytes: number }
  | { readonly type: 'failed'; readonly reason: 'stalled' | 'disk_full' | 'error'; readonly message: string };

/** What the writer is told: all rows have been written into the pipe. Without it, the end of the pipe is a failure. */
export interface RowsWritten {
  readonly type: 'rows_written';
}
