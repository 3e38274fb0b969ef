import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { metadataOf } from '../about.js';
import type { FrameTable } from '../export-plan.js';
import type { Cell, CellType } from '../../formats/column.js';
import { literal, quoted } from '../../formats/column-sql.js';
import { csvRow } from '../../formats/csv.js';
import { jsonRow } from '../../formats/json.js';
import { parquetOptions } from '../../formats/parquet-sql.js';
import { rowXml } from '../../formats/xlsx/row-xml.js';
import type { Styles } from '../../formats/xlsx/styles.js';
import type { WriterStart } from './writer-messages.js';

const cellsOf = ({ values }: FrameTable, row: number): Cell[] => values.map((column) => column[row] ?? null);

const rowsOf = ({ values }: FrameTable): number => values[0]?.length ?? 0;

/** Rows that are written at once. */
const PIECE_ROWS = 500;

/** A table as bytes of text, row by row in the form that the format has. @param styles of a workbook */
// eslint-disable-next-line @typescript-eslint/require-await -- what takes it waits between two pieces
export async function* tableRows(
  { description }: WriterStart,
  table: FrameTable,
  styles: Styles,
): AsyncGenerator<Buffer> {
  const { format, csv, timezone } = description;
  const { columns } = table;
  const rowText = (row: number): string => {
    const cells = cellsOf(table, row);
    if (format === 'csv') return csvRow(columns, cells, csv, timezone);
    if (format === 'xlsx') return rowXml(columns, cells, styles, timezone);
    const json = jsonRow(columns, cells, timezone);
    return format === 'json' ? `,${json}\n` : `${json}\n`;
  };
  for (let from = 0; from < rowsOf(table); from += PIECE_ROWS) {
    const to = Math.min(from + PIECE_ROWS, rowsOf(table));
    yield Buffer.from(Array.from({ length: to - from }, (_, index) => rowText(from + index)).join(''));
  }
}

const SQL_TYPES: Readonly<Partial<Record<CellType, string>>> = {
  text: 'VARCHAR',
  time: 'BIGINT',
  count: 'BIGINT',
  flag: 'BOOLEAN',
};

/** A table as a Parquet file, made by a database of its own. */
export async function tableParquet({ description, version }: WriterStart, table: FrameTable): Promise<Buffer> {
  const folder = await mkdtemp(join(tmpdir(), 'callsight-export-'));
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
  const connection = await instance.connect();
  try {
    const [source, target] = [join(folder, 'table.json'), join(folder, 'table.parquet')];
    const { writeFile } = await import('node:fs/promises');
    const lines = Array.from({ length: rowsOf(table) }, (_, row) =>
      JSON.stringify(Object.fromEntries(cellsOf(table, row).map((cell, index) => [`c${index}`, cell]))),
    );
    await writeFile(source, lines.join('\n'));
    const columns = table.columns.map(({ type }, index) => `c${index}: '${SQL_TYPES[type] ?? 'DOUBLE'}'`);
    const selected = table.columns.map(({ name, type }, index) => {
      const value = type === 'time' ? `make_timestamp(c${index})::TIMESTAMPTZ` : `c${index}`;
      return `${value} AS ${quoted(name)}`;
    });
    await connection.run("SET TimeZone = 'UTC'");
    const from = `read_json(${literal(source)}, format = 'newline_delimited', columns = {${columns.join(', ')}})`;
    const options = parquetOptions(metadataOf(description, version), true);
    await connection.run(`COPY (SELECT ${selected.join(', ')} FROM ${from}) TO ${literal(target)} ${options}`);
    return await readFile(target);
  } finally {
    connection.closeSync();
    instance.closeSync();
    await rm(folder, { recursive: true, force: true });
  }
}
