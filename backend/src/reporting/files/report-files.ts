import type { ReportDocument } from '../document/document.js';
import type { CsvOptions } from '../formats/column.js';
import { csvHeader, csvRow } from '../formats/csv.js';
import { jsonRow } from '../formats/json.js';
import { REPORT_COLUMNS, reportRows } from './report-rows.js';

/** As a spreadsheet of the language opens it by itself. */
const CSV: Readonly<Record<ReportDocument['language'], CsvOptions>> = {
  en: { delimiter: ',', decimal: '.', safe: true },
  de: { delimiter: ';', decimal: ',', safe: true },
};

/** Every number of a report as CSV (RFC 4180), times in the zone of the report. */
export function reportCsv(document: ReportDocument): string {
  const options = CSV[document.language];
  const rows = Array.from(reportRows(document), (cells) => csvRow(REPORT_COLUMNS, cells, options, document.timezone));
  return csvHeader(REPORT_COLUMNS, options) + rows.join('');
}

/** The same as a JSON object in each line. */
export const reportNdjson = (document: ReportDocument): string =>
  Array.from(reportRows(document), (cells) => `${jsonRow(REPORT_COLUMNS, cells, document.timezone)}\n`).join('');
