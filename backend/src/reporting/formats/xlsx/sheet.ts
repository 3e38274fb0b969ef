import type { ExportColumn } from '../column.js';
import { textCell } from './row-xml.js';
import type { Styles } from './styles.js';

/** Rows that a sheet has, its heading included. */
export const SHEET_ROWS = 1_048_576;

/** A heading, and the width that its column needs. */
interface Heading {
  readonly title: string;
  readonly width: number;
}

const MIN_WIDTH = 8;
const MAX_WIDTH = 60;
/** The button of a filter, and a margin. */
const BESIDE = 4;

const clamp = (width: number): number => Math.min(MAX_WIDTH, Math.max(MIN_WIDTH, width));

const WIDTHS: Readonly<Partial<Record<ExportColumn['type'], number>>> = { time: 19, money: 14, amount: 14 };

/**
 * The columns of a sheet: an instant has two.
 * @param longest letters of the longest text of a column, by its name
 */
export function headingsOf(
  columns: readonly ExportColumn[],
  timezone: string,
  longest: Readonly<Record<string, number>>,
): Heading[] {
  return columns.flatMap(({ name, title, type }): Heading[] => {
    const needed = Math.max(WIDTHS[type] ?? 10, longest[name] ?? 0) + 2;
    const heading = (text: string): Heading => ({
      title: text,
      width: clamp(Math.max(needed, Math.min(text.length, 24) + BESIDE)),
    });
    return type === 'time' ? [heading(`${title} (${timezone})`), heading(`${title} (UTC)`)] : [heading(title)];
  });
}

/** Letters of a column of a sheet, counted from 1. */
export function columnLetters(index: number): string {
  let letters = '';
  for (let rest = index; rest > 0; rest = Math.floor((rest - 1) / 26))
    letters = String.fromCharCode(65 + ((rest - 1) % 26)) + letters;
  return letters;
}

const PROLOGUE =
  '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' +
  '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">';

const colsXml = (widths: readonly number[]): string =>
  `<cols>${widths.map((width, index) => `<col min="${index + 1}" max="${index + 1}" width="${width}" customWidth="1"/>`).join('')}</cols>`;

/** What stands before the rows of a sheet of data, its heading included; the heading stays in view. */
export const sheetStart = (headings: readonly Heading[], styles: Styles): string =>
  `${PROLOGUE}<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>` +
  '<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>' +
  `<sheetFormatPr defaultRowHeight="15"/>${colsXml(headings.map(({ width }) => width))}<sheetData>\n` +
  `<row>${headings.map(({ title }) => textCell(title, styles.named('heading'))).join('')}</row>\n`;

/** What stands behind them: filters over the range, and a page that is as wide as the columns. @param rows without the heading */
export const sheetEnd = (headings: readonly Heading[], rows: number): string =>
  `</sheetData><autoFilter ref="A1:${columnLetters(headings.length)}${rows + 1}"/>` +
  '<pageMargins left="0.5" right="0.5" top="0.6" bottom="0.6" header="0.3" footer="0.3"/>' +
  '<pageSetup paperSize="9" orientation="landscape" fitToWidth="1" fitToHeight="0"/>' +
  '<headerFooter><oddFooter>&amp;L&amp;A&amp;R&amp;P / &amp;N</oddFooter></headerFooter></worksheet>';

/** A sheet of labels and what there is to say. */
export function aboutSheet(lines: readonly (readonly [string, string])[], styles: Styles): string {
  const rows = lines.map(
    ([label, text]) =>
      `<row>${textCell(label, styles.named('heading'))}${textCell(text, styles.named('wrapped'))}</row>\n`,
  );
  return (
    `${PROLOGUE}<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><sheetViews><sheetView showGridLines="0" tabSelected="1" workbookViewId="0"/></sheetViews>` +
    `<sheetFormatPr defaultRowHeight="15"/>${colsXml([22, 90])}<sheetData>\n${rows.join('')}</sheetData>` +
    '<pageMargins left="0.5" right="0.5" top="0.6" bottom="0.6" header="0.3" footer="0.3"/>' +
    '<pageSetup paperSize="9" orientation="landscape" fitToWidth="1" fitToHeight="0"/></worksheet>'
  );
}
