import { Catalogue } from '../../src/analytics/catalogue/catalogue.js';
import { kpiGrains, type KpiGrain } from '../../src/analytics/catalogue/kpi-grains.js';
import { readConfig } from '../../src/config/config.js';
import type { InfluxDatabase } from '../support/influx/influx-database.js';
import { apiCells, apiMinutes, isZero, type Ask, type Cells, type Range } from './kpi-cells.js';
import { fluxCells, influxqlCells } from './kpi-points.js';

const catalogue = Catalogue.builtIn(readConfig({}).config.metrics, []);

export const GRAINS: readonly KpiGrain[] = kpiGrains(catalogue);

/** Metrics by the names of their fields. */
const METRICS = new Map(catalogue.describe().metrics.map(({ id }) => [id.replaceAll('.', '_'), id]));

const sorted = (cells: Cells, zeros: boolean): [string, unknown][] =>
  [...cells].filter(([, cell]) => zeros || !isZero(cell)).sort(([a], [b]) => (a < b ? -1 : 1));

export interface Compared {
  readonly tenant: string;
  readonly ask: Ask;
  readonly database: InfluxDatabase;
  readonly range: Range;
  /** Whether Flux is asked as well. */
  readonly flux: boolean;
}

/**
 * Expects that every number of the KPI series is, to the last digit, what the API says of the same bucket and group: no
 * cell is missing, and what the API does not have is zero.
 * @returns how many cells there are that are not zero, and how many are
 */
export async function expectEqualSeries(compared: Compared): Promise<{ cells: number; zeros: number }> {
  const { tenant, ask, database, range, flux } = compared;
  let cells = 0;
  let zeros = 0;
  for (const grain of GRAINS) {
    const hours = await apiCells(ask, grain, METRICS, range, '1h');
    const expected = { kpi_1h: hours, kpi_1m: await apiMinutes(ask, grain, METRICS, hours) };
    for (const measurement of ['kpi_1h', 'kpi_1m'] as const) {
      const told = sorted(expected[measurement], false);
      const points = await influxqlCells(database, grain, measurement, tenant);
      expect([tenant, grain.id, measurement, sorted(points, false)]).toEqual([tenant, grain.id, measurement, told]);
      if (flux)
        expect(sorted(await fluxCells(database, grain, measurement, tenant), true)).toEqual(sorted(points, true));
      cells += told.length;
      zeros += points.size - told.length;
    }
  }
  return { cells, zeros };
}
