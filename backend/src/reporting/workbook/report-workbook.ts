import { writeXlsx, type Cell, type WriteSheet } from 'hucre';
import { aboutEntries } from '../document/about-entries.js';
import type { ReportDocument } from '../document/document.js';
import { REPORT_COLUMNS, reportRows } from '../files/report-rows.js';
import { cutText } from '../formats/xlsx/cell-text.js';
import { sheetNames } from '../formats/xlsx/workbook.js';
import { wordsOf } from '../words/words-of.js';
import { sectionTable } from './section-table.js';
import { columnName, numberCell, textCell, timeCell, type SheetCell, type SheetTable } from './sheet-table.js';

/** Widths of columns in letters. */
const WIDTH = { min: 8, max: 60 } as const;

/** Rows that a chart is high, and columns that it is wide. */
const CHART = { rows: 18, columns: 9 } as const;

const HEADER = {
  font: { bold: true },
  fill: { type: 'pattern', pattern: 'solid', fgColor: { rgb: 'EEF0FF' } },
} as const;

const HEAT = ['F2F5FF', '2C30A3'];
const BAR = '91A7FF';

function widthOf(title: string, cells: readonly SheetCell[]): number {
  const longest = Math.max(title.length, ...cells.map(({ value }) => (typeof value === 'string' ? value.length : 11)));
  return Math.min(WIDTH.max, Math.max(WIDTH.min, longest + 2));
}

/** The chart stands right of the table, so that rows can be added below. */
function chartOf({ chart, columns, rows, title }: SheetTable): NonNullable<WriteSheet['charts']> {
  if (chart === undefined || rows.length === 0) return [];
  const last = rows.length + 1;
  const range = (column: number): string => `${columnName(column)}2:${columnName(column)}${last}`;
  const left = columns.length + 1;
  return [
    {
      type: chart.type,
      title,
      ...(chart.isStacked ? { barGrouping: 'stacked' as const } : {}),
      series: chart.values.map(({ column, color }) => ({
        name: columns[column] ?? '',
        values: range(column),
        categories: range(chart.category),
        color,
      })),
      axes: { y: { numberFormat: { formatCode: chart.format } } },
      ...(chart.values.length > 1 ? { legend: 'bottom' as const } : {}),
      anchor: { from: { row: 1, col: left }, to: { row: 1 + CHART.rows, col: left + CHART.columns } },
    },
  ];
}

function rulesOf({ bars = [], heat, rows }: SheetTable): NonNullable<WriteSheet['conditionalRules']> {
  const last = rows.length + 1;
  const ends = [{ type: 'min' as const }, { type: 'max' as const }];
  return [
    ...bars.map((column, index) => ({
      type: 'dataBar' as const,
      priority: index + 1,
      range: `${columnName(column)}2:${columnName(column)}${last}`,
      dataBar: { cfvo: [{ type: 'num' as const, value: '0' }, { type: 'max' as const }], color: BAR },
    })),
    ...(heat === undefined
      ? []
      : [
          {
            type: 'colorScale' as const,
            priority: bars.length + 1,
            range: `${columnName(heat.from)}2:${columnName(heat.to)}${last}`,
            colorScale: { cfvo: ends, colors: HEAT },
          },
        ]),
  ];
}

/** A sheet with a frozen header, a filter, and pages that repeat the header. */
function sheetOf(table: SheetTable): WriteSheet {
  const { name, columns, rows } = table;
  const cells = new Map<string, Partial<Cell>>();
  for (const [column] of columns.entries()) cells.set(`0,${column}`, { style: HEADER });
  for (const [index, row] of rows.entries())
    for (const [column, { format }] of row.entries())
      if (format !== undefined) cells.set(`${index + 1},${column}`, { style: { numFmt: format } });
  return {
    name,
    rows: [
      [...columns],
      ...rows.map((row) => row.map(({ value }) => (typeof value === 'string' ? cutText(value) : value))),
    ],
    cells,
    columns: columns.map((title, index) => ({
      width: widthOf(
        title,
        rows.flatMap((row) => row[index] ?? []),
      ),
    })),
    freezePane: { rows: 1 },
    ...(rows.length === 0 ? {} : { autoFilter: { range: `A1:${columnName(columns.length - 1)}${rows.length + 1}` } }),
    conditionalRules: rulesOf(table),
    charts: chartOf(table),
    pageSetup: {
      paperSize: 'a4',
      orientation: 'landscape',
      fitToPage: true,
      fitToWidth: 1,
      fitToHeight: 0,
      printTitlesRow: '$1:$1',
    },
  };
}

/** What the workbook is of: first of all, so that no number is read without it. */
function aboutTable(document: ReportDocument): Omit<SheetTable, 'name'> {
  const words = wordsOf(document.locale);
  const { about, titles } = words;
  const line = (name: string, value: string): SheetCell[] => [textCell(name), textCell(value)];
  return {
    title: titles.about,
    columns: [document.title, document.account],
    rows: [
      ...aboutEntries(document).map(([name, value]) => line(name, value)),
      ...document.limits.map((limit) => line(about.limits, limit)),
      ...document.reconciliationText.map((text) => line(about.reconciliation, text)),
      ...document.definitions.map(({ title, description }) => line(title, description)),
    ],
  };
}

function dataTable(document: ReportDocument): Omit<SheetTable, 'name'> {
  const time = REPORT_COLUMNS.findIndex(({ type }) => type === 'time');
  const number = REPORT_COLUMNS.findIndex(({ name }) => name === 'value');
  return {
    title: 'Data',
    columns: REPORT_COLUMNS.map(({ title }) => title),
    rows: Array.from(reportRows(document), (cells) =>
      cells.map((cell, index): SheetCell => {
        if (cell === null) return { value: null };
        if (index === time) return timeCell(Number(cell) / 1_000, document.timezone, false);
        if (index === number) return { value: Number(cell) };
        return typeof cell === 'number' ? numberCell(cell, 'short') : textCell(String(cell));
      }),
    ),
  };
}

/**
 * A report as a workbook: what it is of, a sheet for each section with a native chart where it has one, and every number
 * behind it. Numbers are numbers, in the format of their unit.
 */
export async function reportWorkbook(document: ReportDocument): Promise<Uint8Array> {
  const words = wordsOf(document.locale);
  const tables = [
    aboutTable(document),
    ...document.sections.flatMap((section) => sectionTable(section, { document, words }) ?? []),
    dataTable(document),
  ];
  const names = sheetNames(tables.map(({ title }) => title));
  const created = new Date(document.generated.at);
  return writeXlsx({
    sheets: tables.map((table, index) => sheetOf({ ...table, name: names[index] ?? `Sheet ${index + 1}` })),
    properties: {
      title: `${document.title} · ${document.period.text}`,
      creator: 'Callsight',
      company: document.account,
      created,
      modified: created,
    },
  });
}
