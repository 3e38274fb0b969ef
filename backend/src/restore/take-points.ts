import { stat } from 'node:fs/promises';
import type { DuckDBConnection } from '@duckdb/node-api';
import type { Measurement } from '../influx/measurements.js';
import { csvSource } from './csv-rows.js';

/** Reads a file of points into a temporary table. @returns how many there are */
export async function takePoints(
  writer: DuckDBConnection,
  table: string,
  measurement: Measurement,
  file: string,
): Promise<number> {
  // No point at all is an empty file, without a header.
  const isEmpty = (await stat(file)).size === 0;
  const source = csvSource(measurement, isEmpty ? '/dev/null' : file);
  await writer.run(`CREATE OR REPLACE TEMP TABLE ${table} AS SELECT * FROM ${source}${isEmpty ? ' LIMIT 0' : ''}`);
  const reader = await writer.runAndReadAll(`SELECT count(*) FROM ${table}`);
  return Number(reader.getRows()[0]?.[0]);
}
