import type { KpiGrain } from '../../src/analytics/catalogue/kpi-grains.js';
import type { InfluxDatabase } from '../support/influx/influx-database.js';
import { keyOf, type Cell } from './kpi-cells.js';

export type KpiMeasurement = 'kpi_1m' | 'kpi_1h';

const quoted = (names: readonly string[]): string => names.map((name) => `"${name}"`).join(', ');

/** All points of one grain of a tenant by plain InfluxQL, zeros included. */
export async function influxqlCells(
  database: InfluxDatabase,
  grain: KpiGrain,
  measurement: KpiMeasurement,
  tenant: string,
): Promise<Map<string, Cell>> {
  const fields = grain.fields.map(({ name }) => name);
  const series = await database.influxql(
    `SELECT ${quoted(fields)} FROM "${measurement}" WHERE "grain" = '${grain.id}' AND "tenant" = '${tenant}' GROUP BY *`,
  );
  const cells = new Map<string, Cell>();
  for (const { tags = {}, columns, values } of series) {
    const dimensions = grain.dimensions.map(({ id }) => tags[id] ?? '');
    for (const row of values) {
      const cell = fields.map((name) => [name, numberIn(row[columns.indexOf(name)])] as const);
      cells.set(keyOf(Number(row[0]) / 1e6, dimensions), Object.fromEntries(cell));
    }
  }
  return cells;
}

/** The same by Flux. */
export async function fluxCells(
  database: InfluxDatabase,
  grain: KpiGrain,
  measurement: KpiMeasurement,
  tenant: string,
): Promise<Map<string, Cell>> {
  const dimensions = grain.dimensions.map(({ id }) => id);
  const rows = await database.flux(`
    from(bucket: "${database.name}")
      |> range(start: 2026-01-01T00:00:00Z, stop: 2027-01-01T00:00:00Z)
      |> filter(fn: (r) => r._measurement == "${measurement}" and r.grain == "${grain.id}" and r.tenant == "${tenant}")
      |> pivot(rowKey: ["_time"], columnKey: ["_field"], valueColumn: "_value")`);
  return new Map(
    rows.map((row) => [
      keyOf(
        Date.parse(row['_time'] ?? ''),
        dimensions.map((id) => row[id] ?? ''),
      ),
      Object.fromEntries(grain.fields.map(({ name }) => [name, numberIn(row[name])])),
    ]),
  );
}

/** A field that is missing is not a number, and so equal to none. */
const numberIn = (value: unknown): number => (value === null || value === undefined ? NaN : Number(value));
