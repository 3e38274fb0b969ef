import { DAY_MICROS } from '../../../lib/time/durations.js';
import { decimalSql, literal, numberSql, quoted, timeSql, wallSql } from '../column-sql.js';
import type { ExportColumn } from '../column.js';
import type { SpansOf } from '../csv-sql.js';
import { MAX_CELL_TEXT } from './cell-text.js';
import { EPOCH_SERIAL, FIRST_SERIAL } from './row-xml.js';
import type { Styles } from './styles.js';

const UTC = [{ from: 0, offset: 0 }];

/** Characters that XML cannot hold, but for tab and line ends. */
const FORBIDDEN = [
  ...Array.from({ length: 32 }, (_, code) => code).filter((code) => ![9, 10, 13].includes(code)),
  0xfffe,
  0xffff,
];

const hex = (code: number): string => code.toString(16).toUpperCase().padStart(4, '0');

/** What looks like the escape of a character. */
const ESCAPED = '_x[0-9A-Fa-f]{4}_';

/** Texts that are not written as they are. */
const SPECIAL = `[&<>\\x00-\\x1F\\x{FFFE}\\x{FFFF}]|${ESCAPED}`;

/** What a cell can hold of a text: see `cutText`. */
export function cutSql(value: string): string {
  const units = `length(${value}) + length(regexp_replace(${value}, '[^\\x{10000}-\\x{10FFFF}]', '', 'g'))`;
  return (
    `CASE WHEN strlen(${value}) <= ${MAX_CELL_TEXT} THEN ${value} WHEN ${units} <= ${MAX_CELL_TEXT} THEN ${value}` +
    ` WHEN ${units} = length(${value}) THEN left(${value}, ${MAX_CELL_TEXT}) ELSE left(${value}, ${MAX_CELL_TEXT >> 1}) END`
  );
}

function escapeSql(value: string): string {
  const marked = `CASE WHEN regexp_matches(${value}, '${ESCAPED}') THEN replace(${value}, '_x', '_x005F_x') ELSE ${value} END`;
  const steps: readonly (readonly [string, string])[] = [
    [`'&'`, '&amp;'],
    [`'<'`, '&lt;'],
    [`'>'`, '&gt;'],
    ['chr(9)', '&#9;'],
    ['chr(10)', '&#10;'],
    ['chr(13)', '&#13;'],
    ...FORBIDDEN.map((code): [string, string] => [`chr(${code})`, `_x${hex(code)}_`]),
  ];
  return steps.reduce((sql, [from, to]) => `replace(${sql}, ${from}, '${to}')`, marked);
}

/** Most texts are written as they are, which one pattern says. */
function textSql(value: string, style: number): string {
  const open = `'<c s="${style}" t="str"><v>'`;
  const kept = `'<c s="${style}" t="inlineStr"><is><t xml:space="preserve">'`;
  const close = `'</t></is></c>'`;
  const special = `strlen(${value}) > ${MAX_CELL_TEXT} OR regexp_matches(${value}, ${literal(`${SPECIAL}|^ | $`)})`;
  return `CASE WHEN ${special} THEN concat(${kept}, ${escapeSql(`(${cutSql(value)})`)}, ${close}) ELSE concat(${open}, ${value}, '</v></c>') END`;
}

const numberCell = (text: string, style: number): string => `'<c s="${style}"><v>' || ${text} || '</v></c>'`;

function timeCellSql(value: string, style: number, spans: ReturnType<SpansOf>): string {
  const wall = wallSql(value, spans);
  const serial = `(floor(${wall} / 1000) / 86400000 + ${EPOCH_SERIAL})::VARCHAR`;
  const early = `'<c s="${style}" t="str"><v>' || ${timeSql(value, spans)} || '</v></c>'`;
  const firstWall = (FIRST_SERIAL - EPOCH_SERIAL) * DAY_MICROS;
  return `CASE WHEN ${wall} < ${firstWall} THEN ${early} ELSE ${numberCell(serial, style)} END`;
}

/** The format of an amount is that of the currency that its row names. */
function moneySql(value: string, styles: Styles): string {
  const cases = styles.currencies.map((currency) => `WHEN '${currency}' THEN '${styles.ofCurrency(currency)}'`);
  const style =
    cases.length === 0
      ? `'${styles.ofCurrency(null)}'`
      : `CASE ${quoted('currency')} ${cases.join(' ')} ELSE '${styles.ofCurrency(null)}' END`;
  return `'<c s="' || ${style} || '"><v>' || ${decimalSql(value, 9)} || '</v></c>'`;
}

/** One expression for each type of cell. */
function cellSql(column: ExportColumn, styles: Styles, spansOf: SpansOf): string {
  const value = quoted(column.name);
  const style = styles.of(column);
  switch (column.type) {
    case 'text':
      return textSql(value, style);
    case 'time':
      return `${timeCellSql(value, style, spansOf(column.name))} || ${timeCellSql(value, style, UTC)}`;
    case 'flag':
      return `CASE ${value} WHEN true THEN '<c t="b"><v>1</v></c>' WHEN false THEN '<c t="b"><v>0</v></c>' END`;
    case 'money':
      return moneySql(value, styles);
    case 'count':
      return numberCell(`${value}::VARCHAR`, style);
    case 'length':
      return numberCell(`(${value} / ${DAY_MICROS})::VARCHAR`, style);
    case 'seconds':
      return numberCell(`CASE WHEN isfinite(${value}) THEN (${value} / 86400 + 0.0)::VARCHAR END`, style);
    default:
      return numberCell(numberSql(value), style);
  }
}

/**
 * SQL of a row of a sheet, as text. No cell holds a line end, so that rows can be counted by those behind them.
 * @param columns of the relation that it is selected from; where there is money, it has the column `currency`
 */
export function xlsxRowSql(columns: readonly ExportColumn[], styles: Styles, spansOf: SpansOf): string {
  const cells = columns.map((column) => {
    const empty = column.type === 'time' ? '<c/><c/>' : '<c/>';
    const sql = cellSql(column, styles, spansOf);
    // A text is concatenated by a function that skips null.
    return column.type === 'text'
      ? `CASE WHEN ${quoted(column.name)} IS NULL THEN '${empty}' ELSE ${sql} END`
      : `coalesce(${sql}, '${empty}')`;
  });
  return `concat('<row>', ${cells.join(', ')}, '</row>')`;
}
