import { setImmediate } from 'node:timers/promises';
import {
  BIGINT,
  BOOLEAN,
  DOUBLE,
  DuckDBDataChunk,
  INTEGER,
  VARCHAR,
  type DuckDBConnection,
  type DuckDBValue,
} from '@duckdb/node-api';
import { kindOf, type Column, type ColumnType } from '../tables/column.js';

/** Rows of one chunk: about 6 ms of work, between which requests are served. */
const CHUNK_ROWS = 512;

const TYPES = { VARCHAR, BIGINT, INTEGER, DOUBLE, BOOLEAN };

export type Cell = string | number | bigint | boolean | null;

/** Reads one column of a row. */
export type ReadCell<Row> = (row: Row) => Cell;

const toValue = (cell: Cell, type: ColumnType): DuckDBValue =>
  type === 'micros' && typeof cell === 'number' ? BigInt(cell) : cell;

/**
 * Appends rows column by column, a fifth faster than value by value.
 * @param readers one for each column, in the same order
 */
export async function appendRows<Row>(
  connection: DuckDBConnection,
  table: string,
  columns: readonly Column[],
  readers: readonly ReadCell<Row>[],
  rows: readonly Row[],
): Promise<void> {
  const appender = await connection.createAppender(table, 'main', 'temp');
  for (let from = 0; from < rows.length; from += CHUNK_ROWS) {
    const part = rows.slice(from, from + CHUNK_ROWS);
    const chunk = DuckDBDataChunk.create(
      columns.map(({ type }) => TYPES[kindOf(type).staged]),
      part.length,
    );
    chunk.setColumns(
      columns.map(({ type }, index) => {
        const read = readers[index];
        return part.map((row) => (read === undefined ? null : toValue(read(row), type)));
      }),
    );
    appender.appendDataChunk(chunk);
    await setImmediate();
  }
  appender.closeSync();
}
