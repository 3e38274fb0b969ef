import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { appendRows, type Cell } from '../../storage/duckdb/append.js';
import type { Column } from '../../storage/tables/column.js';
import type { ReportDocument } from '../document/document.js';
import { literal } from '../formats/column-sql.js';
import type { CellType } from '../formats/column.js';
import { parquetColumnsSql, parquetOptions } from '../formats/parquet-sql.js';
import { REPORT_COLUMNS, reportRows } from './report-rows.js';

/** How the cells of a report lie in the table that is copied. */
const STORED: Partial<Readonly<Record<CellType, Column['type']>>> = {
  count: 'count',
  time: 'micros',
  number: 'double',
};

const COLUMNS: readonly Column[] = REPORT_COLUMNS.map(({ name, type }) => ({ name, type: STORED[type] ?? 'text' }));

const SQL_TYPES = { text: 'VARCHAR', count: 'INTEGER', micros: 'BIGINT', double: 'DOUBLE' } as const;
const sqlTypeOf = ({ type }: Column): string => SQL_TYPES[type as keyof typeof SQL_TYPES];

/** What readers of the file find beside its columns. */
const metadataOf = (document: ReportDocument): Readonly<Record<string, string>> => ({
  'callsight.report': document.title,
  'callsight.version': document.serviceVersion,
  'callsight.timezone': document.timezone,
  'callsight.period': document.period.text,
  'callsight.filters': document.filters.join('; '),
  'callsight.data_up_to': new Date(document.dataUpTo.at).toISOString(),
  'callsight.definitions': JSON.stringify(
    Object.fromEntries(document.definitions.map(({ id, description }) => [id, description])),
  ),
});

/** Every number of a report as Parquet; times are UTC to the microsecond, the zone of the report stands in the metadata. */
export async function reportParquet(document: ReportDocument): Promise<Uint8Array> {
  const folder = await mkdtemp(join(tmpdir(), 'callsight-report-'));
  const instance = await DuckDBInstance.create(':memory:', { threads: '1', memory_limit: '256MB' });
  try {
    const connection = await instance.connect();
    try {
      const definitions = COLUMNS.map((column) => `"${column.name}" ${sqlTypeOf(column)}`).join(', ');
      await connection.run(`CREATE TEMP TABLE numbers (${definitions})`);
      const readers = COLUMNS.map((_, index) => (cells: readonly Cell[]) => cells[index] ?? null);
      await appendRows(connection, 'numbers', COLUMNS, readers, [...reportRows(document)]);
      const path = join(folder, 'report.parquet');
      const options = parquetOptions(metadataOf(document), true);
      await connection.run(
        `COPY (SELECT ${parquetColumnsSql(REPORT_COLUMNS)} FROM numbers) TO ${literal(path)} ${options}`,
      );
      return await readFile(path);
    } finally {
      connection.closeSync();
    }
  } finally {
    instance.closeSync();
    await rm(folder, { recursive: true, force: true });
  }
}
