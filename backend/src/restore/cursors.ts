import { CHANGES } from '../influx/changes.js';
import type { InfluxConnection } from '../influx/influx-connection.js';

/** For each writer the time of the last point about changes that is taken care of; epoch microseconds. */
export type Cursors = Readonly<Record<string, number>>;

/** The latest points about changes that there are. */
export async function readCursors(influx: InfluxConnection): Promise<Cursors> {
  const series = await influx.ask(`SELECT last("rows") FROM "${CHANGES}" GROUP BY "writer"`);
  return Object.fromEntries(series.map(({ tags, values }) => [tags?.['writer'] ?? '', Number(values[0]?.[0])]));
}
