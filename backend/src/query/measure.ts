import type { FrameValue } from '@callsight/contract/query/answer';
import { aggregatesOf } from '../catalogue/expression.js';
import type { Aggregate, Dataset } from '../catalogue/aggregate.js';
import type { Row } from '../duckdb/reader.js';
import { toGroupValue, toMeasured } from './cell.js';
import type { Statement } from './parameters.js';
import type { Plan } from './plan.js';
import { silenceStatement, uptimeStatement } from './health-sql.js';
import { activeStatement, concurrencyStatement, spansOf } from './presence-sql.js';
import { rowsStatement, type Scope, type Wanted } from './rows-sql.js';
import { Table } from './table.js';

/** Runs one statement; who builds a plan does not care where. */
export type RunStatement = (statement: Statement) => Promise<Row[]>;

/** The aggregates of a plan over one range, and where each of them stands. */
export interface Measured {
  readonly table: Table;
  column(aggregate: Aggregate, currency: string | undefined): number;
}

const keyOf = (aggregate: Aggregate, currency: string | undefined): string => JSON.stringify([aggregate, currency]);

function wantedOf(plan: Plan, currencies: readonly (string | undefined)[]): Map<string, Wanted> {
  const wanted = new Map<string, Wanted>();
  for (const { formula } of plan.metrics) {
    for (const aggregate of aggregatesOf(formula)) {
      for (const currency of aggregate.isMoney ? currencies : [undefined]) {
        wanted.set(keyOf(aggregate, currency), { aggregate, currency });
      }
    }
  }
  return wanted;
}

const groupOf = (plan: Plan, row: Row): FrameValue[] => plan.groups.map((_, index) => toGroupValue(row[`g${index}`]));

interface Column extends Wanted {
  readonly index: number;
}

/** Puts rows of `b`, `g0 …`, `a0 …` in their cells. */
function place(rows: readonly Row[], plan: Plan, columns: readonly Column[], table: Table): void {
  for (const row of rows) {
    const group = groupOf(plan, row);
    columns.forEach(({ aggregate, index }, position) =>
      table.set(group, Number(row['b']), index, toMeasured(row[`a${position}`], aggregate)),
    );
  }
}

async function measureRows(
  plan: Plan,
  scope: Scope,
  columns: readonly Column[],
  run: RunStatement,
  table: Table,
): Promise<void> {
  place(await run(rowsStatement(plan, scope, columns)), plan, columns, table);
}

/** Each group once: rows name theirs in every bucket. */
const distinctGroups = (groups: readonly (readonly FrameValue[])[]): (readonly FrameValue[])[] => [
  ...new Map(groups.map((group) => [JSON.stringify(group), group])).values(),
];

const PRESENCE_COLUMNS: Readonly<Record<string, string>> = {
  concurrency_max: 'a_max',
  concurrency_mean: 'a_mean',
  active: 'a',
};

/** Nobody being there is a number as well: 0 for every bucket that has begun. */
async function measurePresence(
  plan: Plan,
  scope: Scope,
  columns: readonly Column[],
  run: RunStatement,
  table: Table,
): Promise<void> {
  const spans = spansOf(plan, scope);
  if (spans.length === 0) return;
  const statements = [
    { make: activeStatement, columns: columns.filter(({ aggregate }) => aggregate.name === 'active') },
    { make: concurrencyStatement, columns: columns.filter(({ aggregate }) => aggregate.name !== 'active') },
  ].filter((one) => one.columns.length > 0);
  const answers = await Promise.all(
    statements.map(async (one) => ({ ...one, rows: await run(one.make(plan, scope, spans)) })),
  );
  const rows = answers.flatMap((answer) => answer.rows);
  const found = [...table.groups, ...rows.map((row) => groupOf(plan, row))];
  const groups = plan.groups.length === 0 ? [[]] : distinctGroups(found);
  for (const group of groups) {
    for (const { index: bucket } of spans) for (const { index } of columns) table.set(group, bucket, index, 0);
  }
  for (const answer of answers) {
    for (const row of answer.rows) {
      for (const { aggregate, index } of answer.columns) {
        table.set(
          groupOf(plan, row),
          Number(row['b']),
          index,
          toMeasured(row[PRESENCE_COLUMNS[aggregate.name] ?? ''], aggregate),
        );
      }
    }
  }
}

/** What checks say; where nobody checked there is no number. */
async function measureUptime(
  plan: Plan,
  scope: Scope,
  columns: readonly Column[],
  run: RunStatement,
  table: Table,
): Promise<void> {
  const spans = spansOf(plan, scope);
  if (spans.length === 0) return;
  const isSilence = ({ aggregate }: Column): boolean => aggregate.name === 'silent';
  const parts = [
    { make: silenceStatement, wanted: columns.filter(isSilence) },
    { make: uptimeStatement, wanted: columns.filter((column) => !isSilence(column)) },
  ].filter(({ wanted }) => wanted.length > 0);
  await Promise.all(
    parts.map(async ({ make, wanted }) => place(await run(make(plan, scope, spans, wanted)), plan, wanted, table)),
  );
}

/** Computes every aggregate of a plan over one range: one statement for each dataset. */
export async function measure(
  plan: Plan,
  scope: Omit<Scope, 'dataset'>,
  currencies: readonly (string | undefined)[],
  run: RunStatement,
): Promise<Measured> {
  const wanted = wantedOf(plan, currencies);
  const keys = [...wanted.keys()];
  const columns = [...wanted.values()].map((one, index): Column => ({ ...one, index }));
  const table = new Table(columns.map(({ aggregate }) => aggregate.empty));
  const of = (dataset: Dataset): Column[] => columns.filter(({ aggregate }) => aggregate.dataset === dataset);
  const rowDatasets = (['calls', 'turns', 'appointments', 'payments', 'samples', 'pipeline'] as const).filter(
    (dataset) => of(dataset).length > 0,
  );
  await Promise.all(rowDatasets.map((dataset) => measureRows(plan, { ...scope, dataset }, of(dataset), run, table)));
  const presence = of('presence');
  if (presence.length > 0) await measurePresence(plan, { ...scope, dataset: 'presence' }, presence, run, table);
  const uptime = of('uptime');
  if (uptime.length > 0) await measureUptime(plan, { ...scope, dataset: 'uptime' }, uptime, run, table);
  return { table, column: (aggregate, currency) => keys.indexOf(keyOf(aggregate, currency)) };
}
