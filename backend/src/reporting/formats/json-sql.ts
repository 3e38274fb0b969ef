import { decimalSql, literal, numberSql, quoted, timeSql } from './column-sql.js';
import type { ExportColumn } from './column.js';
import type { SpansOf } from './csv-sql.js';

/** One expression for each type of cell. */
function cellSql({ name, type }: ExportColumn, spansOf: SpansOf): string {
  const value = quoted(name);
  switch (type) {
    case 'text':
      return `to_json(${value})::VARCHAR`;
    case 'time':
      return `'"' || ${timeSql(value, spansOf(name))} || '"'`;
    case 'length':
      return decimalSql(value, 6);
    case 'money':
      return decimalSql(value, 9);
    case 'count':
    case 'flag':
      return `${value}::VARCHAR`;
    default:
      return numberSql(value);
  }
}

/** SQL of a row as a JSON object without a line end, as text. Numbers are exact decimals; what is no number is null. */
export function jsonRowSql(columns: readonly ExportColumn[], spansOf: SpansOf): string {
  const members = columns.flatMap((column, index) => [
    literal(`${index === 0 ? '{' : ','}${JSON.stringify(column.name)}:`),
    `coalesce(${cellSql(column, spansOf)}, 'null')`,
  ]);
  return `concat(${members.join(', ')}, '}')`;
}
