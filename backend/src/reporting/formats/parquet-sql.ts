import { exactSql, literal, quoted } from './column-sql.js';
import type { ExportColumn } from './column.js';

/** One expression for each type of cell: instants are UTC to the microsecond, money is exact. */
function cellSql({ name, type }: ExportColumn): string {
  const value = quoted(name);
  if (type === 'time') return `make_timestamp(${value})::TIMESTAMPTZ`;
  if (type === 'length') return `(${value} / 1e6)::DOUBLE`;
  return type === 'money' ? exactSql(value, 9) : value;
}

/** SQL of the columns of a Parquet file. @param columns of the relation that they are selected from */
export const parquetColumnsSql = (columns: readonly ExportColumn[]): string =>
  columns.map((column) => `${cellSql(column)} AS ${quoted(column.name)}`).join(', ');

/** Rows of a group: the memory of a copy grows with it. */
const ROW_GROUP = 40_960;

/**
 * Options of a COPY that writes Parquet.
 * @param metadata text by key, which readers show beside the columns
 * @param isOrdered whether rows keep the order of the query, which costs memory
 */
export const parquetOptions = (metadata: Readonly<Record<string, string>>, isOrdered: boolean): string =>
  `(FORMAT parquet, USE_TMP_FILE false, COMPRESSION zstd, ROW_GROUP_SIZE ${ROW_GROUP}, PRESERVE_ORDER ${isOrdered}, KV_METADATA {${Object.entries(
    metadata,
  )
    .map(([key, text]) => `${quoted(key)}: ${literal(text)}`)
    .join(', ')}})`;
