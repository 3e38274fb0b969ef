import type { Cell, ExportColumn } from './column.js';
import { decimalText, numberText, timeText } from './plain-text.js';

function jsonCell({ type }: ExportColumn, value: Cell, timezone: string): string {
  if (value === null) return 'null';
  switch (type) {
    case 'text':
      return JSON.stringify(value);
    case 'time':
      return JSON.stringify(timeText(Number(value), timezone));
    case 'length':
      return decimalText(BigInt(value), 6);
    case 'money':
      return decimalText(BigInt(value), 9);
    case 'count':
    case 'flag':
      return String(value);
    default:
      return numberText(Number(value)) ?? 'null';
  }
}

/** A row as a JSON object without a line end, times in a zone. */
export const jsonRow = (columns: readonly ExportColumn[], cells: readonly Cell[], timezone: string): string =>
  `{${columns.map((column, index) => `${JSON.stringify(column.name)}:${jsonCell(column, cells[index] ?? null, timezone)}`).join(',')}}`;
