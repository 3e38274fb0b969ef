import type { DataColumn, ReportDocument } from '../document/document.js';
import type { Cell, ExportColumn } from '../formats/column.js';

/** Columns of a report as a table: a row for each number, whatever section it is of. */
export const REPORT_COLUMNS: readonly ExportColumn[] = [
  { name: 'section', title: 'Section', type: 'count' },
  { name: 'section_title', title: 'Title of the section', type: 'text' },
  { name: 'time', title: 'Time', type: 'time' },
  { name: 'group', title: 'Group', type: 'text' },
  { name: 'keys', title: 'Group as JSON', type: 'text' },
  { name: 'column', title: 'Column', type: 'text' },
  { name: 'title', title: 'Title of the column', type: 'text' },
  { name: 'unit', title: 'Unit', type: 'text' },
  { name: 'value', title: 'Value', type: 'number' },
];

/** Dimensions whose values are numbers. */
const NUMBERED: ReadonlySet<string> = new Set(['weekday', 'hour_of_day']);

const isKey = ({ name, type }: DataColumn): boolean => (type !== 'number' && type !== 'time') || NUMBERED.has(name);

/**
 * Every number behind the sections of a report, in their order. A number that two sections show stands in both.
 * @returns cells in the order of `REPORT_COLUMNS`; times are epoch microseconds
 */
export function* reportRows({ sections }: ReportDocument): Generator<readonly Cell[]> {
  for (const [index, { title, tables }] of sections.entries())
    for (const { columns, rows } of tables)
      for (const row of rows) {
        const keys = columns.flatMap((column, at) => (isKey(column) ? [{ column, value: row[at] ?? null }] : []));
        const time = columns.findIndex(({ type }) => type === 'time');
        const at = row[time];
        const shared = [
          index + 1,
          title,
          typeof at === 'number' ? at * 1_000 : null,
          keys.map(({ column, value }) => `${column.title}: ${value === null ? '–' : String(value)}`).join(' · '),
          JSON.stringify(Object.fromEntries(keys.map(({ column, value }) => [column.name, value]))),
        ];
        for (const [position, column] of columns.entries()) {
          if (column.type !== 'number' || isKey(column)) continue;
          const value = row[position];
          yield [...shared, column.name, column.title, column.unit ?? '', typeof value === 'number' ? value : null];
        }
      }
}
