import { aboutLines, limitsOf } from '../about.js';
import type { ExportColumn } from '../../formats/column.js';
import { csvHeader } from '../../formats/csv.js';
import type { WriterStart } from './writer-messages.js';

/** What stands before and behind the rows of a file of text. */
interface Frame {
  readonly head: string;
  readonly tail: string;
  /** Bytes of the first row that separate it from one before it, which there is not. */
  readonly skip: number;
}

/** @param columns of the only table */
export function textFrame({ description, counts, version }: WriterStart, columns: readonly ExportColumn[]): Frame {
  switch (description.format) {
    case 'csv':
      return { head: csvHeader(columns, description.csv), tail: '', skip: 0 };
    case 'json': {
      const about = Object.fromEntries(aboutLines(description, counts, version));
      const end = { row_count: counts.rows, limits: limitsOf(description, counts) };
      return {
        head: `{"about":${JSON.stringify(about)},"rows":[\n`,
        tail: `],${JSON.stringify(end).slice(1)}\n`,
        skip: 1,
      };
    }
    default:
      return { head: '', tail: '', skip: 0 };
  }
}
