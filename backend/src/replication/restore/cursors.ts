import type { DuckDBConnection } from '@duckdb/node-api';
import { CHANGES } from '../../storage/influx/changes.js';
import type { InfluxConnection } from '../../storage/influx/influx-connection.js';

/** For each writer the time of the last point about changes that is taken care of; epoch microseconds. */
export type Cursors = Readonly<Record<string, number>>;

/** The latest points about changes that there are. */
export async function readCursors(influx: InfluxConnection): Promise<Cursors> {
  const series = await influx.ask(`SELECT last("rows") FROM "${CHANGES}" GROUP BY "writer"`);
  return Object.fromEntries(series.map(({ tags, values }) => [tags?.['writer'] ?? '', Number(values[0]?.[0])]));
}

/** How far this instance has followed. */
export async function loadCursors(writer: DuckDBConnection): Promise<Cursors> {
  const reader = await writer.runAndReadAll("SELECT value FROM meta WHERE name = 'follow_cursors'");
  const value = reader.getRows()[0]?.[0];
  return value === undefined ? {} : (JSON.parse(String(value)) as Cursors);
}

export async function saveCursors(writer: DuckDBConnection, cursors: Cursors): Promise<void> {
  await writer.run("DELETE FROM meta WHERE name = 'follow_cursors'");
  await writer.run("INSERT INTO meta VALUES ('follow_cursors', $value)", { value: JSON.stringify(cursors) });
}
