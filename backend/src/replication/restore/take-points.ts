import { stat } from 'node:fs/promises';
import type { DuckDBConnection } from '@duckdb/node-api';
import type { Measurement } from '../../storage/influx/measurements.js';
import { csvSource, noPoints } from './csv-rows.js';

/** Reads a file of points into a temporary table. @returns how many there are */
export async function takePoints(
  writer: DuckDBConnection,
  table: string,
  measurement: Measurement,
  file: string,
): Promise<number> {
  // No point at all is an empty file, without a header.
  const isEmpty = (await stat(file)).size === 0;
  const source = isEmpty ? noPoints(measurement) : csvSource(measurement, file);
  await writer.run(`CREATE OR REPLACE TEMP TABLE ${table} AS SELECT * FROM ${source}`);
  const reader = await writer.runAndReadAll(`SELECT count(*) FROM ${table}`);
  return Number(reader.getRows()[0]?.[0]);
}
