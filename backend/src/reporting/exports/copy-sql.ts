import { literal } from '../formats/column-sql.js';
import { csvRowSql } from '../formats/csv-sql.js';
import { jsonRowSql } from '../formats/json-sql.js';
import { parquetColumnsSql, parquetOptions } from '../formats/parquet-sql.js';
import { xlsxRowSql } from '../formats/xlsx/row-sql.js';
import { Styles } from '../formats/xlsx/styles.js';
import type { RowsPlan } from './export-plan.js';
import { orderSql, selectSql, type Slice, type Survey } from './survey.js';

/** A row of text, but for the line end that stands behind every row. */
function rowSql({ columns, description: { format, csv } }: RowsPlan, { spansOf, currencies }: Survey): string {
  switch (format) {
    case 'xlsx':
      return xlsxRowSql(columns, new Styles(currencies), spansOf);
    case 'csv':
      return csvRowSql(columns, csv, spansOf);
    case 'json':
      // The first row loses the separator on its way.
      return `concat(',', ${jsonRowSql(columns, spansOf)})`;
    default:
      return jsonRowSql(columns, spansOf);
  }
}

/**
 * A statement that writes the rows of a slice, a line each, into a file or pipe. The database would write bytes as they are,
 * too, but row by row, which costs the reader of a pipe more than everything else.
 */
export const copyRowsSql = (plan: RowsPlan, survey: Survey, slice: Slice, path: string): string =>
  `COPY (${plan.tables}SELECT ${rowSql(plan, survey)} FROM (${selectSql(plan, slice)}${orderSql(plan)}))` +
  ` TO ${literal(path)} (FORMAT csv, HEADER false, QUOTE '', ESCAPE '', DELIMITER '', USE_TMP_FILE false)`;

/** So many rows are put in order; more lie as they lie in the table, which needs no memory. */
const MAX_ORDERED = 200_000;

/** A statement that writes all rows as Parquet. @param metadata text by key */
export function copyParquetSql(
  plan: RowsPlan,
  { rows }: Survey,
  metadata: Readonly<Record<string, string>>,
  path: string,
): string {
  const isOrdered = rows <= MAX_ORDERED;
  const source = `${selectSql(plan)}${isOrdered ? orderSql(plan) : ''}`;
  return (
    `COPY (${plan.tables}SELECT ${parquetColumnsSql(plan.columns)} FROM (${source}))` +
    ` TO ${literal(path)} ${parquetOptions(metadata, isOrdered)}`
  );
}
