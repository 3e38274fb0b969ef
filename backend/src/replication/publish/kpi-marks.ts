import { MINUTE_MICROS } from '../../lib/time/durations.js';
import type { DuckDBConnection } from '@duckdb/node-api';
import type { RowMarks } from '../../projection/rows/row-marks.js';
import { KPI_DATASETS, type KpiDataset, type KpiGrain } from '../../analytics/catalogue/kpi-grains.js';

/** Columns of a cell besides its grain, tenant and bucket; a grain has at most so many dimensions. */
export const CELL_DIMENSIONS = ['d0', 'd1', 'd2'] as const;

const TIME: Readonly<Record<KpiDataset, string>> = {
  calls: 'started_at',
  turns: 'happened_at',
  samples: 'happened_at',
  appointments: 'created_at',
  payments: 'happened_at',
};

/**
 * A dimension as it can stand in a tag: not there and empty are one, and what would break a line of InfluxDB's protocol
 * (control characters, a backslash) is replaced. The numbers are counted by this text, so that they agree with the tag.
 */
const tagSql = (sql: string): string =>
  `replace(regexp_replace(coalesce((${sql})::VARCHAR, ''), '[[:cntrl:]]', ' ', 'g'), '\\', '/')`;

/** SQL of a cell's dimensions over a row, in the order of `CELL_DIMENSIONS`. */
export function cellColumns({ dataset, dimensions }: KpiGrain): string[] {
  return CELL_DIMENSIONS.map((name, index) => {
    const sql = dimensions[index]?.sql[dataset]?.(TIME[dataset]);
    return `${sql === undefined ? "''" : tagSql(sql)} AS ${name}`;
  });
}

/** SQL of the number of the bucket that a row lies in; width in microseconds. */
export const cellBucket = (dataset: KpiDataset, width: number): string => `${TIME[dataset]} // ${width}`;

export const cellTime = (dataset: KpiDataset): string => TIME[dataset];

/** Keeps account of the cells of KPI series that have to be computed anew, in the transaction that changes their rows. */
export class KpiMarks implements RowMarks {
  readonly #writer: DuckDBConnection;
  readonly #grains: readonly KpiGrain[];

  constructor(writer: DuckDBConnection, grains: readonly KpiGrain[]) {
    this.#writer = writer;
    this.#grains = grains;
  }

  /** Marks the cells that certain rows lie in. @param rows what stands behind FROM: the table, and a condition on its rows */
  async mark(dataset: KpiDataset, rows: string, change: number): Promise<void> {
    for (const grain of this.#grains.filter((one) => one.dataset === dataset)) {
      await this.#writer.run(`
        INSERT INTO kpi_dirty
        SELECT DISTINCT '${grain.id}', tenant, ${cellBucket(dataset, MINUTE_MICROS)}, ${cellColumns(grain).join(', ')}, ${change}
        FROM ${rows}`);
    }
  }

  /** Marks the cells of all rows. */
  async markAll(change: number): Promise<void> {
    for (const dataset of KPI_DATASETS) await this.mark(dataset, dataset, change);
  }

  /** Marks single cells. @param cells grain and dimensions, and the minute that they begin with (epoch microseconds) */
  async markCells(
    cells: readonly { readonly tenant: string; readonly cell: readonly string[]; readonly anchor: number }[],
    change: number,
  ): Promise<void> {
    for (const { tenant, cell, anchor } of cells) {
      const [grain = '', d0 = '', d1 = '', d2 = ''] = cell;
      await this.#writer.run(
        `INSERT INTO kpi_dirty VALUES ($grain, $tenant, ${Math.floor(anchor / MINUTE_MICROS)}, $d0, $d1, $d2, ${change})`,
        { grain, tenant, d0, d1, d2 },
      );
    }
  }
}
