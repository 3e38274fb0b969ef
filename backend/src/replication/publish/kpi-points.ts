import { MINUTE_MICROS } from '../../lib/time/durations.js';
import type { DuckDBConnection } from '@duckdb/node-api';
import { aggregateSql, ROWS_OF_DATASET, type Aggregate } from '../../analytics/catalogue/language/aggregate.js';
import { aggregatesOf } from '../../analytics/catalogue/language/expression.js';
import type { KpiField, KpiGrain } from '../../analytics/catalogue/kpi-grains.js';
import { CELL_DIMENSIONS, cellBucket, cellColumns, cellTime } from './kpi-marks.js';
import { fieldText, tagText } from '../../storage/influx/line.js';
import { toMeasured } from '../../analytics/catalogue/language/measured-value.js';
import type { Point } from './point.js';

/** Resolutions of the KPI series. */
export const KPI_SERIES = [
  { measurement: 'kpi_1m', minutes: 1 },
  { measurement: 'kpi_1h', minutes: 60 },
] as const;

type Resolution = (typeof KPI_SERIES)[number];

const CELL = CELL_DIMENSIONS.join(', ');

function aggregateIn({ formula }: KpiField): Aggregate {
  const [aggregate] = aggregatesOf(formula);
  if (aggregate === undefined) throw new Error('a KPI field is one aggregate');
  return aggregate;
}

/**
 * Computes dirty cells anew from the rows, those without any row left included: they become zero.
 * `kpi_batch` holds the dirty cells.
 */
function cellsSql(grain: KpiGrain, { minutes }: Resolution): string {
  const bucket = cellBucket(grain.dataset, MINUTE_MICROS * minutes);
  const time = cellTime(grain.dataset);
  const fields = grain.fields.map((field, index) => `${aggregateSql(aggregateIn(field))} AS a${index}`);
  return `
    WITH cells AS (
      SELECT DISTINCT tenant, minute // ${minutes} AS bucket, ${CELL} FROM kpi_batch WHERE grain = '${grain.id}'
    ), measured AS (
      SELECT tenant, ${bucket} AS bucket, ${cellColumns(grain).join(', ')}, ${fields.join(', ')} FROM ${grain.dataset}
      WHERE ${time} >= (SELECT min(bucket) FROM cells) * ${MINUTE_MICROS * minutes}
        AND ${time} < (SELECT max(bucket) + 1 FROM cells) * ${MINUTE_MICROS * minutes}
        AND (${bucket}) IN (SELECT bucket FROM cells) AND ${ROWS_OF_DATASET[grain.dataset] ?? 'true'}
      GROUP BY ALL
    )
    SELECT tenant, bucket, ${CELL}, measured.* EXCLUDE (tenant, bucket, ${CELL})
    FROM cells LEFT JOIN measured USING (tenant, bucket, ${CELL})`;
}

function pointOf(grain: KpiGrain, { measurement, minutes }: Resolution, row: readonly unknown[]): Point {
  const [tenant, bucket, ...rest] = row;
  const dimensions = rest.slice(0, CELL_DIMENSIONS.length).map(String);
  const values = rest.slice(CELL_DIMENSIONS.length);
  const minute = Number(bucket) * minutes;
  // An empty tag is no tag.
  const tags = grain.dimensions.flatMap(({ id }, index) =>
    dimensions[index] === '' ? [] : [`${id}=${tagText(dimensions[index] ?? '')}`],
  );
  const fields = grain.fields.map((field, index) => {
    const value = toMeasured(values[index], aggregateIn(field)) ?? 0;
    return `${field.name}=${fieldText(field.isCount ? 'integer' : 'float', value)}`;
  });
  const key = [`grain=${grain.id}`, `tenant=${tagText(String(tenant))}`, ...tags].join(',');
  return {
    line: `${measurement},${key} ${fields.join(',')} ${minute * MINUTE_MICROS}000`,
    measurement,
    tenant: String(tenant),
    id: JSON.stringify([grain.id, ...dimensions]),
    anchor: minute * MINUTE_MICROS,
  };
}

/** The points of the cells in `kpi_batch`, for one grain and resolution. */
export async function kpiPoints(
  connection: DuckDBConnection,
  grain: KpiGrain,
  resolution: Resolution,
): Promise<Point[]> {
  const reader = await connection.runAndReadAll(cellsSql(grain, resolution));
  return reader.getRows().map((row) => pointOf(grain, resolution, row));
}
