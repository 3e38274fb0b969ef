import { MINUTE_MICROS } from '../../lib/time/durations.js';
import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import type { KpiGrain } from '../../analytics/catalogue/kpi-grains.js';
import { CELL_DIMENSIONS } from '../publish/kpi-marks.js';
import type { InfluxConnection } from '../../storage/influx/influx-connection.js';
import { withCsvFile } from './csv-file.js';
import { readCsv } from './csv-rows.js';
import { windowsOf, within } from './windows.js';
import { stat } from 'node:fs/promises';

const text = (value: string): string => `'${value}'`;

/** Points of a series that say something: zeros would stay zeros. */
function statementOf({ id, dimensions, fields }: KpiGrain, measurement: string, where: string): string {
  const [count] = fields;
  const columns = ['tenant', ...dimensions.map((dimension) => dimension.id), count?.name ?? ''];
  const list = columns.map((column) => `"${column}"`).join(', ');
  return `SELECT ${list} FROM "${measurement}" WHERE "grain" = ${text(id)} AND "${count?.name ?? ''}" > 0 AND ${where}`;
}

function insertSql({ id, dimensions }: KpiGrain, file: string, change: number): string {
  const source = readCsv(file, [
    ['measurement', 'VARCHAR'],
    ['series', 'VARCHAR'],
    ['time', 'BIGINT'],
    ['tenant', 'VARCHAR'],
    ...dimensions.map((_, index) => [CELL_DIMENSIONS[index] ?? '', 'VARCHAR'] as const),
    ['count', 'BIGINT'],
  ]);
  const cells = CELL_DIMENSIONS.map((name, index) => (index < dimensions.length ? `coalesce(${name}, '')` : "''"));
  return `INSERT INTO kpi_dirty SELECT ${text(id)}, tenant, time // ${MINUTE_MICROS}, ${cells.join(', ')}, ${change} FROM ${source}`;
}

/**
 * Marks every cell that the KPI series hold as dirty, so that those whose rows are gone become zero. Needed wherever it is
 * not known what had been published: after a restore, and after a time in which the record was switched off.
 */
export async function markPublishedCells(
  influx: InfluxConnection,
  writer: DuckDBConnection,
  grains: readonly KpiGrain[],
  measurements: readonly string[],
  folder: string,
  change: number,
): Promise<void> {
  for (const measurement of measurements) {
    for (const grain of grains) {
      const windows = await windowsOf(influx, { measurement, field: grain.fields[0]?.name ?? '' });
      for (const window of windows) {
        const statement = statementOf(grain, measurement, within(window));
        await withCsvFile(influx, [statement], join(folder, 'cells.csv'), async (file) => {
          if ((await stat(file)).size > 0) await writer.run(insertSql(grain, file, change));
        });
      }
    }
  }
}
