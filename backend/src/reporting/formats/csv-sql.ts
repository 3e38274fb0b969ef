import type { OffsetSpan } from '../../lib/time/zone.js';
import { decimalSql, literal, numberSql, quoted, timeSql } from './column-sql.js';
import type { CsvOptions, ExportColumn } from './column.js';

/** Offsets of the zone while the instants of each column of times lie, by the name of the column. */
export type SpansOf = (column: string) => readonly OffsetSpan[];

/** What a spreadsheet takes for the begin of a formula. */
const FORMULA = '[=@+\\-\\t\\r＝＠＋－]';

/** Numbers, and telephone numbers, whole or masked, begin like a formula and are none. */
const NO_FORMULA = '^(?:[+\\-]?[0-9]+(?:[.,][0-9]+)?|\\+[0-9•]+)$';

/** One expression for each type of cell; `value` is SQL of the value. Null becomes nothing, an empty text two quotes. */
function cellSql({ name, type }: ExportColumn, { delimiter, decimal, safe }: CsvOptions, spansOf: SpansOf): string {
  const value = quoted(name);
  const localised = (sql: string): string => (decimal === ',' ? `replace(${sql}, '.', ',')` : sql);
  switch (type) {
    case 'text':
      return textSql(value, delimiter, safe);
    case 'time':
      return timeSql(value, spansOf(name));
    case 'length':
      return localised(decimalSql(value, 6));
    case 'money':
      return localised(decimalSql(value, 9));
    case 'count':
    case 'flag':
      return `${value}::VARCHAR`;
    default:
      return localised(numberSql(value));
  }
}

/** Most texts need neither quotes nor an apostrophe, which one pattern says. */
function textSql(value: string, delimiter: string, safe: boolean): string {
  const special = `["\\r\\n${delimiter === '\t' ? '\\t' : delimiter}]`;
  const guard = literal(`${special}${safe ? `|^${FORMULA}` : ''}|^$`);
  const neutral = safe
    ? `CASE WHEN regexp_matches(${value}, ${literal(`^${FORMULA}`)}) AND NOT regexp_matches(${value}, ${literal(NO_FORMULA)}) THEN '''' || ${value} ELSE ${value} END`
    : value;
  const needsQuotes = `${value} = '' OR regexp_matches(${value}, ${literal(special)})`;
  const enclosed = `CASE WHEN ${needsQuotes} THEN '"' || replace(${neutral}, '"', '""') || '"' ELSE ${neutral} END`;
  return `CASE WHEN regexp_matches(${value}, ${guard}) THEN ${enclosed} ELSE ${value} END`;
}

/** SQL of a row of CSV with the first half of its line end, as text. @param columns of the relation that it is selected from */
export function csvRowSql(columns: readonly ExportColumn[], options: CsvOptions, spansOf: SpansOf): string {
  const cells = columns.map((column) => cellSql(column, options, spansOf));
  return `concat(${cells.join(`, ${literal(options.delimiter)}, `)}, chr(13))`;
}
