import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { InfluxConnection } from '../../storage/influx/influx-connection.js';
import { oneTable } from './csv-records.js';

/**
 * Has the answer of InfluxDB to statements of the same columns written into a file, from where DuckDB reads it with all its
 * cores; neither ever is in memory as a whole.
 */
export async function writeCsvFile(
  influx: InfluxConnection,
  statements: readonly string[],
  file: string,
): Promise<void> {
  const answer = influx.csv(statements.join('; '));
  await pipeline(Readable.from(statements.length === 1 ? answer : oneTable(answer)), createWriteStream(file));
}

/** The same for as long as `use` needs it. */
export async function withCsvFile<T>(
  influx: InfluxConnection,
  statements: readonly string[],
  file: string,
  use: (file: string) => Promise<T>,
): Promise<T> {
  try {
    await writeCsvFile(influx, statements, file);
    return await use(file);
  } finally {
    await rm(file, { force: true });
  }
}
