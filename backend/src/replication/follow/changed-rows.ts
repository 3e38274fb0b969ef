import { isPlainTable, type PlainTableName } from '../../storage/tables/plain-tables.js';
import { CHANGES, unpackAnchors } from '../../storage/influx/changes.js';
import type { InfluxConnection } from '../../storage/influx/influx-connection.js';
import { literal } from '../../storage/influx/influxql.js';
import type { Cursors } from '../restore/cursors.js';

/** Rows of one tenant that changed. */
export interface ChangedRows {
  readonly tenant: string;
  readonly measurement: 'calls' | PlainTableName;
  /** Ascending; epoch microseconds. */
  readonly anchors: readonly number[];
}

export interface News {
  readonly rows: readonly ChangedRows[];
  readonly cursors: Cursors;
  /** Whether there may be more to read right away. */
  readonly isFull: boolean;
}

/** Points about changes that are read from one writer at a time. */
const MAX_POINTS = 25;

async function writersOf(influx: InfluxConnection): Promise<string[]> {
  const series = await influx.ask(`SHOW TAG VALUES FROM "${CHANGES}" WITH KEY = "writer"`);
  return series.flatMap(({ values }) => values.map((row) => String(row[1])));
}

/** What the writers reported since the cursors, in the order in which they reported it. */
export async function readNews(influx: InfluxConnection, cursors: Cursors): Promise<News> {
  const found = new Map<string, { tenant: string; measurement: ChangedRows['measurement']; anchors: Set<number> }>();
  const next: Record<string, number> = { ...cursors };
  let isFull = false;
  for (const writer of await writersOf(influx)) {
    const [series] = await influx.ask(
      `SELECT "measurement", "tenant", "anchors" FROM "${CHANGES}"
       WHERE "writer" = ${literal(writer)} AND time > ${cursors[writer] ?? 0}000 ORDER BY time ASC LIMIT ${MAX_POINTS}`,
    );
    const points = series?.values ?? [];
    isFull ||= points.length === MAX_POINTS;
    for (const [time, measurement, tenant, anchors] of points) {
      const key = `${String(measurement)} ${String(tenant)}`;
      const rows = found.get(key) ?? {
        tenant: String(tenant),
        measurement: isPlainTable(String(measurement)) ? (String(measurement) as PlainTableName) : 'calls',
        anchors: new Set<number>(),
      };
      for (const anchor of unpackAnchors(String(anchors))) rows.anchors.add(anchor);
      found.set(key, rows);
      next[writer] = Number(time);
    }
  }
  const rows = [...found.values()].map((one) => ({ ...one, anchors: [...one.anchors].sort((a, b) => a - b) }));
  return { rows, cursors: next, isFull };
}
