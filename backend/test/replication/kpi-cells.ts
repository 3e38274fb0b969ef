import type { Frame, FrameValue, QueryAnswer } from '@callsight/contract/query/answer';
import type { QueryRequest } from '@callsight/contract/query/request';
import type { KpiGrain } from '../../src/analytics/catalogue/kpi-grains.js';
import { framesOf, rowsOf } from '../support/frames.js';

export type Ask = (body: QueryRequest) => Promise<QueryAnswer>;

/** Epoch milliseconds, on whole hours. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/** Numbers of a cell by the names of their fields; of a series of cells by bucket (epoch milliseconds) and dimensions. */
export type Cell = Readonly<Record<string, number>>;
export type Cells = ReadonlyMap<string, Cell>;

const HOUR = 3_600_000;

export const isZero = (cell: Cell): boolean => Object.values(cell).every((value) => value === 0);

/** What a dimension is as a tag, see docs/influxdb-schema.md. */
const tagOf = (value: FrameValue): string =>
  // eslint-disable-next-line no-control-regex -- control characters are what is meant
  (value === null ? '' : String(value)).replace(/[\u0000-\u001f\u007f]/g, ' ').replaceAll('\\', '/');

export const keyOf = (bucket: number, dimensions: readonly string[]): string => JSON.stringify([bucket, ...dimensions]);

const metricOf = (grain: KpiGrain, field: string, metrics: ReadonlyMap<string, string>): string => {
  const metric = metrics.get(field);
  if (metric === undefined) throw new Error(`${grain.id}: no metric is ${field}`);
  return metric;
};

/**
 * A number of a row. A metric of money has a column for each currency; a row of one currency has zeros in the others.
 */
function numberOf(row: Readonly<Record<string, FrameValue>>, metric: string): number {
  const columns = Object.keys(row).filter((name) => name === metric || name.startsWith(`${metric} `));
  if (columns.length === 0) throw new Error(`there is no column ${metric} beside ${Object.keys(row).join(', ')}`);
  const values = columns.map((name) => Number(row[name])).filter((value) => value !== 0);
  if (values.length > 1) throw new Error(`${metric} has ${values.length} currencies in one row`);
  return values[0] ?? 0;
}

const hasRows = ({ data }: Frame): boolean => (data.values[0]?.length ?? 0) > 0;

/** The cells of one grain that the API has, those with zeros left out. */
export async function apiCells(
  ask: Ask,
  grain: KpiGrain,
  metrics: ReadonlyMap<string, string>,
  { from, to }: Range,
  interval: '1m' | '1h',
): Promise<Map<string, Cell>> {
  const groupBy = grain.dimensions.map(({ id }) => id);
  const ids = grain.fields.map(({ name }) => metricOf(grain, name, metrics));
  const answer = await ask({ from, to, timezone: 'UTC', queries: [{ refId: 'A', metrics: ids, groupBy, interval }] });
  const cells = new Map<string, Cell>();
  if (!framesOf(answer).some(hasRows)) return cells;
  for (const row of rowsOf(answer)) {
    const cell = Object.fromEntries(grain.fields.map(({ name }, at) => [name, numberOf(row, ids[at] ?? '')]));
    if (isZero(cell)) continue;
    const key = keyOf(
      Number(row['time']),
      groupBy.map((id) => tagOf(row[id] ?? null)),
    );
    const same = cells.get(key);
    // No dimension and an empty one are one tag.
    cells.set(key, same === undefined ? cell : addUp(same, cell));
  }
  return cells;
}

const addUp = (one: Cell, other: Cell): Cell =>
  Object.fromEntries(Object.entries(one).map(([name, value]) => [name, value + (other[name] ?? 0)]));

/** The same by the minute: only the hours are asked that have anything, for an answer has a row for every minute. */
export async function apiMinutes(
  ask: Ask,
  grain: KpiGrain,
  metrics: ReadonlyMap<string, string>,
  hours: Cells,
): Promise<Map<string, Cell>> {
  const starts = new Set([...hours.keys()].map((key) => (JSON.parse(key) as [number])[0]));
  const parts = await Promise.all(
    [...starts].map((from) => apiCells(ask, grain, metrics, { from, to: from + HOUR }, '1m')),
  );
  return new Map(parts.flatMap((part) => [...part]));
}
